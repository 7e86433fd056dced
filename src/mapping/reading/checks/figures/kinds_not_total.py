"""Kinds add up to at most their total; where the other kinds are told as well, to exactly it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from mapping.model.schemas import INDICATOR, STATISTIC
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures, FigureTable, Series
from mapping.reading.registry import Severity, rule

_REST = "other_"


@rule("kinds_not_total", Severity.SHOULD, section="6.4", on=Figures, tables=(STATISTIC, INDICATOR))
def kinds_not_total(figures: Figures) -> Iterator[Fault]:
    """Kinds add up to at most their total; where the other kinds are told as well, to exactly it."""
    table, series = figures.table(STATISTIC.name), figures.series
    if table is not None and series is not None:
        for total in dict.fromkeys(figures.part_of.values()):
            kinds = [kind for kind, whole in figures.part_of.items() if whole == total]
            yield from _differing(table, series, total, kinds)


def _differing(table: FigureTable, series: Series, total: str, kinds: list[str]) -> Iterator[Fault]:
    """A fault for each figure of the total that differs, in the order of rows; one kind not told leaves open whether less is."""
    key = _of_whom(series)
    rows = np.flatnonzero(series.indicator == total)
    place, counts = pd.Index(key[rows]), series.counts[rows]
    sums = np.zeros(counts.shape)
    told, rest, unsure = (np.zeros(counts.shape, dtype=bool) for _ in range(3))
    for kind in kinds:
        own = np.flatnonzero(series.indicator == kind)
        to = place.get_indexer(key[own])
        own, to = own[to >= 0], to[to >= 0]
        there = ~np.isnan(series.counts[own])
        sums[to] += np.nan_to_num(series.counts[own])
        told[to] |= there
        unsure[to] |= ~there & (series.positions[own] >= 0)
        if kind.startswith(_REST):
            rest[to] |= there
    wrong = told & ((sums > counts) | (rest & (sums < counts) & ~unsure))
    found = zip(series.positions[rows][wrong], counts[wrong], sums[wrong], strict=True)
    for position, count, summed in sorted(found):
        yield table.at(position, "count", int(count), sum=int(summed), indicator=total)


def _of_whom(series: Series) -> np.ndarray:
    """One number for the area and group of each series."""
    (area, _), (group, groups) = pd.factorize(series.area), pd.factorize(series.group)
    return area * len(groups) + group
