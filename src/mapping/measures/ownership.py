"""Ownership by history: how long a mahalla has been red, which tier must own it, and which tier does.

Source: the rules of 2026 that continue PQ-1 of 3 January 2025. The tiers are data: `ownership.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from mapping.model.levels import Level, level_of, lineage
from mapping.model.vocabulary import Category

TIERS_FILE = Path(__file__).with_name("ownership.toml")


@dataclass(frozen=True)
class Tier:
    """Owners of one rank: from how many years in red they are asked for, and how their posts are known.

    `seat` empty: wherever the post sits; `agencies` empty: of any agency. `rank` is higher for higher tiers, from 1.
    """

    code: str
    rank: int
    red_years: int
    seat: str
    agencies: tuple[str, ...]

    def holds(self, seat: Level, agency: str) -> bool:
        """Whether a post that sits at this level and belongs to this agency is of the tier."""
        return self.seat in ("", seat.value) and (not self.agencies or agency in self.agencies)


@cache
def tiers(file: Path = TIERS_FILE) -> tuple[Tier, ...]:
    """The tiers of a file, the highest first. Raises ValueError where a higher tier asks for fewer years in red."""
    listed = tomllib.loads(file.read_text(encoding="utf-8"))["tier"]
    found = tuple(
        Tier(one["code"], len(listed) - place, one["red_years"], one["seat"], tuple(one["agencies"]))
        for place, one in enumerate(listed)
    )
    years = [tier.red_years for tier in found]
    if years != sorted(years, reverse=True):
        raise ValueError(f"{file.name}: red_years {years} must fall from the highest tier to the lowest")
    return found


def years_in_red(categories: pd.DataFrame, year: int) -> pd.Series[int]:
    """Years in red in a row up to the latest year with a category not after `year`; indexed by area, 0 where not red.

    `categories`: area, year, category. A year without a category ends the row of years: what is not known is
    not counted.
    """
    known = categories[categories["year"] <= year]
    if known.empty:
        return pd.Series(dtype="int64", name="red_years")
    red = known["category"] == Category.RED
    wide = known.assign(red=red).pivot_table(
        index="area", columns="year", values="red", aggfunc="max", fill_value=False
    )
    every = range(int(known["year"].min()), int(known["year"].max()) + 1)
    wide = wide.reindex(columns=every, fill_value=False).astype("int64")
    return wide.iloc[:, ::-1].cumprod(axis=1).sum(axis=1).rename("red_years")


def tier_asked(red_years: int, known: tuple[Tier, ...]) -> Tier | None:
    """The highest tier that so many years in red ask for; None where none is."""
    return next((tier for tier in known if red_years >= tier.red_years), None)


def seats(assignments: pd.DataFrame) -> pd.DataFrame:
    """The assignments with `seat`: the widest area around (or at) the area to which the same post is assigned.

    A district's prosecutor who is assigned to a mahalla sits in the district; two districts' prosecutors are two.
    """
    held = set(zip(assignments["area"], assignments["post"], strict=True))
    pairs = zip(assignments["area"], assignments["post"], strict=True)
    return assignments.assign(
        seat=pd.Series(
            [next(code for code in lineage(area) if (code, post) in held) for area, post in pairs],
            index=assignments.index,
            dtype="str",
        )
    )


def owners(assignments: pd.DataFrame, known: tuple[Tier, ...]) -> pd.DataFrame:
    """The assignments of mahallas with `seat`, `tier` (a code, empty below all tiers) and `rank` (0 below all)."""
    seated = seats(assignments)
    rows = seated[seated["area"].map(lambda area: level_of(area) is Level.MAHALLA).astype("bool")]
    held = [
        next((tier for tier in known if tier.holds(level_of(seat), agency)), None)
        for seat, agency in zip(rows["seat"], rows["agency"], strict=True)
    ]
    return rows.assign(
        tier=[tier.code if tier else "" for tier in held], rank=[tier.rank if tier else 0 for tier in held]
    )
