"""The bounds of classes in words, worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.model.locale import Lang
from mapping.model.periods import Period
from mapping.model.selection import Selection, Value
from mapping.stats.classes import Scheme, breaks
from mapping.views.map.bounds import COUNTS, class_bounds
from mapping.views.map.view import View
from tests.conftest import REGION


def bounds(value: Value, lowest: float, edges: list[float]) -> list[str]:
    selection = Selection(REGION, "crime_total", Period.parse("2025"), value)
    view = View(pd.DataFrame(), np.array([], dtype=np.int64), np.array([], dtype=bool), np.array(edges), lowest)
    return class_bounds(selection, view, Lang.EN)


@pytest.mark.parametrize("value", COUNTS)
def test_counts_are_told_by_the_whole_numbers_of_a_class(value: Value) -> None:
    """Equal steps of 0.75 from 0 to 3 hold one whole number each; steps of 0.5 leave every second class without one."""
    assert bounds(value, 0, [0.75, 1.5, 2.25, 3]) == ["0", "1", "2", "3"]
    assert bounds(value, 0, [0.5, 1, 1.5, 2]) == ["0", "1", "—", "2"]
    assert bounds(value, 0, [3, 7, 12]) == ["0 – 3", "4 – 7", "8 – 12"]
    assert bounds(value, 5, [5]) == ["5"]


def test_other_numbers_are_told_from_edge_to_edge() -> None:
    assert bounds(Value.RATE, 10.5, [20.25, 30]) == ["10.5 – 20.3", "20.3 – 30.0"]
    assert bounds(Value.RISK, 0.61, [0.5, 0.8, np.inf]) == ["≤ 0.50", "0.50 – 0.80", "> 0.80"]
    assert bounds(Value.DONE, 10, [0, 25]) == ["0", "0 – 25"]
    assert bounds(Value.PROBABILITY, 0.01, [0.025, 0.1]) == ["1% – 2.5%", "2.5% – 10%"]


def test_edges_that_round_alike_are_written_with_more_digits() -> None:
    """A change of 0.03 a hundred thousand is none in the digit that a rate has, and yet a class of its own."""
    edges = [-1.6711257, -0.02882078, 0.0, 0.02882078, 5.67137532]
    assert bounds(Value.CHANGE_YEAR, -1.6711257, edges) == [
        "−1.67", "−1.67 – −0.03", "−0.03 – 0.00", "0.00 – +0.03", "+0.03 – +5.67",
    ]  # fmt: skip
    assert bounds(Value.RISK, 0.5, [0.996, 0.999, 1.001, 2]) == [
        "0.500 – 0.996",
        "0.996 – 0.999",
        "0.999 – 1.001",
        "1.001 – 2.000",
    ]


@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=7, unique=True),
    st.sampled_from([1, 100, 10_000, 10**6]),
)
def test_no_two_classes_read_the_same(edges: list[int], parts: int) -> None:
    told = bounds(Value.CHANGE, min(edges) / parts - 1, [edge / parts for edge in sorted(edges)])
    assert len(set(told)) == len(told)


@given(counts=st.lists(st.integers(0, 40), min_size=1), scheme=st.sampled_from(Scheme), k=st.integers(3, 7))
def test_every_count_stands_in_one_class_alone(counts: list[int], scheme: Scheme, k: int) -> None:
    told = bounds(Value.COUNT, min(counts), breaks(counts, scheme, k).tolist())
    classes = [[int(end) for end in one.split(" – ")] for one in told if one != "—"]
    for count in counts:
        assert sum(one[0] <= count <= one[-1] for one in classes) == 1
