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


@rule("offences_rise_crimes_zero", Severity.SHOULD, section="6.12", on=Figures, tables=(STATISTIC,))
def offences_rise_crimes_zero(figures: Figures) -> Iterator[Fault]:
    """Crimes do not fall to none in a year in which administrative offences rise."""
    table, series = figures.table(STATISTIC.name), figures.series
    if table is None or series is None or series.counts.shape[1] < 2:
        return
    crimes, offences = _rows_of(series, CRIMES), _rows_of(series, OFFENCES)
    areas = sorted(crimes.keys() & offences.keys())
    rows = np.array([crimes[area] for area in areas], dtype=int)
    last, before, after = _falls(series.counts[rows], series.counts[[offences[area] for area in areas]])
    for number in np.flatnonzero(last >= 0):
        position = series.positions[rows[number], last[number]]
        told = {"before": f"{before[number]:.0f}", "after": f"{after[number]:.0f}"}
        yield table.at(position, "count", 0, area=table.called(areas[number]), **told)


def _rows_of(series: Series, indicator: str) -> dict[str, int]:
    rows = np.flatnonzero((series.indicator == indicator) & (series.group == Group.ALL))
    return {str(series.area[row]): int(row) for row in rows}


def _falls(crimes: np.ndarray, offences: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each area (rows) the last quarter without crimes, and the offences before and since, for the first such stretch.

    A stretch is half of what is told, at most a year. The stretch before it had at least five crimes, and at most
    ten elevenths of the offences. The quarter is -1 where there is no such stretch.
    """
    areas, told = crimes.shape
    length = min(QUARTERS_IN_YEAR, told // 2)
    last, fewer, more = np.full(areas, -1), np.zeros(areas), np.zeros(areas)
    for end in range(2 * length, told + 1):
        now, before = slice(end - length, end), slice(end - 2 * length, end - length)
        since, until = offences[:, now].sum(axis=1), offences[:, before].sum(axis=1)
        fell = (crimes[:, now].sum(axis=1) == 0) & (crimes[:, before].sum(axis=1) >= _LEAST)
        new = fell & (until > 0) & (since >= _RISE * until) & (last < 0)
        last[new], fewer[new], more[new] = end - 1, until[new], since[new]
    return last, fewer, more
