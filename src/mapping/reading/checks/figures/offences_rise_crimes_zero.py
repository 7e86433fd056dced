"""Crimes do not fall to none in a year in which administrative offences rise."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mapping.model.periods import QUARTERS_IN_YEAR
from mapping.model.schemas import STATISTIC
from mapping.model.vocabulary import Group
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures, Series
from mapping.reading.registry import Severity, rule

CRIMES, OFFENCES = "crime_total", "admin_offence"
_LEAST = 5  # crimes in the year before: with fewer, none may be chance (Poisson: exp(-5) = 0.007)

_RISE = 1.1  # times the offences of the stretch before


@rule("offences_rise_crimes_zero", Severity.SHOULD, section="6.12", on=Figures)
def offences_rise_crimes_zero(figures: Figures) -> Iterator[Fault]:
    """Crimes do not fall to none in a year in which administrative offences rise."""
    table, series = figures.table(STATISTIC.name), figures.series
    if table is None or series is None or series.counts.shape[1] < 2:
        return
    crimes, offences = _rows_of(series, CRIMES), _rows_of(series, OFFENCES)
    for area in sorted(crimes.keys() & offences.keys()):
        found = _falls(series.counts[crimes[area]], series.counts[offences[area]])
        if found is not None:
            last, before, after = found
            position = series.positions[crimes[area], last]
            yield table.at(position, "count", 0, area=table.called(area), before=f"{before:.0f}", after=f"{after:.0f}")


def _rows_of(series: Series, indicator: str) -> dict[str, int]:
    rows = np.flatnonzero((series.indicator == indicator) & (series.group == Group.ALL))
    return {str(series.area[row]): int(row) for row in rows}


def _falls(crimes: np.ndarray, offences: np.ndarray) -> tuple[int, float, float] | None:
    """The last quarter without crimes, and the offences before and since, for the first such stretch.

    A stretch is half of what is told, at most a year. The stretch before it had at least five crimes, and at most
    ten elevenths of the offences.
    """
    told = len(crimes)
    length = min(QUARTERS_IN_YEAR, told // 2)
    for end in range(2 * length, told + 1):
        now, before = slice(end - length, end), slice(end - 2 * length, end - length)
        risen = offences[now].sum() >= _RISE * offences[before].sum() > 0
        if crimes[now].sum() == 0 and crimes[before].sum() >= _LEAST and risen:
            return end - 1, float(offences[before].sum()), float(offences[now].sum())
    return None
