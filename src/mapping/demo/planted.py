"""Gaps of responsibility planted on purpose, one for each rule of `execution.gaps`, and each named in SOURCES.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.demo.duties import LEADER_POSTS
from mapping.demo.people import Flags, Ground
from mapping.demo.projection import Ints
from mapping.measures.gaps import CONCERNED
from mapping.model.vocabulary import MeasureStatus

QUARTER = "2025Q4"
LEVELS = ("seven_member", "district_post", "region_post")
COPIES = 8
MORE_MAHALLAS = 12
COPIED = (
    "Mahallada huquqbuzarliklarning oldini olish yuzasidan tushuntirish ishlari olib borilsin va natijasi bildirilsin"
)
Line = tuple[str, str, str, str]


@dataclass(frozen=True)
class History:
    """What the gaps are chosen by: years in red in a row, cases by factor and `above` by group of the year before."""

    red_years: Ints
    cases: Ints
    above: Flags


@dataclass
class Planted:
    """The tables with the gaps in them, and a line (rule, area, where, what) for each gap."""

    measures: pd.DataFrame
    assignments: pd.DataFrame
    lines: list[Line]


class Planter:
    """Chooses mahallas, none of them twice, and changes the tables there."""

    def __init__(
        self,
        rng: np.random.Generator,
        ground: Ground,
        history: History,
        measures: pd.DataFrame,
        assignments: pd.DataFrame,
        taken: Iterable[int],
    ) -> None:
        self.rng, self.ground, self.history = rng, ground, history
        self.free = np.ones(len(ground.codes), dtype=bool)
        self.free[list(taken)] = False
        self.codes = np.array(ground.codes)
        self.made = Planted(measures.copy(), assignments.copy(), [])
        here = measures[measures["quarter"] == QUARTER]
        self.number = pd.Series(here.groupby("area").size()).reindex(self.codes, fill_value=0).to_numpy()

    def plant(self) -> Planted:
        """Every gap for which enough mahallas can be chosen; a small region may lack some."""
        self._group_unanswered()
        for level in LEVELS:
            self._no_owner(level)
        self._main_factor()
        self._red_unattended()
        self._owner_too_low()
        self._copied_text()
        self._post_overloaded()
        return self.made

    def _choose(self, fits: Flags, many: int = 1) -> list[int]:
        """So many of the mahallas that fit, each only once in all; none where there are too few."""
        possible = np.flatnonzero(fits & self.free)
        if len(possible) < many:
            return []
        chosen: list[int] = sorted(self.rng.choice(possible, many, replace=False).tolist())
        self.free[chosen] = False
        return chosen

    def _rows(self, mahalla: int) -> pd.DataFrame:
        measures = self.made.measures
        here: pd.DataFrame = measures[(measures["area"] == self.codes[mahalla]) & (measures["quarter"] == QUARTER)]
        return here

    def _tell(self, rule: str, area: str, where: str, what: str) -> None:
        self.made.lines.append((rule, area, where, what))

    def _group_unanswered(self) -> None:
        """The measures of one group above what is usual are gone, where there is such a group."""
        for group, (name, member) in enumerate(CONCERNED.items()):
            fits = np.array(
                [
                    bool(above) and self.number[at] > 2 and self._first_is_other(at, name.value)
                    for at, above in enumerate(self.history.above[:, group])
                ]
            )
            for mahalla in self._choose(fits):
                rows = self._rows(mahalla)
                gone = rows[(rows["target_group"] == name.value) | (rows["seven_member"] == member.value)].index
                self.made.measures = self.made.measures.drop(gone)
                self._tell(
                    "group_unanswered",
                    self.codes[mahalla],
                    QUARTER,
                    f"no measure for {name.value}, no duty of the {member.value}",
                )
                return

    def _first_is_other(self, mahalla: int, group: str) -> bool:
        """Whether the first measure stays when those for the group and of the member concerned are gone."""
        rows = self._rows(mahalla)
        return (
            bool(len(rows))
            and rows["target_group"].iloc[0] != group
            and rows["seven_member"].iloc[0] not in {member.value for member in CONCERNED.values()}
        )

    def _no_owner(self, level: str) -> None:
        for mahalla in self._choose((self.number > 0) & self._quiet):
            first = self._rows(mahalla).index[0]
            columns = list(dict.fromkeys((level, level.replace("_post", "_agency"))))
            self.made.measures.loc[first, columns] = ""
            measure = str(self.made.measures["id"][first])
            self._tell("no_owner", self.codes[mahalla], QUARTER, f"{level} empty in {measure}")

    def _main_factor(self) -> None:
        ordered = np.sort(self.history.cases, axis=1)
        strict = (ordered[:, -1] > ordered[:, -2]) & (ordered[:, -2] > 0)
        for mahalla in self._choose(strict & (self.number == 2) & self._quiet):
            self.made.measures = self.made.measures.drop(self._rows(mahalla).index[0])
            only_cancelled = (self._rows(mahalla)["status"] == MeasureStatus.CANCELLED).all()
            rule = "no_measure" if only_cancelled else "main_factor"
            self._tell(rule, self.codes[mahalla], QUARTER, "the measure that answers the main factor is gone")

    def _red_unattended(self) -> None:
        red = self.history.red_years
        for mahalla in self._choose((red > 0) & (red < 3)):
            here = self.made.assignments["area"] == self.codes[mahalla]
            self.made.assignments = self.made.assignments[~here]
            self._tell("red_unattended", self.codes[mahalla], "now", "red, and nobody is assigned")

    def _owner_too_low(self) -> None:
        for mahalla in self._choose(self.history.red_years >= 3):
            leader, table = LEADER_POSTS[0], self.made.assignments
            owner = table.index[table["area"] == self.codes[mahalla]][0]  # an owner is the first of a mahalla's posts
            table.loc[owner, ["agency", "post"]] = [leader.agency, leader.code]
            self._tell(
                "owner_too_low",
                self.codes[mahalla],
                "now",
                f"red for {self.history.red_years[mahalla]} years, owned by {leader.code}",
            )

    def _copied_text(self) -> None:
        for mahalla in self._choose((self.number > 0) & self._quiet, COPIES):
            first = self._rows(mahalla).index[0]
            self.made.measures.loc[first, "text"] = COPIED
            measure = str(self.made.measures["id"][first])
            self._tell(
                "copied_text",
                self.codes[mahalla],
                QUARTER,
                f"{measure}: a text of {COPIES} mahallas",
            )

    def _post_overloaded(self) -> None:
        parents = np.array(self.ground.parents)
        district = pd.Series(parents).value_counts().sort_index().idxmax()
        leader = LEADER_POSTS[-1]
        chosen = self._choose((parents == district) & (self.history.red_years == 0), MORE_MAHALLAS)
        if not chosen:
            return
        more = pd.DataFrame(
            [(self.codes[one], leader.agency, leader.code) for one in chosen], columns=["area", "agency", "post"]
        )
        table = pd.concat([self.made.assignments, more], ignore_index=True)
        wide = table[table["area"].str.len() <= len(str(district))]
        self.made.assignments = pd.concat([wide, table.drop(wide.index).sort_values("area", kind="stable")])
        held = table[table["area"].str.startswith(str(district)) & (table["post"] == leader.code)]["area"].nunique() - 1
        self._tell("post_overloaded", str(district), "now", f"{leader.code} has {held} mahallas")

    @property
    def _quiet(self) -> Flags:
        """Mahallas where no group was above what is usual."""
        return np.asarray(~self.history.above.any(axis=1))
