"""A mahalla that had crimes last year MUST have a measure in every quarter; a cancelled measure is none."""

from __future__ import annotations

import pandas as pd

from mapping.measures.gaps.found import rows
from mapping.measures.gaps.situation import Situation

CODE = "no_measure"


def find(situation: Situation) -> pd.DataFrame:
    """One gap per mahalla."""
    without = situation.with_crimes.difference(pd.Index(situation.asked["area"].unique()))
    return rows((area, "", {"crimes": int(situation.crimes[area])}) for area in without)
