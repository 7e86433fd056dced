"""A year's cases of one kind are fewer than the people among whom they are counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from mapping.model.periods import QUARTERS_IN_YEAR
from mapping.model.schemas import POPULATION, STATISTIC
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures, Series, index_of
from mapping.reading.registry import Severity, rule


class _Above(NamedTuple):
    area: str
    year: int
    indicator: str
    group: str
    position: int
    cases: int
    people: int


@rule("count_above_population", Severity.SHOULD, section="6.2", on=Figures, tables=(STATISTIC, POPULATION))
def count_above_population(figures: Figures) -> Iterator[Fault]:
    """A year's cases of one kind are fewer than the people among whom they are counted."""
    table, series = figures.table(STATISTIC.name), figures.series
    if table is None or series is None:
        return
    for one in sorted(_above(series, figures.people)):
        yield table.at(one.position, "count", one.cases, people=one.people, year=one.year)


def _above(series: Series, people: Mapping[int, np.ndarray]) -> Iterator[_Above]:
    """Each series and year with more cases than people (see `Figures.people`); the position is that of the first row with a count."""
    quarters = index_of(series.first) + np.arange(series.counts.shape[1])
    for year in np.unique(quarters // QUARTERS_IN_YEAR).tolist():
        if year not in people:
            continue
        there = people[year]
        own = quarters // QUARTERS_IN_YEAR == year
        counts, positions = series.counts[:, own], series.positions[:, own]
        cases = np.nansum(counts, axis=1)
        for row in np.flatnonzero(cases > there):
            first = positions[row][~np.isnan(counts[row])].min()
            yield _Above(
                str(series.area[row]), year, str(series.indicator[row]), str(series.group[row]),
                int(first), int(cases[row]), int(there[row]),
            )  # fmt: skip
