"""How each measure stands on a day: the file says planned, in progress, done or cancelled; overdue follows.

What was reported since the figures may await something: a confirmation, or work once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from mapping.model.periods import Quarter
from mapping.model.vocabulary import MeasureStatus


class Awaits(StrEnum):
    """What a measure that was reported on waits for."""

    NOTHING = ""
    CONFIRMATION = "confirmation"
    WORK = "work"


class State(StrEnum):
    """How a measure stands. Every measure is in exactly one state.

    REPORTED: done, as was reported, and not confirmed yet; RETURNED: reported done and not found so.
    """

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    RETURNED = "returned"
    REPORTED = "reported"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"


class Count(StrEnum):
    """What of an area's measures is looked at where one thing is counted: overdue, or what was reported, or what was not."""

    OVERDUE = "overdue"
    REPORTED = "reported"
    RETURNED = "returned"
    SILENT = "silent"


DONE = (State.DONE_IN_TIME, State.DONE_LATE)
ASKED = tuple(state for state in State if state is not State.CANCELLED)
"""The states of what is asked for: of these measures are every total and every share; the cancelled are told beside."""
TO_DO = (State.PLANNED, State.IN_PROGRESS, State.RETURNED, State.OVERDUE)
"""The states of what is still to be done."""
TOGETHER: Mapping[str, tuple[State, ...]] = {
    "asked": ASKED,
    "done": DONE,
    "going": tuple(state for state in ASKED if state not in (*DONE, State.OVERDUE)),
}
"""States that totals count together, by what they are called: each total leads to the list of exactly its measures."""


def with_state(measures: pd.DataFrame, on: date | pd.Series[pd.Timestamp]) -> pd.DataFrame:
    """The measures with `state`, `days_overdue`, `days_late` and `days_left`, as they stand on a day, the same for all or one for each.

    Needs the columns `status` (`MeasureStatus`), `deadline` and `done_on` (dates, datetimes or ISO text;
    empty allowed); `awaits` (`Awaits`) where anything was reported. The deadline day itself is still in time. Done: late when done after the deadline; a
    measure done on an unknown day, or without a deadline, is not called late; one that waits for confirmation is reported, whenever it was done.
    Not done and not cancelled: overdue when the deadline is before `on`, whether or not it was returned. `days_overdue` (Int64, from 1) only where
    overdue, `days_late` (Int64, from 1) only where done late, `days_left` (Int64, from 0) only where still to be done and not overdue, with a deadline; elsewhere missing.
    Rows and their order stay.
    Raises ValueError for an unknown status.
    """
    status = measures["status"].astype("object")
    unknown = sorted({str(value) for value in status[~status.isin(list(MeasureStatus))]})
    if unknown:
        raise ValueError(f"unknown status {unknown[:5]}: one of {[str(known) for known in MeasureStatus]}")
    awaits = measures["awaits"] if "awaits" in measures else pd.Series(Awaits.NOTHING.value, index=measures.index)
    deadline = _days(measures["deadline"])
    overrun = _whole_days((on if isinstance(on, pd.Series) else pd.Timestamp(on)) - deadline)
    lateness = _whole_days(_days(measures["done_on"]) - deadline)
    done, cancelled = status == MeasureStatus.DONE, status == MeasureStatus.CANCELLED
    reported = done & (awaits == Awaits.CONFIRMATION)
    late = done & ~reported & (lateness > 0).fillna(value=False).astype(bool)
    overdue = ~done & ~cancelled & (overrun > 0).fillna(value=False).astype(bool)
    chosen = np.select(
        [reported, late, done, cancelled, overdue, awaits == Awaits.WORK, status == MeasureStatus.IN_PROGRESS],
        [
            State.REPORTED, State.DONE_LATE, State.DONE_IN_TIME, State.CANCELLED, State.OVERDUE, State.RETURNED, State.IN_PROGRESS,
        ],
        State.PLANNED,
    )  # fmt: skip
    return measures.assign(
        state=pd.Series(chosen, index=measures.index, dtype="str"),
        days_overdue=overrun.where(overdue),
        days_late=lateness.where(late),
        days_left=(-overrun).where(~done & ~cancelled & ~overdue),
    )


def with_silence(measures: pd.DataFrame, silence: pd.Series[int] | int, as_of: date) -> pd.DataFrame:
    """The measures with `silent_days` (Int64, from 0): for so many days nothing was reported of one that is still to be done and whose quarter has begun.

    `silence`: the days from the last report of each, or from `as_of`, the day of the figures, where that is later, to the last report of all, from 0.
    Done, waiting for confirmation, cancelled, or of a quarter to come: missing. `measures` as `with_state` gives them.
    """
    days = pd.Series(silence, index=measures.index, dtype="Int64")
    begins = {one: Quarter.parse(str(one)).first_day for one in measures["quarter"].unique()}
    begun = pd.to_datetime(measures["quarter"].map(begins)) <= pd.Timestamp(as_of) + pd.to_timedelta(
        days.astype("int64"), unit="D"
    )
    return measures.assign(silent_days=days.where(begun & measures["state"].isin(TO_DO)))


def counted_as(measures: pd.DataFrame, count: Count, silent: int) -> pd.Series[bool]:
    """Which measures are counted; of the silent those of which nothing was reported for so many days. As `with_silence` gives them."""
    if count is Count.SILENT:
        return (measures["silent_days"] >= silent).fillna(value=False).astype(bool)
    return measures["state"] == count.value


def asked(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures that are asked for: all but the cancelled. `measures` as `with_state` gives them."""
    return measures[measures["state"].isin(ASKED)]


def tally(measures: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """How many measures are in each state, per value of the columns `by` (one row in all without any).

    `measures` as `with_state` gives them. Returns the columns `by`, then one column per state in the order
    of `State` (zeros written as 0), then `total`; sorted by `by`, rows without a value last. Combinations
    that do not occur have no row.
    """
    marks = pd.DataFrame({state.value: (measures["state"] == state).astype("int64") for state in State})
    marks["total"] = 1
    if not by:
        return marks.sum().astype("int64").to_frame().T
    keys = [measures[column] for column in by]
    return marks.groupby(keys, dropna=False, observed=True).sum().astype("int64").reset_index()


def _days(dates: pd.Series) -> pd.Series[pd.Timestamp]:
    """Dates of any spelling as whole days; missing stays missing."""
    return pd.to_datetime(dates, format="ISO8601").dt.normalize()


def _whole_days(spans: pd.Series[pd.Timedelta]) -> pd.Series[int]:
    return spans.dt.days.astype("Int64")
