"""Two areas beside each other: their key figures, and what can be said of how they differ."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.model.periods import Period
from mapping.model.vocabulary import Group
from mapping.stats.change import Change, rate_ratio, told
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.briefing.brief import brief, key_indicators
from mapping.views.map.areas import area_figure

TALLIES = ("red", "asked", "done", "overdue", "cancelled", "gaps")
_FIGURES = ("count", "people", "rate", "rate_lo", "rate_hi", "hidden")


@kept(most=128)
def rates_beside(
    snapshot: Snapshot, left: str, right: str, indicator: str, group: Group, period: Period
) -> pd.DataFrame:
    """One row per key indicator (`key_indicators`): count, people, rate with its interval, of each side (`count_left`, …),
    and whether its count is `hidden`.

    `ratio` of the right rate to the left one, `ratio_lo`, `ratio_hi` (95 %, exact), and `label`: `Change.ROSE` where the
    right rate is higher, `Change.FELL` where it is lower, told over the rows together; empty where a rate is missing.
    """
    codes = key_indicators(snapshot, indicator, group)
    rows = {
        side: pd.DataFrame(
            [{"hidden": False} | area_figure(snapshot, one, group, period, area) for one in codes], index=list(codes)
        )
        for side, area in (("left", left), ("right", right))
    }
    found = pd.DataFrame(
        {f"{name}_{side}": frame[name] for side, frame in rows.items() for name in _FIGURES}, index=list(codes)
    )
    cases = [_numbers(rows[side]["count_with_people"]) for side in ("right", "left")]
    people = [_numbers(rows[side]["people"]) for side in ("right", "left")]
    ratio = rate_ratio(cases[0], people[0], cases[1], people[1])
    known = found[["rate_left", "rate_right"]].notna().all(axis=1)
    labels = np.where(known, told(ratio["ratio"], ratio["p_cond_central"]), Change.NO_FIGURES)
    columns = {name: ratio[name] for name in ("ratio", "ratio_lo", "ratio_hi")}
    return found.assign(**columns, label=[str(label) for label in labels])


def _numbers(column: pd.Series) -> np.ndarray:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def tallies_beside(
    snapshot: Snapshot, left: str, right: str, indicator: str, group: Group, period: Period
) -> pd.DataFrame:
    """One row per tally of the brief (`TALLIES`): `left`, `right` and their difference. These are counted, not sampled."""
    sides = [brief(snapshot, area, indicator, group, period) for area in (left, right)]
    numbers = {
        side: [getattr(one, name) for name in TALLIES] for side, one in zip(("left", "right"), sides, strict=True)
    }
    found = pd.DataFrame(numbers, index=list(TALLIES))
    return found.assign(difference=found["right"] - found["left"])
