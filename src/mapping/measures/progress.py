"""How each measure stands on a day: the file says planned, in progress, done or cancelled; overdue follows.

What was reported since the figures may await something: a confirmation, or work once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt
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

_NO_DAYS = np.timedelta64(0, "D")


def with_state(measures: pd.DataFrame, on: date) -> pd.DataFrame:
    """The measures with `state`, `days_overdue`, `days_late` and `days_left`, as they stand on a day, the same for all.

    Needs the columns `status` (`MeasureStatus`), `deadline` and `done_on` (dates, datetimes or ISO text;
    empty allowed); `awaits` (`Awaits`) where anything was reported. The deadline day itself is still in time. Done: late when done after the deadline; a
    measure done on an unknown day, or without a deadline, is not called late; one that waits for confirmation is reported, whenever it was done.
    Not done and not cancelled: overdue when the deadline is before `on`, whether or not it was returned. `days_overdue` (Int64, from 1) only where
    overdue, `days_late` (Int64, from 1) only where done late, `days_left` (Int64, from 0) only where still to be done and not overdue, with a deadline; elsewhere missing.
    Rows and their order stay.
    Raises ValueError for an unknown status.
    """
    status = measures["status"].to_numpy(dtype=object)
    is_of = {one: status == one.value for one in MeasureStatus}
    known = np.logical_or.reduce(list(is_of.values()))
    if not known.all():
        unknown = sorted({str(value) for value in status[~known]})
        raise ValueError(f"unknown status {unknown[:5]}: one of {[str(known) for known in MeasureStatus]}")
    awaits = measures["awaits"].to_numpy(dtype=object) if "awaits" in measures else np.full(len(measures), "")
    deadline = _days(measures["deadline"])
    overrun, lateness = np.datetime64(on, "D") - deadline, _days(measures["done_on"]) - deadline  # NaT is never greater
    done, cancelled = is_of[MeasureStatus.DONE], is_of[MeasureStatus.CANCELLED]
    reported = done & (awaits == Awaits.CONFIRMATION.value)
    late = done & ~reported & (lateness > _NO_DAYS)
    overdue = ~done & ~cancelled & (overrun > _NO_DAYS)
    chosen = np.select(
        [reported, late, done, cancelled, overdue, awaits == Awaits.WORK.value, is_of[MeasureStatus.IN_PROGRESS]],
        [
            State.REPORTED.value, State.DONE_LATE.value, State.DONE_IN_TIME.value, State.CANCELLED.value, State.OVERDUE.value, State.RETURNED.value,
            State.IN_PROGRESS.value,
        ],
        State.PLANNED.value,
    )  # fmt: skip
    return measures.assign(
        state=pd.array(chosen.astype(object), dtype="str"),
        days_overdue=_numbers(overrun, overdue),
        days_late=_numbers(lateness, late),
        days_left=_numbers(-overrun, ~done & ~cancelled & ~overdue),
    )


def with_silence(measures: pd.DataFrame, silence: npt.NDArray[np.int64] | int, on: date) -> pd.DataFrame:
    """The measures with `silent_days` (Int64, from 0): for so many days until `on` nothing was reported of one that is still to be done and whose quarter
    has begun by then.

    `silence`: the days from the last report of each, or from the day of the figures where that is later, from 0.
    Done, waiting for confirmation, cancelled, or of a quarter to come: missing. `measures` as `with_state` gives them.
    """
    begun = [one for one in measures["quarter"].unique() if Quarter.parse(str(one)).first_day <= on]
    waited = measures["quarter"].isin(begun).to_numpy() & measures["state"].isin(TO_DO).to_numpy()
    return measures.assign(silent_days=pd.arrays.IntegerArray(np.where(waited, silence, 1), ~waited))


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


def _days(dates: pd.Series) -> npt.NDArray[np.datetime64]:
    """Dates of any spelling as whole days; missing is NaT."""
    return pd.to_datetime(dates, format="ISO8601").to_numpy().astype("datetime64[D]")


def _numbers(spans: npt.NDArray[np.timedelta64], told: npt.NDArray[np.bool_]) -> pd.arrays.IntegerArray:
    """Whole days, missing where they are not told or not known."""
    missing = ~told | np.isnat(spans)
    return pd.arrays.IntegerArray(np.where(missing, 1, spans.astype("int64")), missing)
