"""Measures rolled up to areas, posts, factors, groups and quarters: counts of each state, and the share done beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from mapping.measures.progress import ASKED, DONE, State, tally
from mapping.model.levels import DISTRICT_DIGITS, REGION_DIGITS

NOBODY = "-"  # the value of a column in which a measure has none
COUNTS = (*(state.value for state in State), "total", "asked", "done", "open")


@dataclass(frozen=True)
class Counted:
    """How many measures are done, still being done (not yet due), overdue; and, in no total, cancelled."""

    done: int
    going: int
    overdue: int
    cancelled: int

    @property
    def asked(self) -> int:
        """What every total and share is of."""
        return self.done + self.going + self.overdue


def counted(states: Mapping[Any, int]) -> Counted:
    """From how many measures are in each state (`progress.tally`); a state that is not there has none."""
    number = {state: int(states.get(state.value, 0)) for state in State}
    done, overdue = sum(number[state] for state in DONE), number[State.OVERDUE]
    return Counted(done, sum(number[state] for state in ASKED) - done - overdue, overdue, number[State.CANCELLED])


class By(StrEnum):
    """What measures are rolled up to; each is a column of `with_keys`."""

    MAHALLA = "area"
    DISTRICT = "district"
    REGION = "region"
    SECTOR = "sector"
    DISTRICT_AGENCY = "district_agency"
    REGION_AGENCY = "region_agency"
    DISTRICT_POST = "district_post"
    REGION_POST = "region_post"
    SEVEN_MEMBER = "seven_member"
    FACTOR = "factor"
    TARGET_GROUP = "target_group"
    QUARTER = "quarter"


def with_keys(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures with `district` and `region`: the beginnings of the mahalla's code."""
    codes = measures["area"].astype("str")
    return measures.assign(district=codes.str[:DISTRICT_DIGITS], region=codes.str[:REGION_DIGITS])


def roll_up(measures: pd.DataFrame, by: By, keys: Iterable[str] = ()) -> pd.DataFrame:
    """Counts by state per value of `by`, and what follows from them; one row per value, sorted by it.

    `measures` as `progress.with_state` gives them. Columns: one per state, `total`; `asked` (all but the
    cancelled), `done` (in time or late), `open` (asked and not done); `share_done`, from 0 to 1, is done / asked
    and NaN where nothing was asked, so that none planned is told apart from none done. `keys` are values that get
    a row of zeros where no measure has them. Measures without a value are in the row whose index is missing.
    """
    found = tally(with_keys(measures), by=[by.value]).set_index(by.value)
    absent = [key for key in dict.fromkeys(keys) if key not in found.index]
    if absent:
        zeros = pd.DataFrame(0, index=pd.Index(absent, name=by.value), columns=found.columns)
        found = pd.concat([found, zeros]) if len(found) else zeros
    return with_shares(found.sort_index())


def with_shares(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts by state with `asked`, `done`, `open` and `share_done` added."""
    asked, done = (counts[[state.value for state in states]].sum(axis=1) for states in (ASKED, DONE))
    share = done.to_numpy(dtype=np.float64) / asked.where(asked > 0).to_numpy(dtype=np.float64, na_value=np.nan)
    return counts.assign(asked=asked, done=done, open=asked - done, share_done=share)


def cross(measures: pd.DataFrame, rows: By, columns: By) -> pd.DataFrame:
    """The same counts per pair of values, indexed by both; pairs without a measure have no row.

    A value that is missing is written `NOBODY`, so that it can be asked for.
    """
    keyed = with_keys(measures)
    named = {
        by.value: keyed[by.value].astype("object").where(keyed[by.value].notna(), NOBODY) for by in (rows, columns)
    }
    return with_shares(
        tally(keyed.assign(**named), by=[rows.value, columns.value]).set_index([rows.value, columns.value])
    )
