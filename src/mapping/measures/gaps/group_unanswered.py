"""Where crime by young people, women or unemployed people is above what is usual, there MUST be a measure for them
and a duty of the member of the mahalla seven who is concerned."""

from __future__ import annotations

import pandas as pd

from mapping.measures.gaps.found import rows
from mapping.measures.gaps.situation import CONCERNED, Situation
from mapping.model.vocabulary import Group

CODE = "group_unanswered"


def find(situation: Situation) -> pd.DataFrame:
    """One gap per mahalla and group; a mahalla without any measure is the matter of another rule."""
    answered = situation.answered
    for_group = set(zip(answered["area"], answered["target_group"].astype("str"), strict=True))
    duties = set(zip(answered["area"], answered["seven_member"].astype("str"), strict=True))
    here = situation.above_usual[situation.above_usual["area"].isin(answered["area"])]
    return rows(
        (area, "", {"group": group, "count": int(count), "expected": float(expected), "seven_member": member.value})
        for area, group, count, expected in here[["area", "group", "count", "expected"]].itertuples(index=False)
        if (member := CONCERNED.get(Group(group)))
        and ((area, group) not in for_group or (area, member.value) not in duties)
    )
