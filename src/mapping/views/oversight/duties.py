"""What one post answers for: its measures, the mahallas it is assigned to, and what is missing there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.measures.ownership import seats
from mapping.measures.progress import State, tally
from mapping.measures.rollup import NOBODY, By, with_shares
from mapping.model.levels import Level, level_of
from mapping.model.vocabulary import SevenMember, TermKind
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.oversight.situation import all_assignments, all_measures, measures_under


@dataclass(frozen=True)
class Duties:
    """`measures` with their state, under the area; `mahallas`: codes to which the post is assigned there."""

    measures: pd.DataFrame
    mahallas: tuple[str, ...]


@kept
def posts(snapshot: Snapshot) -> dict[str, Level]:
    """Every post that answers for a measure or is assigned somewhere, with the widest level where it sits.

    Members of the mahalla seven are posts of the level mahalla, by their codes.
    """
    held = _seated(snapshot)
    found = {str(post): level_of(seat) for post, seat in zip(held["post"], held["seat"].astype("str"), strict=True)}
    measures = measures_under(snapshot, snapshot.region)
    for by, level in ((By.DISTRICT_POST, Level.DISTRICT), (By.REGION_POST, Level.REGION)):
        found.update({str(post): level for post in measures[by.value].dropna().unique() if post not in found})
    known = [code for code in snapshot.terms(TermKind.POST).index if code in found]
    order = {level: place for place, level in enumerate((Level.REGION, Level.DISTRICT, Level.MAHALLA))}
    ranked = sorted(known, key=lambda code: order[found[code]])
    return {code: found[code] for code in ranked if code != NOBODY} | {
        member.value: Level.MAHALLA for member in SevenMember
    }


@kept(most=64)
def duties(snapshot: Snapshot, post: str, area: str, quarter: str = "") -> Duties:
    """What the post answers for under an area: measures that name it at any level, and mahallas it is assigned to."""
    measures = measures_under(snapshot, area, quarter)
    held = all_assignments(snapshot)
    here = held[(held["post"] == post) & held["area"].str.startswith(area)]["area"]
    return Duties(measures[_named(measures, post)], tuple(code for code in here if level_of(code) is Level.MAHALLA))


@kept(most=256)
def held_by(snapshot: Snapshot, posts: frozenset[tuple[str, str, str]]) -> pd.DataFrame:
    """What one answers for who holds posts (area, agency, post; "" is any agency): the measures of their areas that name them; not to be changed."""
    measures = all_measures(snapshot)
    mine = np.zeros(len(measures), dtype=bool)
    for area, agency, post in posts:
        mine |= _named(measures, post, agency) & measures["area"].str.startswith(area).to_numpy(dtype=bool)
    return measures[mine]


def _named(measures: pd.DataFrame, post: str, agency: str = "") -> npt.NDArray[np.bool_]:
    """Which measures name a post at any level, the mahalla seven too; of an agency where one is told."""
    if post in list(SevenMember):
        return (measures["seven_member"] == post).to_numpy(dtype=bool, na_value=False)
    named: npt.NDArray[np.bool_] = np.logical_or.reduce(
        [
            (
                (measures[f"{level}_post"] == post) & ((measures[f"{level}_agency"] == agency) if agency else True)
            ).to_numpy(dtype=bool, na_value=False)
            for level in ("district", "region")
        ]
    )
    return named


@kept
def _seated(snapshot: Snapshot) -> pd.DataFrame:
    return seats(all_assignments(snapshot))


def chains(measures: pd.DataFrame) -> pd.DataFrame:
    """seven_member, district_post, region_post (empty: nobody), asked, overdue, cancelled: one row per chain that anything
    is asked of, most measures first."""
    columns = ["seven_member", "district_post", "region_post"]
    named = measures.assign(
        **{name: measures[name].astype("object").where(measures[name].notna(), "") for name in columns}
    )
    found = with_shares(tally(named, by=columns))
    asked = found[found["asked"] > 0].sort_values(["asked", *columns], ascending=[False, True, True, True])
    return asked[[*columns, "asked", State.OVERDUE.value, State.CANCELLED.value]]
