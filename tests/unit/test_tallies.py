"""Counted once, any area's share is what counting it alone gives."""

from __future__ import annotations

from collections import Counter

import pytest

from mapping.measures.progress import with_state
from mapping.measures.rollup import Counted, counted
from mapping.model.periods import Quarter
from mapping.store import Snapshot
from mapping.views.oversight.tallies import categories_under, counted_under


@pytest.mark.parametrize("digits", [4, 7, None])
def test_a_slice_is_what_the_area_alone_counts(tiny_snapshot: Snapshot, digits: int | None) -> None:
    for code in {code[:digits] for code in tiny_snapshot.mahallas_of(tiny_snapshot.region)}:
        measures = with_state(tiny_snapshot.measures(code), tiny_snapshot.as_of)
        states: dict[str, Counter[str]] = {}
        for quarter, state in zip(measures["quarter"].astype(str), measures["state"], strict=True):
            states.setdefault(quarter, Counter())[state] += 1
        for quarter in ("2025Q3", "2025Q4", "2026Q1"):
            found = counted_under(tiny_snapshot, code, Quarter.parse(quarter))
            assert found == counted(states.get(quarter, Counter()))
        given = tiny_snapshot.categories(code)
        assert sum(sum(counts.values()) for counts in categories_under(tiny_snapshot, code).values()) == len(given)


def test_an_area_without_measures_has_none(tiny_snapshot: Snapshot) -> None:
    assert counted_under(tiny_snapshot, "9999", Quarter.parse("2025Q4")) == Counted(0, 0, 0, 0)
    assert categories_under(tiny_snapshot, "9999") == {}
