"""Views of the tiny snapshot, whose every figure can be worked out on paper, and what holds for every view."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.maps.display import FOLDER, read_index, set_name
from mapping.maps.view import (
    NO_CLASS,
    area_change,
    area_figure,
    area_figures,
    before_of,
    change_figures,
    class_edges,
    colours,
    compute,
    value_frame,
)
from mapping.model.levels import Level, level_of
from mapping.model.periods import Period, Quarter, Span, periods
from mapping.model.selection import ClassRule, Selection, Value
from mapping.model.vocabulary import Group
from mapping.risk.change import Change
from mapping.store import Snapshot
from tests.conftest import DISTRICTS, MAHALLAS, QUARTERS, REGION

YEAR = Period.parse("2025")
START = Selection(REGION, "crime_total", YEAR)
AREAS = (REGION, *DISTRICTS, *MAHALLAS)
PERIODS = periods([Quarter.parse(quarter) for quarter in QUARTERS])
COUNTED = (("crime_total", Group.ALL), ("crime_total", Group.YOUTH), ("crime_theft", Group.ALL))
SELECTIONS = st.builds(
    lambda counted, **rest: Selection(indicator=counted[0], group=counted[1], **rest),
    st.sampled_from(COUNTED),
    area=st.sampled_from(AREAS),
    period=st.sampled_from(PERIODS),
    value=st.sampled_from(Value),
    classes=st.sampled_from(ClassRule),
    k=st.integers(3, 7),
    locked=st.booleans(),
    all_mahallas=st.booleans(),
)


def test_counts_and_rates_of_districts_by_hand(tiny_snapshot: Snapshot) -> None:
    """Mahalla m has 4m + 22 in 2025; the eighth lacks two quarters, the seventh its people."""
    frame = compute(tiny_snapshot, START).frame
    assert frame.index.tolist() == list(DISTRICTS)
    assert frame["count"].tolist() == [26 + 30 + 34 + 38, 42 + 46 + 50]
    assert frame["people"].tolist() == [1100 * 10, 1100 * (5 + 6)]
    np.testing.assert_allclose(frame["rate"], [128 / 11_000 * 1e5, (42 + 46) / 12_100 * 1e5])
    assert frame["without_figure"].tolist() == [0, 1]
    assert (frame["value"] == frame["rate"]).all()
    assert (frame["rate_lo"] < frame["rate"]).all()
    assert (frame["rate"] < frame["rate_hi"]).all()


def test_counts_of_mahallas_by_hand(tiny_snapshot: Snapshot) -> None:
    view = compute(tiny_snapshot, replace(START, area=DISTRICTS[1], value=Value.COUNT))
    assert view.frame.index.tolist() == list(MAHALLAS[4:])
    np.testing.assert_array_equal(view.frame["value"], [42, 46, 50, np.nan])
    np.testing.assert_array_equal(view.frame["quarters_missing"], [0, 0, 0, 2])
    np.testing.assert_allclose(view.frame["rate"], [42 / 5500 * 1e5, 46 / 6600 * 1e5, np.nan, np.nan])
    assert view.lowest == 26  # of the whole region: a class means the same in every district


def test_the_whole_region_as_one_row(tiny_snapshot: Snapshot) -> None:
    row = area_figures(tiny_snapshot, "crime_total", Group.ALL, YEAR, Level.REGION).loc[REGION]
    assert (row["count"], row["people"], row["count_with_people"]) == (266, 23_100, 216)
    assert row["rate"] == pytest.approx(216 / 23_100 * 1e5)


def test_no_data_is_a_class_of_its_own_and_zero_is_not(tiny_snapshot: Snapshot) -> None:
    none = compute(tiny_snapshot, replace(START, area=DISTRICTS[1], value=Value.COUNT))
    assert (none.classes == NO_CLASS).tolist() == [False, False, False, True]
    assert none.sizes[-1] == 1
    zero = compute(tiny_snapshot, replace(START, group=Group.YOUTH, period=Period.parse("2024"), all_mahallas=True))
    assert zero.frame["count"].tolist() == [0] * 8
    assert zero.sizes == [8, 0]


def test_an_indicator_without_any_figure_has_areas_and_no_class(tiny_snapshot: Snapshot) -> None:
    for value in Value:
        view = compute(tiny_snapshot, replace(START, indicator="solved", value=value))
        assert view.frame.index.tolist() == list(DISTRICTS)
        assert view.sizes == [2]
        assert np.isnan(view.lowest)
        assert colours(replace(START, value=value), view, "light") == []


def test_change_compares_only_mahallas_with_figures_in_both_periods(tiny_snapshot: Snapshot) -> None:
    """2024: 4m + 6. The eighth mahalla (38 in 2024) has no 2025; the seventh has no people in 2025."""
    frame = compute(tiny_snapshot, replace(START, value=Value.CHANGE)).frame
    assert frame["count"].tolist() == [128, 138]
    assert frame["count_before"].tolist() == [64, 26 + 30 + 34]
    assert frame["difference"].tolist() == [64, 48]
    before = [64 / 10_000 * 1e5, (26 + 30) / 11_000 * 1e5]
    np.testing.assert_allclose(frame["rate_before"], before)
    np.testing.assert_allclose(frame["value"], [128 / 11_000 * 1e5 - before[0], 88 / 12_100 * 1e5 - before[1]])
    np.testing.assert_allclose(frame["ratio"], [(128 / 11_000) / (64 / 10_000), (88 / 12_100) / (56 / 11_000)])
    assert frame["label"].tolist() == [Change.ROSE, Change.ROSE]


def test_change_of_a_mahalla_without_figures_says_so(tiny_snapshot: Snapshot) -> None:
    view = compute(tiny_snapshot, replace(START, area=DISTRICTS[1], value=Value.CHANGE))
    assert view.frame.at[MAHALLAS[7], "label"] == Change.NO_FIGURES
    assert view.frame.at[MAHALLAS[6], "label"] == Change.CANNOT_TELL  # counts without people
    assert view.classes[2:].tolist() == [NO_CLASS, NO_CLASS]


def test_before_is_the_quarter_before_or_a_year_before(tiny_snapshot: Snapshot) -> None:
    last = replace(START, area=MAHALLAS[0], period=Period.parse("2025Q4"))
    assert str(before_of(replace(last, value=Value.CHANGE))) == "2025Q3"
    assert str(before_of(replace(last, value=Value.CHANGE_YEAR))) == "2024Q4"
    for value, before in ((Value.CHANGE, 7), (Value.CHANGE_YEAR, 4)):
        row = compute(tiny_snapshot, replace(last, value=value)).frame.loc[MAHALLAS[0]]
        assert (row["count"], row["count_before"]) == (8, before)


def test_before_the_first_period_there_is_no_change(tiny_snapshot: Snapshot) -> None:
    view = compute(tiny_snapshot, replace(START, period=Period.parse("2024Q1"), value=Value.CHANGE))
    assert view.frame["value"].isna().all()
    assert view.sizes == [2]


def test_categories_by_hand(tiny_snapshot: Snapshot) -> None:
    view = compute(tiny_snapshot, replace(START, classes=ClassRule.CATEGORY))
    assert view.frame.index.tolist() == list(MAHALLAS)  # a district has no category
    assert view.classes.tolist() == [0, 1, 2, 2, 0, 1, 2, NO_CLASS]
    assert view.sizes == [2, 2, 3, 1]
    assert view.edges.size == 0
    assert view.frame["category"].tolist()[:3] == ["red", "yellow", "green"]
    half = compute(tiny_snapshot, replace(START, area=MAHALLAS[1], classes=ClassRule.CATEGORY))
    assert half.sizes == [1, 1, 2, 0]


@settings(max_examples=200, deadline=None)
@given(selection=SELECTIONS)
def test_every_value_falls_in_exactly_one_class_and_sizes_add_up(tiny_snapshot: Snapshot, selection: Selection) -> None:
    view = compute(tiny_snapshot, selection)
    assert len(view.sizes) == view.kinds + 1
    assert sum(view.sizes) == len(view.frame) == len(view.classes)
    for theme in ("light", "dark"):
        assert len(set(colours(selection, view, theme))) == view.kinds
    if selection.classes is ClassRule.CATEGORY:
        return
    values = view.frame["value"].to_numpy()
    known = ~np.isnan(values)
    assert (view.classes[~known] == NO_CLASS).all()
    assert 0 <= view.kinds <= selection.k
    lower, upper = np.concatenate([[-np.inf], view.edges[:-1]]), view.edges
    inside = (values[known, None] > lower) & (values[known, None] <= upper)
    assert (inside.sum(axis=1) == 1).all()
    if known.any():
        assert (inside.argmax(axis=1) == view.classes[known]).all()
        assert view.lowest <= values[known].min()


@settings(max_examples=60, deadline=None)
@given(selection=SELECTIONS)
def test_rows_stand_in_the_order_of_the_display_file(tiny_snapshot: Snapshot, selection: Selection) -> None:
    file = read_index(tiny_snapshot.folder)[set_name(selection.drawn_level, selection.scope)]
    drawn = json.loads(gzip.decompress((tiny_snapshot.folder / FOLDER / file).read_bytes()))
    assert compute(tiny_snapshot, selection).frame.index.tolist() == drawn["codes"]


@settings(max_examples=60, deadline=None)
@given(selection=SELECTIONS)
def test_the_same_selection_gives_the_same_view(tiny_snapshot: Snapshot, selection: Selection) -> None:
    one, other = compute(tiny_snapshot, selection), compute(tiny_snapshot, replace(selection))
    pd.testing.assert_frame_equal(one.frame, other.frame)
    np.testing.assert_array_equal(one.classes, other.classes)
    np.testing.assert_array_equal(one.edges, other.edges)


@pytest.mark.parametrize(("indicator", "group"), COUNTED)
@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_districts_sum_to_the_region(tiny_snapshot: Snapshot, indicator: str, group: Group, period: Period) -> None:
    region, districts, mahallas = (area_figures(tiny_snapshot, indicator, group, period, level) for level in Level)
    summed = ["count", "people", "count_with_people", "areas", "without_figure"]
    np.testing.assert_array_equal(districts[summed].sum(), region.loc[REGION, summed].astype(float))
    assert mahallas["count"].sum() == region.at[REGION, "count"]
    assert region.at[REGION, "areas"] == len(mahallas)


@pytest.mark.parametrize("value", list(Value))
@pytest.mark.parametrize("area", [REGION, DISTRICTS[0]])
def test_locked_edges_are_the_same_in_every_period_and_hold_all_values(
    tiny_snapshot: Snapshot, value: Value, area: str
) -> None:
    locked = replace(START, area=area, value=value, locked=True)
    quarters = periods(tiny_snapshot.quarters, Span.QUARTER)
    views = [compute(tiny_snapshot, replace(locked, period=quarter)) for quarter in quarters]
    for view in views[1:]:
        np.testing.assert_array_equal(view.edges, views[0].edges)
    values = [
        value_frame(tiny_snapshot, replace(locked, period=quarter), locked.drawn_level)["value"] for quarter in quarters
    ]
    highest = np.abs(pd.concat(values)).max() if value.is_change else pd.concat(values).max()
    assert views[0].edges[-1] == highest


def test_free_edges_follow_the_period(tiny_snapshot: Snapshot) -> None:
    free = replace(START, value=Value.COUNT, all_mahallas=True)
    first, last = (compute(tiny_snapshot, replace(free, period=Period.parse(year))) for year in ("2024", "2025"))
    assert first.edges[-1] == 38
    assert last.edges[-1] == 50


@pytest.mark.parametrize("classes", [ClassRule.QUANTILE, ClassRule.NATURAL, ClassRule.EQUAL])
def test_a_class_means_the_same_in_every_district(tiny_snapshot: Snapshot, classes: ClassRule) -> None:
    whole = compute(tiny_snapshot, replace(START, all_mahallas=True, classes=classes))
    parts = [compute(tiny_snapshot, replace(START, area=district, classes=classes)) for district in DISTRICTS]
    for part in parts:
        np.testing.assert_array_equal(part.edges, whole.edges)
    assert np.concatenate([part.classes for part in parts]).tolist() == whole.classes.tolist()
    np.testing.assert_array_equal(class_edges(tiny_snapshot, START, Level.MAHALLA)[-1:], whole.edges[-1:])


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize(("indicator", "group"), COUNTED)
def test_one_area_alone_has_the_figures_it_has_among_all(
    tiny_snapshot: Snapshot, area: str, indicator: str, group: Group
) -> None:
    level = level_of(area)
    for period in PERIODS:
        alone = area_figure(tiny_snapshot, indicator, group, period, area)
        among = area_figures(tiny_snapshot, indicator, group, period, level).loc[area]
        for name in ("count", "people", "rate", "rate_lo", "rate_hi"):
            assert alone[name] == pytest.approx(among[name], nan_ok=True), (name, str(period))
        change = area_change(tiny_snapshot, indicator, group, period, period.year_before, area)
        whole = change_figures(tiny_snapshot, indicator, group, period, period.year_before, level).loc[area]
        assert change["label"] == whole["label"]
        for name in ("count_before", "rate_difference", "ratio", "ratio_lo", "ratio_hi"):
            assert change[name] == pytest.approx(whole[name], nan_ok=True), (name, str(period))
