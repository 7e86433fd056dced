"""The districts of the region beside each other, and the region: what the first view tells of each."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from mapping.model.levels import Level, level_of
from mapping.model.periods import Period
from mapping.model.vocabulary import Category, Group
from mapping.stats.results import Side, side_of
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.map.areas import area_figures, risk_figures, row_of
from mapping.views.oversight.situation import gaps_under
from mapping.views.oversight.tallies import categories_under, counted_under


@dataclass(frozen=True)
class Standing:
    """One area in a period: its risk relative to the region (NaN: none) and its side of it; mahallas that are red in the
    period's year; measures overdue and gaps of its last quarter; the rate of each quarter of the snapshot (NaN: none).
    """

    area: str
    risk: float
    side: Side
    red: int
    overdue: int
    gaps: int
    rates: tuple[float, ...]


@kept(most=64)
def standings(snapshot: Snapshot, indicator: str, group: Group, period: Period) -> tuple[Standing, ...]:
    """Every district by its code, then the region."""
    codes = [*snapshot.children(snapshot.region).index, snapshot.region]
    return tuple(_standing(snapshot, code, indicator, group, period) for code in codes)


def _standing(snapshot: Snapshot, area: str, indicator: str, group: Group, period: Period) -> Standing:
    level = level_of(area)
    risk = row_of(risk_figures(snapshot, indicator, group, period, level), area)
    quarterly = (area_figures(snapshot, indicator, group, Period(one), level) for one in snapshot.quarters)
    return Standing(
        area=area,
        risk=float(risk["rr"]) if level is Level.DISTRICT else math.nan,  # a region is its own measure
        side=side_of(risk["rr"], risk["differs"]),
        red=categories_under(snapshot, area).get(period.year, Counter())[Category.RED],
        overdue=counted_under(snapshot, area, period.last).overdue,
        gaps=len(gaps_under(snapshot, area, period.last)),
        rates=tuple(float(row_of(figures, area)["rate"]) for figures in quarterly),
    )
