"""The post that answers for a measure in a district or region is assigned there by its agency."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from mapping.model.levels import DISTRICT_DIGITS, REGION_DIGITS
from mapping.model.schemas import ASSIGNMENT, MEASURE
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures
from mapping.reading.registry import Severity, rule
from mapping.store.frames import key_numbers

_ANSWERING = (("district", DISTRICT_DIGITS), ("region", REGION_DIGITS))

_WHO = ["area", "agency", "post"]


@rule("post_not_assigned", Severity.SHOULD, section="6.11", on=Figures, tables=(MEASURE, ASSIGNMENT))
def post_not_assigned(figures: Figures) -> Iterator[Fault]:
    """The post that answers for a measure in a district or region is assigned there by its agency."""
    measures, assigned = figures.table(MEASURE.name), figures.table(ASSIGNMENT.name)
    if measures is None or assigned is None:
        return
    known = assigned.frame[_WHO].astype("str")
    for level, digits in _ANSWERING:
        agency, post = f"{level}_agency", f"{level}_post"
        frame = measures.frame.dropna(subset=["area", agency, post])
        asked = pd.DataFrame(
            {"area": frame["area"].str[:digits], "agency": frame[agency], "post": frame[post]}, dtype="str"
        )
        keys = key_numbers(pd.concat([known, asked], ignore_index=True))
        for position in frame.index[~np.isin(keys[len(known) :], keys[: len(known)])]:
            row = frame.loc[position]
            yield measures.at(
                position, post, row[post], id=row["id"], area=measures.called(row["area"][:digits]), agency=row[agency]
            )
