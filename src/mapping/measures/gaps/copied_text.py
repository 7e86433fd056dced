"""A measure MUST be targeted: the same text in more than n mahallas is no targeted measure."""

from __future__ import annotations

import pandas as pd

from mapping.measures.gaps.found import rows
from mapping.measures.gaps.situation import Situation

CODE = "copied_text"


def find(situation: Situation) -> pd.DataFrame:
    """One gap per measure whose text, but for case and spaces, is that of too many mahallas in the quarter."""
    asked = situation.asked
    folded = asked["text"].astype("str").str.casefold().str.split().str.join(" ")
    mahallas = asked.groupby(folded)["area"].transform("nunique")
    copied = asked.assign(mahallas=mahallas)[mahallas > situation.limits.copies]
    return rows(
        (area, measure, {"mahallas": int(number)})
        for area, measure, number in copied[["area", "id", "mahallas"]].itertuples(index=False)
    )
