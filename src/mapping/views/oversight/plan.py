"""What a plan for a coming quarter begins with: the mahallas that need measures, and what is known of each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mapping.measures.gaps import CONCERNED, Situation
from mapping.model.periods import Quarter
from mapping.model.schemas import MEASURE
from mapping.model.vocabulary import Group, MeasureStatus, SevenMember
from mapping.store import Snapshot
from mapping.store.frames import dtypes
from mapping.views.oversight.situation import all_measures, measures_under, situation

MOST_FACTORS = 2
KNOWN = ("crimes_before", "main_factors", "groups_above", "posts_assigned")
"""Columns of the plan that only tell: they are not read back."""


def plan_rows(snapshot: Snapshot, quarter: Quarter, area: str) -> pd.DataFrame:
    """The columns of schemas.MEASURE and KNOWN, sorted by mahalla: measures of the quarter that exist, else rows to fill.

    A mahalla under the area that had crimes in the year before and has no measure yet gets a row for each of its two
    most frequent factors, and one for each group whose crimes were above what is usual. `main_factors`, `groups_above`
    and `posts_assigned` are lists of codes, `crimes_before` counts. Raises KeyError for an unknown area.
    """
    snapshot.mahallas_of(area)
    now = situation(snapshot, quarter)
    existing = measures_under(snapshot, area, str(quarter))[MEASURE.names]
    needing = [code for code in now.with_crimes if code.startswith(area) and code not in set(existing["area"])]
    sectors = _usual_sectors(snapshot)
    drafted = [row for code in needing for row in _drafted(now, code, quarter, sectors.get(code))]
    fresh = pd.DataFrame(drafted, columns=MEASURE.names).astype(dtypes(MEASURE))
    rows = pd.concat([existing, fresh]) if len(existing) else fresh
    return _with_known(now, rows.sort_values(["area", "id"], kind="stable").reset_index(drop=True))


def _drafted(now: Situation, code: str, quarter: Quarter, sector: str | None) -> list[dict[str, object]]:
    """The rows to be filled in for a mahalla."""
    factors: list[str | None] = [*_factors(now, code)] or [None]
    wanted: list[tuple[str | None, Group, SevenMember | None]] = [
        (factor, Group.ALL, None) for factor in factors[:MOST_FACTORS]
    ]
    wanted += [(factors[0], group, CONCERNED[group]) for group in _groups(now, code)]
    return [
        {
            "id": f"M-{code}-{quarter}-{place}",
            "area": code,
            "quarter": str(quarter),
            "factor": factor,
            "target_group": group.value,
            "sector": sector,
            "seven_member": member.value if member else None,
            "status": MeasureStatus.PLANNED.value,
            "progress": 0,
        }
        for place, (factor, group, member) in enumerate(wanted, start=1)
    ]


def _factors(now: Situation, code: str) -> list[str]:
    """The mahalla's factors of the year before, the most frequent first."""
    own = now.factors[(now.factors["area"] == code) & (now.factors["cases"] > 0)]
    return [str(factor) for factor in own.sort_values("cases", ascending=False, kind="stable")["factor"]]


def _groups(now: Situation, code: str) -> list[Group]:
    above = now.above_usual
    return [Group(group) for group in above.loc[above["area"] == code, "group"]]


def _usual_sectors(snapshot: Snapshot) -> dict[str, str]:
    """The sector of each mahalla's latest measures."""
    measures = all_measures(snapshot).dropna(subset=["sector"])
    latest = measures.sort_values(["quarter", "id"]).drop_duplicates("area", keep="last")
    return dict(zip(latest["area"], latest["sector"], strict=True))


def _with_known(now: Situation, rows: pd.DataFrame) -> pd.DataFrame:
    codes = rows["area"].unique()
    posts = now.assignments[now.assignments["area"].isin(codes)].groupby("area")["post"].agg(list)
    known: dict[str, dict[str, Any]] = {
        "crimes_before": {code: now.crimes.get(code) for code in codes},
        "main_factors": {code: _factors(now, code)[:MOST_FACTORS] for code in codes},
        "groups_above": {code: [group.value for group in _groups(now, code)] for code in codes},
        "posts_assigned": {code: posts.get(code, []) for code in codes},
    }
    return rows.assign(**{name: [values[code] for code in rows["area"]] for name, values in known.items()})
