"""What can stand beside a view, what stands there unless it was chosen, and a comparison as a link and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.model.comparison import (
    COMPARED,
    ComparedBy,
    Comparison,
    comparable,
    district_of,
    fitting,
    offered,
    read,
    usual,
)
from mapping.model.periods import Period, Quarter, periods
from mapping.model.selection import ClassRule, Fallback, Selection, Value
from mapping.store import Snapshot
from tests.conftest import DISTRICTS, MAHALLAS, QUARTERS, REGION

PERIODS = periods([Quarter.parse(one) for one in QUARTERS])
START = Selection(REGION, "crime_total", Period.parse("2025Q4"))
OTHERS = ("20240101-aaaaaaaa", "20250101-bbbbbbbb")


def shelf(snapshot: Snapshot) -> list[str]:
    """Three snapshots, the one looked at in the middle."""
    return [OTHERS[0], snapshot.id, OTHERS[1]]


@given(
    kind=st.sampled_from(ComparedBy),
    period=st.sampled_from(PERIODS),
    area=st.sampled_from([*DISTRICTS, *MAHALLAS]),
    data=st.data(),
)
def test_a_link_gives_the_comparison_back(
    tiny_snapshot: Snapshot, kind: ComparedBy, period: Period, area: str, data: st.DataObject
) -> None:
    selection = replace(START, period=period, area=area)
    among = offered(kind, selection, tiny_snapshot, shelf(tiny_snapshot))
    if kind is ComparedBy.DISTRICTS:
        among += [code for code in MAHALLAS if district_of(code) in among]
    comparison = Comparison(kind, data.draw(st.sampled_from(among)) if among else "")
    assert read(comparison.to_query(), selection, tiny_snapshot, shelf(tiny_snapshot)) == (comparison, [])
    assert fitting(comparison, selection, tiny_snapshot, shelf(tiny_snapshot)) == comparison


@given(period=st.sampled_from(PERIODS))
def test_periods_offered_are_as_long_and_share_no_quarter(tiny_snapshot: Snapshot, period: Period) -> None:
    for written in offered(ComparedBy.PERIODS, replace(START, period=period), tiny_snapshot, []):
        other = Period.parse(written)
        assert other.span is period.span
        assert not set(other.quarters) & set(period.quarters)


@pytest.mark.parametrize(
    ("period", "other"),
    [
        ("2025Q4", "2024Q4"),  # the same a year before
        ("2024Q3", "2024Q2"),  # there is no year before: the latest before
        ("2024Q1", "2024Q2"),  # nothing before: the earliest after
        ("2025Q4-4", "2024Q4-4"),
        ("2024Q4-4", "2025Q4-4"),
        ("2025Q2-4", ""),  # every other four quarters share some
        ("2025", "2024"),
    ],
)
def test_the_usual_period(tiny_snapshot: Snapshot, period: str, other: str) -> None:
    assert usual(ComparedBy.PERIODS, replace(START, period=Period.parse(period)), tiny_snapshot, []) == other


def test_the_usual_district_is_the_next_and_the_usual_snapshot_the_one_before(tiny_snapshot: Snapshot) -> None:
    first, second = (replace(START, area=code) for code in DISTRICTS)
    assert usual(ComparedBy.DISTRICTS, first, tiny_snapshot, []) == DISTRICTS[1]
    assert usual(ComparedBy.DISTRICTS, second, tiny_snapshot, []) == DISTRICTS[0]
    assert usual(ComparedBy.SNAPSHOTS, START, tiny_snapshot, shelf(tiny_snapshot)) == OTHERS[0]
    assert usual(ComparedBy.SNAPSHOTS, START, tiny_snapshot, [tiny_snapshot.id, OTHERS[1]]) == OTHERS[1]
    assert usual(ComparedBy.SNAPSHOTS, START, tiny_snapshot, [tiny_snapshot.id]) == ""


@pytest.mark.parametrize(
    ("query", "found", "told"),
    [
        ({"compare": "moons"}, Comparison(ComparedBy.PERIODS, "2024Q4"), Fallback("compare", "moons", "periods")),
        ({"with": "2199Q1"}, Comparison(ComparedBy.PERIODS, "2024Q4"), Fallback("with", "2199Q1", "2024Q4")),
        ({"with": "2025"}, Comparison(ComparedBy.PERIODS, "2024Q4"), Fallback("with", "2025", "2024Q4")),
        ({"with": "2025Q4"}, Comparison(ComparedBy.PERIODS, "2024Q4"), Fallback("with", "2025Q4", "2024Q4")),
        (
            {"compare": "districts", "with": MAHALLAS[0]},  # the right side's own district
            Comparison(ComparedBy.DISTRICTS, DISTRICTS[1]),
            Fallback("with", MAHALLAS[0], DISTRICTS[1]),
        ),
        (
            {"compare": "districts", "with": REGION},
            Comparison(ComparedBy.DISTRICTS, DISTRICTS[1]),
            Fallback("with", REGION, DISTRICTS[1]),
        ),
        ({"compare": "snapshots", "with": "x"}, Comparison(ComparedBy.SNAPSHOTS, ""), Fallback("with", "x", "")),
    ],
)
def test_what_cannot_stand_there_falls_back_and_is_told(
    tiny_snapshot: Snapshot, query: dict[str, str], found: Comparison, told: Fallback
) -> None:
    view = replace(START, area=DISTRICTS[0])
    assert read(query, view, tiny_snapshot, [tiny_snapshot.id]) == (found, [told])


@pytest.mark.parametrize("value", list(Value))
@pytest.mark.parametrize("classes", [ClassRule.USUAL, ClassRule.CATEGORY])
def test_what_is_a_comparison_already_becomes_the_risk(value: Value, classes: ClassRule) -> None:
    view = replace(START, value=value, classes=classes)
    shown = comparable(view).shown
    assert shown == (view.shown if view.shown in COMPARED else "risk")
    assert shown in COMPARED
