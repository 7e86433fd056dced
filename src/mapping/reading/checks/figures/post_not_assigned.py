"""The post that answers for a measure in a district or region is assigned there by its agency."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from mapping.model.levels import DISTRICT_DIGITS, REGION_DIGITS
from mapping.model.schemas import ASSIGNMENT, MEASURE
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures
from mapping.reading.registry import Severity, rule

_ANSWERING = (("district", DISTRICT_DIGITS), ("region", REGION_DIGITS))


@rule("post_not_assigned", Severity.SHOULD, section="6.11", on=Figures)
def post_not_assigned(figures: Figures) -> Iterator[Fault]:
    """The post that answers for a measure in a district or region is assigned there by its agency."""
    measures, assigned = figures.table(MEASURE.name), figures.table(ASSIGNMENT.name)
    if measures is None or assigned is None:
        return
    known = pd.MultiIndex.from_frame(assigned.frame[["area", "agency", "post"]])
    for level, digits in _ANSWERING:
        agency, post = f"{level}_agency", f"{level}_post"
        frame = measures.frame.dropna(subset=["area", agency, post])
        asked = pd.MultiIndex.from_arrays([frame["area"].str[:digits], frame[agency], frame[post]])
        for position in frame.index[~asked.isin(known)]:
            row = frame.loc[position]
            yield measures.at(
                position, post, row[post], id=row["id"], area=measures.called(row["area"][:digits]), agency=row[agency]
            )
