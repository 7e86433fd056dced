"""A red mahalla MUST have a representative assigned to it."""

from __future__ import annotations

import pandas as pd

from mapping.measures.gaps.found import rows
from mapping.measures.gaps.situation import Situation

CODE = "red_unattended"


def find(situation: Situation) -> pd.DataFrame:
    """One gap per red mahalla to which nobody is assigned."""
    red = situation.red_years
    alone = red.index.difference(pd.Index(situation.assignments["area"].unique()))
    return rows((area, "", {"years": int(red[area])}) for area in alone)
