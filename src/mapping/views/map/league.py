"""What the page of certainty shows: every mahalla's ratio with its limits, its place with the places it may have."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from mapping.model.levels import Level
from mapping.model.periods import Period
from mapping.model.vocabulary import Group
from mapping.stats.funnel import dispersion, exact_limits, root_limits, root_z
from mapping.stats.ranks import rank_intervals
from mapping.store import Snapshot
from mapping.views.map.areas import risk_figures

LIMITS = (0.95, 0.998)
_STEPS = 120


@lru_cache(maxsize=64)
def league(snapshot: Snapshot, indicator: str, group: Group, period: Period) -> pd.DataFrame:
    """`risk_figures` of all mahallas of the region with `rank`, `rank_lo`, `rank_hi`; the highest risk first.

    Mahallas without a figure or people stand last. Not to be changed.
    """
    found = risk_figures(snapshot, indicator, group, period, Level.MAHALLA)
    return found.join(rank_intervals(found)).sort_values("rr", ascending=False, na_position="last", kind="stable")


def limit_lines(figures: pd.DataFrame, *, widened: bool) -> pd.DataFrame:
    """`expected`, `level`, `low`, `high` (ratios) of the funnel's limits, from the least to the most that is expected.

    `widened` adds the variance between areas that is there beyond chance (see `root_limits`).
    """
    known = figures[(figures["expected"] > 0) & figures["count"].notna()]
    if known.empty:
        return pd.DataFrame(columns=["expected", "level", "low", "high"])
    least, most = float(known["expected"].min()), float(known["expected"].max())
    grid = np.geomspace(least, most, _STEPS)
    found = dispersion(root_z(known["count"], known["expected"]), 4 * known["expected"])
    lines = []
    for level in LIMITS:
        low, high = root_limits(grid, level, found.tau2) if widened else exact_limits(grid, level)
        lines.append(pd.DataFrame({"expected": grid, "level": level, "low": np.maximum(low, 0.0), "high": high}))
    return pd.concat(lines, ignore_index=True)


def usual_counts(expected: float) -> tuple[float, float]:
    """Between which counts 95 % of the years of an area like the region's average would lie."""
    low, high = exact_limits(np.array([expected]), LIMITS[0])
    return max(0.0, float(low[0] * expected)), float(high[0] * expected)
