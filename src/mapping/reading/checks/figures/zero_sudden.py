"""After three quarters or more with about five cases or more each there is no quarter with none."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mapping.model.schemas import STATISTIC
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures
from mapping.reading.registry import Severity, rule

_SHORTEST, _LONGEST = 3, 4
_MEAN = 4.6  # above it fewer than one quarter in a hundred is without a case by chance (Poisson: exp(-4.6) = 0.01)


@rule("zero_sudden", Severity.SHOULD, section="6.6", on=Figures, tables=(STATISTIC,))
def zero_sudden(figures: Figures) -> Iterator[Fault]:
    """After three quarters or more with about five cases or more each there is no quarter with none."""
    table, series = figures.table(STATISTIC.name), figures.series
    if table is None or series is None:
        return
    for quarter in range(_SHORTEST, series.counts.shape[1]):
        before = series.counts[:, max(quarter - _LONGEST, 0) : quarter]
        recent = before[:, -_SHORTEST:]
        steady = (recent > 0).all(axis=1) & (np.nan_to_num(before).mean(axis=1) >= _MEAN)
        for row in np.flatnonzero(steady & (series.counts[:, quarter] == 0)):
            mean = f"{np.nan_to_num(before[row]).mean():.1f}".removesuffix(".0")
            yield table.at(series.positions[row, quarter], "count", 0, area=table.called(series.area[row]), mean=mean)
