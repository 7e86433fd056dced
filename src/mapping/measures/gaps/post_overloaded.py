"""One post MUST NOT be assigned to more than n mahallas. A post is told by its code and the area where it sits."""

from __future__ import annotations

import pandas as pd

from mapping.measures.gaps.found import rows
from mapping.measures.gaps.situation import Situation

CODE = "post_overloaded"


def find(situation: Situation) -> pd.DataFrame:
    """One gap per post, told of the area where it sits."""
    mahallas = situation.owners.groupby(["seat", "post"])["area"].nunique()
    many = mahallas[mahallas > situation.limits.mahallas].rename("mahallas").sort_index().reset_index()
    return rows(
        (seat, "", {"post": post, "mahallas": int(number)})
        for seat, post, number in many[["seat", "post", "mahallas"]].itertuples(index=False)
    )
