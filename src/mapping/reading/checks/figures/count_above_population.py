"""A year's cases of one kind are fewer than the people among whom they are counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from mapping.model.periods import QUARTERS_IN_YEAR
from mapping.model.schemas import STATISTIC
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


@rule("count_above_population", Severity.SHOULD, section="6.2", on=Figures)
def count_above_population(figures: Figures) -> Iterator[Fault]:
    """A year's cases of one kind are fewer than the people among whom they are counted."""
    table, series, people = figures.table(STATISTIC.name), figures.series, figures.people
    if table is None or series is None or people is None:
        return
    for one in sorted(_above(series, people)):
        yield table.at(one.position, "count", one.cases, people=one.people, year=one.year)


def _above(series: Series, people: pd.Series) -> Iterator[_Above]:
    """Each series and year with more cases than people; the position is that of the first row with a count."""
    quarters = index_of(series.first) + np.arange(series.counts.shape[1])
    (area, areas), (group, groups) = pd.factorize(series.area), pd.factorize(series.group)
    for year in np.unique(quarters // QUARTERS_IN_YEAR).tolist():
        of_year = people[people.index.get_level_values("year") == year].droplevel("year").unstack("group")  # noqa: PD010 (a Series)
        there = of_year.reindex(index=areas, columns=groups).to_numpy(dtype=float)[area, group]
        own = quarters // QUARTERS_IN_YEAR == year
        counts, positions = series.counts[:, own], series.positions[:, own]
        cases = np.nansum(counts, axis=1)
        for row in np.flatnonzero(cases > there):
            first = positions[row][~np.isnan(counts[row])].min()
            yield _Above(
                str(series.area[row]), year, str(series.indicator[row]), str(series.group[row]),
                int(first), int(cases[row]), int(there[row]),
            )  # fmt: skip
