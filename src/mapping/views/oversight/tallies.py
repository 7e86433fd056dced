"""Measures by state and mahallas by category, counted once per snapshot: any area's share is then a slice."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TypeVar

from mapping.measures.progress import State, tally
from mapping.measures.rollup import Counted, counted
from mapping.model.periods import Quarter
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.oversight.situation import all_measures

T = TypeVar("T")


def counted_under(snapshot: Snapshot, area: str, quarter: Quarter) -> Counted:
    """How many measures of a quarter under an area are done, overdue and so on, on the snapshot's day."""
    return _counted(snapshot, area).get(str(quarter), counted({}))


@kept(most=1024)
def _counted(snapshot: Snapshot, area: str) -> dict[str, Counted]:
    """By quarter as written."""
    found: dict[str, Counter[State]] = {}
    for quarter, counts in _under(area, *_states(snapshot)):
        found.setdefault(quarter, Counter()).update(counts)
    return {quarter: counted(states) for quarter, states in found.items()}


@kept(most=1024)
def categories_under(snapshot: Snapshot, area: str) -> dict[int, Counter[str]]:
    """How many mahallas under an area are in each official category, by year."""
    found: dict[int, Counter[str]] = {}
    for year, category in _under(area, *_categories(snapshot)):
        found.setdefault(year, Counter())[category] += 1
    return found


@kept
def _states(snapshot: Snapshot) -> tuple[list[str], list[tuple[str, dict[State, int]]]]:
    counted = tally(all_measures(snapshot), by=["area", "quarter"]).sort_values("area")
    numbers = counted[list(State)].to_numpy().tolist()
    rows = [dict(zip(State, row, strict=True)) for row in numbers]
    return counted["area"].tolist(), list(zip(counted["quarter"].tolist(), rows, strict=True))


@kept
def _categories(snapshot: Snapshot) -> tuple[list[str], list[tuple[int, str]]]:
    given = snapshot.categories(snapshot.region)
    return given["area"].tolist(), list(zip(given["year"].tolist(), given["category"].tolist(), strict=True))


def _under(area: str, codes: list[str], rows: list[T]) -> list[T]:
    """The rows of an area and all within it: codes nest and are sorted, so they lie together."""
    return rows[bisect_left(codes, area) : bisect_left(codes, area + ":")]  # ":" follows "9"
