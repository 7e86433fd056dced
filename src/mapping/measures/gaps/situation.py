"""Everything the rules of gaps look at, as frames; the caller brings them together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from mapping.measures.ownership import Tier, owners, seats, tiers, years_in_red
from mapping.measures.progress import asked
from mapping.model.periods import Quarter
from mapping.model.vocabulary import Group, SevenMember

CONCERNED = {
    Group.YOUTH: SevenMember.YOUTH_LEADER,
    Group.WOMEN: SevenMember.WOMENS_ACTIVIST,
    Group.UNEMPLOYED: SevenMember.HOKIM_ASSISTANT,
}
"""The member of the mahalla seven who is to have a duty where crime by a group is above what is usual."""


@dataclass(frozen=True)
class Limits:
    """From when on something is a gap: a text in more than `copies` mahallas, a post with more than `mahallas`."""

    copies: int = 5
    mahallas: int = 10


@dataclass(frozen=True)
class Situation:
    """A region in a quarter.

    `crimes`: crimes of the year before the quarter's, indexed by mahalla (NaN: not known). `measures`: of all
    quarters, as `progress.with_state` gives them. `factors`: area, factor, cases of the year before.
    `above_usual`: area, group, count, expected, one row where crime by a group was above what is usual in the
    year before; empty where nobody can tell. `categories`: area, year, category. `assignments`: area, agency,
    post, of all levels.
    """

    quarter: Quarter
    crimes: pd.Series[float]
    measures: pd.DataFrame
    factors: pd.DataFrame
    above_usual: pd.DataFrame
    categories: pd.DataFrame
    assignments: pd.DataFrame
    limits: Limits = field(default_factory=Limits)
    tiers: tuple[Tier, ...] = field(default_factory=tiers)

    @cached_property
    def asked(self) -> pd.DataFrame:
        """The quarter's measures that were not cancelled."""
        here = self.measures["quarter"].astype("str") == str(self.quarter)
        return asked(self.measures[here])

    @cached_property
    def answered(self) -> pd.DataFrame:
        """The same, of mahallas that had crimes the year before."""
        return self.asked[self.asked["area"].isin(self.with_crimes)]

    @cached_property
    def with_crimes(self) -> pd.Index:
        """Mahallas that had crimes the year before, sorted."""
        return self.crimes.index[self.crimes > 0].sort_values()

    @cached_property
    def red_years(self) -> pd.Series[int]:
        """Years in red in a row, of the mahallas that are red now."""
        years = years_in_red(self.categories, self.quarter.year)
        return years[years > 0]

    @cached_property
    def owners(self) -> pd.DataFrame:
        """Who is assigned to the mahallas, with seat and tier (`ownership.owners`)."""
        return owners(self.assignments, self.tiers)

    @cached_property
    def seats(self) -> pd.DataFrame:
        """All assignments with their seats."""
        return seats(self.assignments)
