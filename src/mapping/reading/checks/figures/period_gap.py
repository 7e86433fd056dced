"""Between the first and the last quarter of an area no quarter is without figures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from mapping.model.schemas import STATISTIC
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures, index_of, quarter_of
from mapping.reading.registry import Severity, rule


@rule("period_gap", Severity.SHOULD, section="6.5", on=Figures, tables=(STATISTIC,))
def period_gap(figures: Figures) -> Iterator[Fault]:
    """Between the first and the last quarter of an area no quarter is without figures."""
    table, series = figures.table(STATISTIC.name), figures.series
    if table is None or series is None:
        return
    numbers, areas = pd.factorize(series.area)
    told = np.zeros((len(areas), series.counts.shape[1]), dtype=bool)
    np.logical_or.at(told, numbers, ~np.isnan(series.counts))
    start = index_of(series.first)
    begun, goes_on = np.maximum.accumulate(told, axis=1), np.maximum.accumulate(told[:, ::-1], axis=1)[:, ::-1]
    for quarter in np.flatnonzero(~told.any(axis=0) & begun.any(axis=0) & goes_on.any(axis=0)):
        yield Fault(table.file, None, "period", str(quarter_of(start + int(quarter))), {"area": "—"})
    gaps = begun & goes_on & ~told & told.any(axis=0)
    for area, quarter in np.argwhere(gaps):
        yield Fault(
            table.file, None, "period", str(quarter_of(start + int(quarter))), {"area": table.called(str(areas[area]))}
        )
