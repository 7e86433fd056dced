"""Codes and levels: known answers, and what holds for every code."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.model.levels import DISTRICT_DIGITS, REGION_DIGITS, Level, level_of, lineage, parent_of

DIGITS = "0123456789"
CODES = (
    st.text(DIGITS, min_size=REGION_DIGITS, max_size=REGION_DIGITS)
    | st.text(DIGITS, min_size=DISTRICT_DIGITS, max_size=DISTRICT_DIGITS)
    | st.text(DIGITS, min_size=DISTRICT_DIGITS + 1, max_size=14)
)


@pytest.mark.parametrize(
    ("code", "level", "parent", "line"),
    [
        ("1710", Level.REGION, None, ("1710",)),
        ("1710224", Level.DISTRICT, "1710", ("1710", "1710224")),
        ("1710224001", Level.MAHALLA, "1710224", ("1710", "1710224", "1710224001")),
        ("17102240", Level.MAHALLA, "1710224", ("1710", "1710224", "17102240")),
    ],
)
def test_level_parent_and_lineage_of_known_codes(
    code: str, level: Level, parent: str | None, line: tuple[str, ...]
) -> None:
    assert level_of(code) is level
    assert parent_of(code) == parent
    assert lineage(code) == line


@pytest.mark.parametrize(
    "code", ["", "171", "17102", "171022", "1710 ", "-1710224", "17x0", "1710.224", "١٧١٠", "1710²"]
)
def test_what_is_no_code_is_refused_with_the_rule(code: str) -> None:
    for ask in (level_of, parent_of, lineage):
        with pytest.raises(ValueError, match="no area code: 4 digits"):
            ask(code)


@given(CODES)
def test_a_lineage_goes_down_level_by_level_and_each_code_begins_with_the_one_before(code: str) -> None:
    line = lineage(code)
    assert line[-1] == code
    assert [level_of(one) for one in line] == list(Level)[: len(line)]
    assert parent_of(line[0]) is None
    for wider, narrower in pairwise(line):
        assert parent_of(narrower) == wider
        assert narrower.startswith(wider)
        assert level_of(wider).below is level_of(narrower)


def test_nothing_is_below_a_mahalla() -> None:
    assert [level.below for level in Level] == [Level.DISTRICT, Level.MAHALLA, None]
