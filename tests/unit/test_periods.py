"""Quarters, years and runs of four quarters: as written, forwards and back, and which of them a dataset offers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.model.periods import Period, Quarter, Span, periods

QUARTERS = st.builds(Quarter, st.integers(1904, 2095), st.integers(1, 4))
PERIODS = (
    st.builds(Period, QUARTERS)
    | st.builds(Period, QUARTERS, st.just(Span.ROLLING))
    | st.builds(lambda year: Period(Quarter(year, 4), Span.YEAR), st.integers(1904, 2095))
)


def quarters(*written: str) -> list[Quarter]:
    return [Quarter.parse(text) for text in written]


@pytest.mark.parametrize(
    ("written", "inside", "previous", "year_before"),
    [
        ("2025Q1", ["2025Q1"], "2024Q4", "2024Q1"),
        ("2025", ["2025Q1", "2025Q2", "2025Q3", "2025Q4"], "2024", "2024"),
        ("2025Q2-4", ["2024Q3", "2024Q4", "2025Q1", "2025Q2"], "2024Q2-4", "2024Q2-4"),
    ],
)
def test_known_periods(written: str, inside: list[str], previous: str, year_before: str) -> None:
    period = Period.parse(written)
    assert [str(quarter) for quarter in period.quarters] == inside
    assert str(period.previous) == previous
    assert str(period.year_before) == year_before
    assert period.year == 2025


@given(PERIODS)
def test_a_period_reads_back_as_itself(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(QUARTERS)
def test_a_quarter_reads_back_as_itself(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025Q0",
        "2025Q5",
        "25Q1",
        "2025q4",
        " 2025",
        "2025\n",
        "2025Q4-3",
        "2025-4",
        "1899",
        "2100Q1",
        "２０２５",
        "2025Q4Q4",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        Period.parse(text)


@pytest.mark.parametrize("text", ["2025", "2025Q4-4"])
def test_a_longer_period_is_no_quarter(text: str) -> None:
    with pytest.raises(ValueError, match="no quarter"):
        Quarter.parse(text)


def test_a_fifth_quarter_and_a_year_that_ends_in_spring_are_refused() -> None:
    with pytest.raises(ValueError, match="quarter 5 is not in"):
        Quarter(2025, 5)
    with pytest.raises(ValueError, match="fourth quarter"):
        Period(Quarter(2025, 2), Span.YEAR)


def test_shift_crosses_the_year_both_ways() -> None:
    assert Quarter(2025, 4).shift(1) == Quarter(2026, 1)
    assert Quarter(2025, 1).shift(-1) == Quarter(2024, 4)
    assert Quarter(2025, 3).shift(-11) == Quarter(2022, 4)


@given(QUARTERS, st.integers(-400, 400), st.integers(-400, 400))
def test_shifts_add_up_and_keep_the_order_of_time(quarter: Quarter, one: int, other: int) -> None:
    assert quarter.shift(one).shift(other) == quarter.shift(one + other)
    assert (quarter.shift(one) < quarter.shift(other)) == (one < other)


@given(PERIODS)
def test_the_previous_period_is_as_long_and_ends_where_this_one_begins(period: Period) -> None:
    before = period.previous
    assert before.span is period.span
    assert len(before.quarters) == len(period.quarters)
    assert before.quarters[-1].shift(1) == period.quarters[0]
    assert [quarter.shift(4) for quarter in period.year_before.quarters] == list(period.quarters)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2025, 1, 1), "2025Q1"),
        (date(2025, 3, 31), "2025Q1"),
        (date(2025, 4, 1), "2025Q2"),
        (date(2024, 2, 29), "2024Q1"),
        (date(2025, 9, 30), "2025Q3"),
        (date(2025, 12, 31), "2025Q4"),
    ],
)
def test_the_quarter_of_a_known_day(day: date, quarter: str) -> None:
    assert str(Quarter.of(day)) == quarter


@given(st.dates(date(1904, 1, 1), date(2095, 12, 31)))
def test_every_day_lies_between_the_ends_of_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert Quarter.of(quarter.last_day + timedelta(days=1)) == quarter.shift(1)


def test_offered_periods_need_all_their_quarters() -> None:
    have = quarters("2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q2")
    assert [str(period) for period in periods(have, Span.QUARTER)] == [str(quarter) for quarter in have]
    assert [str(period) for period in periods(have, Span.ROLLING)] == ["2024Q4-4"]
    assert [str(period) for period in periods(have, Span.YEAR)] == ["2024"]
    assert len(periods(have)) == len(have) + 2
    assert periods([]) == []
