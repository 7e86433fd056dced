"""Posts that answer for mahallas, districts and the region, and to whom each area is assigned. Never persons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.demo.people import Flags, Ground
from mapping.demo.projection import Ints
from mapping.demo.words import rows
from mapping.model.schemas import ASSIGNMENT


@dataclass(frozen=True)
class Post:
    """A post of the official list: its code (r_ region, d_ district, m_ mahalla) and agency."""

    code: str
    agency: str


def _listed(name: str) -> tuple[Post, ...]:
    return tuple(Post(row["code"], row["agency"]) for row in rows("posts.csv") if row["list"] == name)


REGION_POSTS, DISTRICT_POSTS, ACADEMY_POSTS, LEADER_POSTS, MAHALLA_POSTS = (
    _listed(name) for name in ("region", "district", "academy", "leader", "mahalla")
)
POSTS = (*REGION_POSTS, *DISTRICT_POSTS, *ACADEMY_POSTS, *LEADER_POSTS, *MAHALLA_POSTS)
REGION_OWNERS = tuple(
    post for post in REGION_POSTS if post.code in {"r_guard_deputy", "r_police_deputy", "r_deputy_hokim"}
)
EVERYWHERE = 4
"""So many agencies (the first of MAHALLA_POSTS) have a post in every mahalla; the others in some."""


def district_post(agency: str) -> str:
    """The district's post that answers for an agency's measures."""
    return _of_agency((*DISTRICT_POSTS, ACADEMY_POSTS[0]), agency)


def region_post(agency: str) -> str:
    """The region's post that answers for an agency's measures."""
    return _of_agency((*REGION_POSTS, ACADEMY_POSTS[1]), agency)


def _of_agency(posts: tuple[Post, ...], agency: str) -> str:
    return next(post.code for post in posts if post.agency == agency)


def assignments(rng: np.random.Generator, ground: Ground, red_years: Ints) -> pd.DataFrame:
    """Rows of assignments.csv: the region and each district by all agencies, each mahalla by 4 to 9.

    `red_years` (one number per mahalla): a red mahalla has an owner besides: one of its district's leaders, from three
    years in a row an academy, from five one of the region's.
    """
    some = rng.random((len(ground.codes), len(MAHALLA_POSTS))) < 0.45
    some[:, :EVERYWHERE] = True
    leader = rng.integers(0, len(LEADER_POSTS), len(ground.codes))
    assigned = [(ground.region, post.agency, post.code) for post in (*REGION_POSTS, ACADEMY_POSTS[1])]
    for district in ground.districts:
        assigned += [(district, post.agency, post.code) for post in (*DISTRICT_POSTS, ACADEMY_POSTS[0], *LEADER_POSTS)]
    for number, code in enumerate(ground.codes):
        assigned += [
            (code, post.agency, post.code)
            for post in _posts_of(some[number], owner_of(int(red_years[number]), int(leader[number])))
        ]
    return pd.DataFrame(assigned, columns=ASSIGNMENT.names)


def owner_of(red_years: int, which: int) -> Post | None:
    """Who owns a mahalla that has been red for so many years in a row; None for one that is not red."""
    if red_years >= 5:
        return REGION_OWNERS[which]
    if red_years >= 3:
        return ACADEMY_POSTS[0]
    return LEADER_POSTS[which] if red_years else None


def _posts_of(present: Flags, owner: Post | None) -> Iterator[Post]:
    if owner:
        yield owner
    yield from (post for post, there in zip(MAHALLA_POSTS, present.tolist(), strict=True) if there)
