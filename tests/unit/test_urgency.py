"""The order of a meeting: the overdue, then what is open, then what is over."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.measures.progress import State, with_state
from mapping.measures.urgency import by_urgency
from mapping.model.vocabulary import MeasureStatus

DAY = date(2026, 1, 15)
MEASURES = st.lists(
    st.tuples(
        st.sampled_from(MeasureStatus),
        st.none() | st.dates(date(2025, 10, 1), date(2026, 4, 1)),
        st.sampled_from(["1710207001", "1710212001"]),
    ),
    max_size=30,
)


def measures(rows: list[tuple[str, date | None, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["status", "deadline", "area"]).assign(done_on=None)
    frame["deadline"] = pd.to_datetime(frame["deadline"]).astype("datetime64[s]")
    return with_state(frame.assign(id=[f"M{number}" for number in range(len(rows))]), DAY)


def test_what_is_late_comes_first_then_what_is_due_then_what_is_over() -> None:
    rows = [
        ("done", date(2025, 11, 1), "A"),
        ("planned", None, "A"),
        ("planned", date(2026, 3, 31), "A"),
        ("in_progress", date(2026, 1, 31), "A"),
        ("cancelled", date(2025, 12, 1), "A"),
        ("in_progress", date(2025, 12, 31), "A"),
        ("planned", date(2025, 12, 1), "A"),
        ("done", date(2025, 12, 1), "A"),
    ]
    assert by_urgency(measures(rows))["id"].tolist() == ["M6", "M5", "M3", "M2", "M1", "M7", "M0", "M4"]


@settings(max_examples=40)
@given(MEASURES)
def test_nothing_less_urgent_stands_before_what_is_more_so(rows: list[tuple[str, date | None, str]]) -> None:
    given_ones = measures(rows)
    found = by_urgency(given_ones)
    assert sorted(found.index) == given_ones.index.tolist()
    assert found.equals(given_ones.loc[found.index])
    rank = {State.OVERDUE: 0, State.IN_PROGRESS: 1, State.PLANNED: 1, State.DONE_LATE: 2, State.DONE_IN_TIME: 3}
    ranks = [rank.get(State(one), 4) for one in found["state"]]
    assert ranks == sorted(ranks)
    late = found.loc[found["state"] == State.OVERDUE, "days_overdue"].tolist()
    assert late == sorted(late, reverse=True)
    due = found.loc[found["state"].isin([State.IN_PROGRESS, State.PLANNED]), "deadline"]
    assert due.isna().is_monotonic_increasing
    assert due.dropna().is_monotonic_increasing


@settings(max_examples=40)
@given(MEASURES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows: list[tuple[str, date | None, str]], chance: object) -> None:
    given_ones = measures(rows)
    mixed = given_ones.sample(frac=1, random_state=chance.randrange(1000)) if len(rows) else given_ones  # type: ignore[attr-defined]
    assert by_urgency(mixed)["id"].tolist() == by_urgency(given_ones)["id"].tolist()
