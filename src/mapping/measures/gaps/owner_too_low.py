"""A mahalla that stays red MUST be owned by the tier that its years in red ask for, or a higher one."""

from __future__ import annotations

import pandas as pd

from mapping.measures.gaps.found import rows
from mapping.measures.gaps.situation import Situation
from mapping.measures.ownership import tier_asked

CODE = "owner_too_low"


def find(situation: Situation) -> pd.DataFrame:
    """One gap per red mahalla whose highest owner is of a lower tier; one that has nobody is another rule's matter."""
    highest = situation.owners.groupby("area")["rank"].max()
    red = situation.red_years
    asked = {area: tier_asked(int(red[area]), situation.tiers) for area in red.index.intersection(highest.index)}
    return rows(
        (area, "", {"years": int(red[area]), "tier": tier.code})
        for area, tier in asked.items()
        if tier and highest[area] < tier.rank
    )
