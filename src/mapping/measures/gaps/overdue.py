"""A measure that was not done by its deadline MUST get a new one. A new date is a new deadline in the file, so a
measure that is still overdue has none."""

from __future__ import annotations

import pandas as pd

from mapping.measures.gaps.found import rows
from mapping.measures.gaps.situation import Situation
from mapping.measures.progress import State

CODE = "overdue"


def find(situation: Situation) -> pd.DataFrame:
    """One gap per measure of the quarter and of those before it, the longest overdue first."""
    measures = situation.measures
    until = measures["quarter"].astype("str") <= str(situation.quarter)
    late = measures[until & (measures["state"] == State.OVERDUE)].sort_values(
        ["days_overdue", "id"], ascending=[False, True]
    )
    return rows(
        (area, measure, {"days": int(days)})
        for area, measure, days in late[["area", "id", "days_overdue"]].itertuples(index=False)
    )
