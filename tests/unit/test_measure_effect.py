"""The effect of one measure: which mahallas it is asked of, which are compared, and over which quarters."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mapping.measures.effect import Verdict, effect
from mapping.measures.progress import DONE, State
from mapping.model.periods import Quarter
from mapping.store import Snapshot
from mapping.views.oversight.effects import effect_of_measure, measure_window
from mapping.views.oversight.situation import all_measures

ROOT = Path(__file__).parents[2]
FIRST = "M-1710207001-2025Q1-1"  # seven unemployed women taught to sew: done on 8 February 2025
LATE = "M-1710207001-2025Q2-1"  # done on 3 August 2025, a quarter after its own


@pytest.fixture(scope="module")
def snapshot(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


def test_the_window_is_two_years_before_and_what_is_known_after(snapshot: Snapshot) -> None:
    found = measure_window(snapshot, Quarter(2025, 1), Quarter(2025, 1))
    assert found is not None
    assert (found.before[0], found.before[-1]) == (Quarter(2023, 1), Quarter(2024, 4))
    assert (found.after[0], found.after[-1]) == (Quarter(2025, 2), Quarter(2025, 4))


@pytest.mark.parametrize(("quarter", "done"), [((2025, 3), (2025, 3)), ((2025, 1), (2025, 4)), ((2023, 2), (2023, 2))])
def test_without_two_quarters_after_or_a_year_before_there_is_none(
    snapshot: Snapshot, quarter: tuple[int, int], done: tuple[int, int]
) -> None:
    assert measure_window(snapshot, Quarter(*quarter), Quarter(*done)) is None


def test_after_is_a_year_at_most(snapshot: Snapshot) -> None:
    found = measure_window(snapshot, Quarter(2024, 1), Quarter(2024, 2))
    assert found is not None
    assert (found.first, found.last) == (Quarter(2024, 1), Quarter(2024, 2))
    assert found.after == [Quarter(2024, 3), Quarter(2024, 4), Quarter(2025, 1), Quarter(2025, 2)]


def test_it_is_the_effect_in_its_own_mahalla_against_those_without_such_a_measure(snapshot: Snapshot) -> None:
    """Derived again from the tables: the measure's words, who had it from its quarter on, and all crimes."""
    found = effect_of_measure(snapshot, FIRST)
    assert found is not None
    measures = all_measures(snapshot)
    such = measures[measures["text"].str.contains("nafar ishsiz ayol tikuvchilikka o‘rgatilib")]
    region = snapshot.region
    people = [snapshot.population(year, "all", region) for year in (2023, 2025)]
    units = pd.DataFrame(
        {
            "before": snapshot.counts("crime_total", "all", found.when.before, region).sum(axis=1, skipna=False),
            "after": snapshot.counts("crime_total", "all", found.when.after, region).sum(axis=1, skipna=False),
            "load_before": people[0] * 8, "load_after": people[1] * 3,
        }
    )  # fmt: skip
    had = units.index.isin(such[such["quarter"] <= "2025Q4"]["area"])
    own = effect(units.assign(treated=units.index == "1710207001", compared=~had))
    assert found.own.mahallas == 1
    assert (found.own.before, found.own.after, found.own.compared) == (own.before, own.after, own.compared)
    assert (found.own.ratio, found.own.low, found.own.high) == pytest.approx((own.ratio, own.low, own.high))
    done = such[(such["quarter"] == "2025Q1") & such["state"].isin(DONE) & (such["done_on"] <= "2025-03-31")]
    assert found.alike.mahallas == done["area"].nunique() > 10


def test_one_mahalla_has_too_few_crimes_to_tell_and_it_is_said(snapshot: Snapshot) -> None:
    measures = all_measures(snapshot)
    asked = measures[measures["state"].isin(DONE) & (measures["quarter"] <= "2025Q2")]["id"].iloc[::25]
    found = [one for one in (effect_of_measure(snapshot, str(code)) for code in asked) if one is not None]
    told = [one.own.verdict for one in found]
    assert len(found) > 40
    assert told.count(Verdict.CANNOT_TELL) >= 0.9 * len(told)
    assert all(one.own.low < one.own.high for one in found if one.own.verdict is not Verdict.FEW)


def test_a_measure_done_late_is_judged_from_the_quarter_after_it_was_done(snapshot: Snapshot) -> None:
    assert effect_of_measure(snapshot, LATE) is None  # one quarter after: too early to tell
    measures = all_measures(snapshot)
    late = measures[(measures["state"] == State.DONE_LATE) & (measures["quarter"] == "2025Q1")]
    known = [effect_of_measure(snapshot, str(code)) for code in late[late["done_on"].between("2025-04-01", "2025-06-30")]["id"].head(3)]  # fmt: skip
    assert known
    assert all(one is not None and one.when.last == Quarter(2025, 2) for one in known)


@pytest.mark.parametrize("state", [State.PLANNED, State.OVERDUE, State.CANCELLED])
def test_what_was_not_done_is_not_judged(snapshot: Snapshot, state: State) -> None:
    measures = all_measures(snapshot)
    assert effect_of_measure(snapshot, str(measures[measures["state"] == state]["id"].iloc[0])) is None
    assert effect_of_measure(snapshot, "no such measure") is None
