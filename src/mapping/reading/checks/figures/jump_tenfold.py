"""A figure is less than ten times, and more than a tenth of, what it was before."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mapping.model.schemas import POPULATION, STATISTIC
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures
from mapping.reading.registry import Severity, rule

_TIMES = 10
_WINDOW = 4
_LEAST = 10  # cases: fewer jump by chance


@rule("jump_tenfold", Severity.SHOULD, section="6.7", on=Figures, tables=(STATISTIC, POPULATION))
def jump_tenfold(figures: Figures) -> Iterator[Fault]:
    """A figure is less than ten times, and more than a tenth of, what it was before."""
    yield from _counts(figures)
    yield from _people(figures)


def _counts(figures: Figures) -> Iterator[Fault]:
    table, series = figures.table(STATISTIC.name), figures.series
    if table is None or series is None:
        return
    told, cases = ~np.isnan(series.counts), np.nan_to_num(series.counts)
    for quarter in range(1, series.counts.shape[1]):
        before = slice(max(quarter - _WINDOW, 0), quarter)
        known = told[:, before].sum(axis=1)
        mean = cases[:, before].sum(axis=1) / np.maximum(known, 1)
        now = series.counts[:, quarter]
        rises = (now >= _LEAST) & (now >= _TIMES * mean)
        falls = (now > 0) & (mean >= _TIMES * now) & (mean >= _LEAST)
        for row in np.flatnonzero((known > 0) & (rises | falls)):
            yield table.at(
                series.positions[row, quarter],
                "count",
                int(now[row]),
                area=table.called(series.area[row]),
                before=f"{mean[row]:.1f}".removesuffix(".0"),
            )


def _people(figures: Figures) -> Iterator[Fault]:
    table = figures.table(POPULATION.name)
    if table is None:
        return
    frame = table.frame.dropna(subset=["year", "people"]).sort_values("year", kind="stable")
    before = frame.groupby(["area", "group"])["people"].shift()
    jumps = (frame["people"] >= _TIMES * before) | (before >= _TIMES * frame["people"])
    for position in frame.index[(jumps & (before > 0)).fillna(False).to_numpy(dtype=bool)]:
        row = frame.loc[position]
        yield table.at(
            position, "people", int(row["people"]), area=table.called(row["area"]), before=int(before.loc[position])
        )
