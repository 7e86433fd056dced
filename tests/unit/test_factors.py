"""The main factor of each mahalla and the share of one, worked out by hand on the tiny data set."""

from __future__ import annotations

import math

from mapping.model.locale import Lang
from mapping.model.periods import Quarter
from mapping.store import Snapshot
from mapping.ui.districts import sparkline
from mapping.views.map.factors import area_lines, coloured, main_factor_classes, of_few, shares, written
from mapping.views.oversight.factors import factors_under


def test_the_main_factor_is_the_most_frequent_and_nothing_where_none_was_noted(tiny_snapshot: Snapshot) -> None:
    assert coloured(tiny_snapshot, 2025) == ["alcohol", "jobless"]
    assert main_factor_classes(tiny_snapshot, 2025).tolist() == [0, -1, -1, -1, 0, -1, -1, -1]


def test_a_share_of_few_cases_is_known_to_be_of_few(tiny_snapshot: Snapshot) -> None:
    share, few = shares(tiny_snapshot, 2025, "jobless"), of_few(tiny_snapshot, 2025)
    assert share[0] == 0.25
    assert share[4] == 0
    assert all(math.isnan(share[at]) for at in (1, 2, 3, 5, 6, 7))
    assert few.tolist() == [True, False, False, False, True, False, False, False]
    classes = main_factor_classes(tiny_snapshot, 2025)
    assert written(classes, few) == "axxxaxxx"


def test_factors_under_an_area_come_with_the_measures_against_them(tiny_snapshot: Snapshot) -> None:
    """M1 and M3 answer alcohol in the fourth quarter, of which M3 is overdue; M2 answers joblessness."""
    found = factors_under(tiny_snapshot, "1710", 2026, Quarter(2025, 4))
    assert found.attrs["year"] == 2025
    assert list(found.itertuples(name=None)) == [("alcohol", 5, 5 / 6, 2, 1), ("jobless", 1, 1 / 6, 1, 0)]
    assert factors_under(tiny_snapshot, "1710212", 2024, Quarter(2025, 4)).empty


def test_a_tooltip_tells_the_factors_and_of_how_many_cases(tiny_snapshot: Snapshot) -> None:
    lines = area_lines(tiny_snapshot, 2025, Lang.EN)
    assert lines["1710207001"] == ["Alcohol: 3", "Unemployment: 1", "4 cases in all"]
    assert len(lines["1710207002"]) == 1


def test_a_small_line_is_broken_where_nothing_is_known() -> None:
    drawn = sparkline((1.0, 2.0, math.nan, 2.0))
    assert drawn.count("M") == 2
    assert sparkline((math.nan, math.nan)) == ""
    assert "nan" not in sparkline((0.0, 0.0, math.nan))
