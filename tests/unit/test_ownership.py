"""Years in red and the tiers that they ask for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.measures.ownership import owners, seats, tier_asked, tiers, years_in_red


def history(*categories: str, first: int = 2021) -> pd.DataFrame:
    rows = [("1710207001", first + place, category) for place, category in enumerate(categories) if category]
    return pd.DataFrame(rows, columns=["area", "year", "category"])


@pytest.mark.parametrize(
    ("categories", "years"),
    [
        (("red", "red", "red", "red", "red"), 5),
        (("green", "red", "red", "yellow", "red"), 1),
        (("red", "red", "red", "red", "green"), 0),
        (("red", "", "red"), 1),
    ],
)
def test_years_in_a_row_end_where_the_mahalla_was_not_red_or_nothing_is_known(
    categories: tuple[str, ...], years: int
) -> None:
    assert years_in_red(history(*categories), 2025).tolist() == [years]


def test_later_years_are_not_looked_at() -> None:
    assert years_in_red(history("red", "red", "green"), 2022).tolist() == [2]
    assert years_in_red(history("red"), 2020).empty


@given(st.lists(st.sampled_from(["red", "yellow", "green"]), min_size=1, max_size=8))
def test_years_are_the_length_of_the_last_run_of_red(categories: list[str]) -> None:
    expected = 0
    while expected < len(categories) and categories[-1 - expected] == "red":
        expected += 1
    assert years_in_red(history(*categories), 2099).tolist() == [expected]


@pytest.mark.parametrize(
    ("years", "tier"),
    [(0, None), (1, "district_leaders"), (2, "district_leaders"), (3, "academies"), (4, "academies"), (5, "region_leaders"), (9, "region_leaders")],
)  # fmt: skip
def test_the_tier_that_years_in_red_ask_for(years: int, tier: str | None) -> None:
    asked = tier_asked(years, tiers())
    assert (asked.code if asked else None) == tier


def test_a_post_sits_in_the_widest_area_it_is_assigned_to() -> None:
    rows = [
        ("1710", "r"),
        ("1710207", "d"),
        ("1710207001", "d"),
        ("1710207001", "r"),
        ("1710207001", "m"),
        ("1710212001", "d"),
    ]
    frame = pd.DataFrame(rows, columns=["area", "post"]).assign(agency="hokimlik")
    assert seats(frame)["seat"].tolist() == ["1710", "1710207", "1710207", "1710", "1710207001", "1710212001"]
    held = owners(frame, tiers())
    assert held["tier"].tolist() == ["district_leaders", "region_leaders", "", ""]


def test_tiers_must_ask_for_fewer_years_from_the_highest_down(tmp_path: Path) -> None:
    file = tmp_path / "tiers.toml"
    file.write_text('[[tier]]\ncode="a"\nred_years=1\nseat=""\nagencies=[]\n[[tier]]\ncode="b"\nred_years=3\nseat=""\nagencies=[]\n', encoding="utf-8")  # fmt: skip
    with pytest.raises(ValueError, match="red_years"):
        tiers(file)
