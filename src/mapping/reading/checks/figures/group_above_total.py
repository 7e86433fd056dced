"""The figure of a group is at most that of all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mapping.model.schemas import POPULATION, STATISTIC
from mapping.model.vocabulary import Group
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures, FigureTable
from mapping.reading.registry import rule


@rule("group_above_total", section="6.3", on=Figures, tables=(STATISTIC, POPULATION))
def group_above_total(figures: Figures) -> Iterator[Fault]:
    """The figure of a group is at most that of all."""
    for name, keys, figure in (
        (STATISTIC.name, ["area", "period", "indicator"], "count"),
        (POPULATION.name, ["area", "year"], "people"),
    ):
        table = figures.table(name)
        if table is not None:
            yield from _above(table, keys, figure)


def _above(table: FigureTable, keys: list[str], figure: str) -> Iterator[Fault]:
    frame = table.frame
    of_all = frame[frame["group"] == Group.ALL].drop_duplicates(keys)
    groups = frame[frame["group"] != Group.ALL].reset_index()
    joined = groups.merge(of_all[[*keys, figure]], on=keys, suffixes=("", "_of_all"))
    above = (joined[figure] > joined[f"{figure}_of_all"]).fillna(False).to_numpy(dtype=bool)
    for row in np.flatnonzero(above):
        found = joined.iloc[int(row)]
        yield table.at(
            found["index"], figure, int(found[figure]), group=found["group"], all=int(found[f"{figure}_of_all"])
        )
