"""A measure MUST name who answers for it at each of the three levels: mahalla, district, region."""

from __future__ import annotations

import pandas as pd

from mapping.measures.gaps.found import rows
from mapping.measures.gaps.situation import Situation
from mapping.model.levels import Level

CODE = "no_owner"
ANSWERS = {Level.MAHALLA: "seven_member", Level.DISTRICT: "district_post", Level.REGION: "region_post"}
"""The column that names who answers, by level."""


def without_owner(measures: pd.DataFrame, level: Level) -> pd.Series[bool]:
    """Which measures name nobody at a level."""
    named = measures[ANSWERS[level]]
    return named.isna() | (named.astype("str") == "")


def find(situation: Situation) -> pd.DataFrame:
    """One gap per measure and level."""
    asked = situation.asked
    return rows(
        (area, measure, {"level": level.value})
        for level in ANSWERS
        for area, measure in asked.loc[without_owner(asked, level), ["area", "id"]].itertuples(index=False)
    )
