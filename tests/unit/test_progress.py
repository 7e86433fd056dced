from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.measures.progress import Awaits, State, tally, with_silence, with_state

DAY = date(2025, 12, 31)


def measure(status, deadline=DAY, done_on=None, **more):
    return {"status": status, "deadline": deadline, "done_on": done_on, **more}


def state_of(*args, on=DAY, **kwargs):
    return with_state(pd.DataFrame([measure(*args, **kwargs)]), on).iloc[0]


def test_the_deadline_day_itself_is_in_time_and_the_day_after_is_overdue():
    assert state_of("planned", deadline=None)["state"] == State.PLANNED
    row = state_of("in_progress", on=DAY + timedelta(days=1))
    assert row["state"] == State.OVERDUE
    assert row["days_overdue"] == 1
    assert pd.isna(row["days_late"])


def test_done_on_the_deadline_is_in_time_and_after_it_late():
    assert state_of("done", done_on=DAY)["state"] == State.DONE_IN_TIME
    row = state_of("done", done_on=DAY + timedelta(days=4), on=DAY + timedelta(days=90))
    assert row["state"] == State.DONE_LATE
    assert row["days_late"] == 4
    assert pd.isna(row["days_overdue"])


def test_a_cancelled_measure_is_never_overdue_nor_is_one_without_deadline():
    assert state_of("cancelled", on=DAY + timedelta(days=9))["state"] == State.CANCELLED
    assert state_of("planned", deadline=None)["state"] == State.PLANNED


def test_done_on_an_unknown_day_is_not_called_late():
    assert state_of("done")["state"] == State.DONE_IN_TIME


def test_an_unknown_status_is_refused_with_its_value():
    with pytest.raises(ValueError, match="finished"):
        state_of("finished")


@pytest.mark.parametrize("write", [str, pd.Timestamp, lambda day: day])
def test_dates_as_text_timestamps_or_dates_say_the_same(write):
    frame = pd.DataFrame([measure("done", write(DAY), write(DAY + timedelta(days=2)))])
    assert with_state(frame, DAY)["days_late"].tolist() == [2]


def test_no_measures_are_a_tally_of_zeros():
    empty = with_state(pd.DataFrame(columns=["status", "deadline", "done_on"]), DAY)
    assert tally(empty).iloc[0].tolist() == [0] * (len(State) + 1)


def test_what_waits_for_confirmation_is_reported_and_neither_in_time_nor_late():
    row = state_of("done", done_on=DAY + timedelta(days=9), awaits=Awaits.CONFIRMATION, on=DAY + timedelta(days=30))
    assert row["state"] == State.REPORTED
    assert row[["days_overdue", "days_late"]].isna().all()
    assert state_of("done", done_on=DAY, awaits=Awaits.NOTHING)["state"] == State.DONE_IN_TIME


def test_what_was_returned_is_overdue_all_the_same_once_its_deadline_has_passed():
    assert state_of("in_progress", awaits=Awaits.WORK)["state"] == State.RETURNED
    assert state_of("in_progress", awaits=Awaits.WORK, on=DAY + timedelta(days=1))["state"] == State.OVERDUE


MEASURES = st.lists(
    st.builds(
        measure,
        st.sampled_from(["planned", "in_progress", "done", "cancelled"]),
        st.none() | st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        st.none() | st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        sector=st.sampled_from(["a", "b", None]),
        awaits=st.sampled_from(list(Awaits)),
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=40)
@given(MEASURES, st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_every_measure_is_in_exactly_one_state_and_tallies_add_up(rows, on):
    frame = with_state(pd.DataFrame(rows), on)
    assert frame["state"].isin(list(State)).all()
    assert (frame["days_overdue"].notna() == (frame["state"] == State.OVERDUE)).all()
    assert (frame["days_late"].notna() == (frame["state"] == State.DONE_LATE)).all()
    assert (frame[["days_overdue", "days_late"]].fillna(1) > 0).all(axis=None)
    whole, by_sector = tally(frame), tally(frame, ["sector"])
    assert whole["total"].item() == len(rows)
    assert (by_sector[list(State)].sum(axis=1) == by_sector["total"]).all()
    assert by_sector[whole.columns].sum().tolist() == whole.iloc[0].tolist()


def test_days_are_left_until_the_deadline_day_of_what_is_still_to_be_done() -> None:
    rows = [
        measure("planned", on_what) for on_what in (DAY, DAY + timedelta(days=5), DAY - timedelta(days=1), None)
    ] + [measure("done"), measure("cancelled")]
    assert with_state(pd.DataFrame(rows), DAY)["days_left"].tolist() == [0, 5, pd.NA, pd.NA, pd.NA, pd.NA]


def test_silence_is_of_what_is_to_be_done_in_a_quarter_that_has_begun() -> None:
    """The figures are of 31 December 2025; of the first nothing was reported for 3 days after it, of the others until the third."""
    rows = [
        measure("planned", DAY + timedelta(days=90), quarter=quarter) for quarter in ("2025Q4", "2026Q1", "2026Q2")
    ] + [
        measure("done", quarter="2025Q4"),
        measure("cancelled", quarter="2025Q4"),
        measure("planned", quarter="2025Q4"),
    ]
    frame = with_state(pd.DataFrame(rows), DAY + timedelta(days=3))
    days = np.array([1, 3, 3, 3, 3, 3])
    assert with_silence(frame, days, DAY + timedelta(days=3))["silent_days"].tolist() == [1, 3, pd.NA, pd.NA, pd.NA, 3]
    assert with_silence(frame, 0, DAY)["silent_days"].tolist() == [0, pd.NA, pd.NA, pd.NA, pd.NA, 0]
