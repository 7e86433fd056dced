"""What those who hold posts have to do now, by how urgent it is."""

from __future__ import annotations

import pandas as pd

from mapping.measures.progress import State
from mapping.model.levels import DISTRICT_DIGITS
from mapping.store import Snapshot
from mapping.views.oversight.duties import held_by
from mapping.views.oversight.situation import all_measures

OPEN = (State.PLANNED, State.IN_PROGRESS)
PARTS = ("overdue", "returned", "due")
Post = tuple[str, str, str]
"""Area, agency ("" is any), post."""


def due_parts(measures: pd.DataFrame, within: int) -> dict[str, pd.DataFrame]:
    """The measures by PARTS and, as `later`, those that are open and not due within so many days; each the most urgent first."""
    state = measures["state"]
    soon = (measures["days_left"] <= within).fillna(value=False).astype(bool)
    return {
        "overdue": measures[state == State.OVERDUE].sort_values(["days_overdue", "id"], ascending=[False, True]),
        "returned": measures[state == State.RETURNED].sort_values(["days_left", "id"]),
        "due": measures[state.isin(OPEN) & soon].sort_values(["days_left", "id"]),
        "later": measures[state.isin(OPEN) & ~soon].sort_values(["days_left", "id"]),
    }


def due_of(snapshot: Snapshot, posts: frozenset[Post], within: int) -> dict[str, pd.DataFrame]:
    """What is overdue, returned and due within so many days of those who hold these posts; a part without measures is left out."""
    parts = due_parts(held_by(snapshot, posts), within)
    return {name: parts[name] for name in PARTS if not parts[name].empty}


def posts_with_work(snapshot: Snapshot, area: str, within: int) -> list[Post]:
    """Every post that answers for something due or overdue in an area: of the mahalla seven, of its districts, of the region."""
    measures = all_measures(snapshot)
    parts = due_parts(measures[measures["area"].str.startswith(area)], within)
    rows = pd.concat([parts[name] for name in PARTS])
    found: set[Post] = set()
    for name, agency, digits in (
        ("seven_member", "", None),
        ("district_post", "district_agency", DISTRICT_DIGITS),
        ("region_post", "region_agency", len(snapshot.region)),
    ):
        named = rows[rows[name].notna()]
        agencies = named[agency].fillna("") if agency else pd.Series("", index=named.index)
        found |= set(zip(named["area"].str[:digits], agencies, named[name], strict=True))
    return sorted(found)
