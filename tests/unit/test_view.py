"""Views of the tiny snapshot, whose every figure can be worked out on paper, and what holds for every view."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.model.levels import Level, level_of
from mapping.model.periods import Period, Quarter, Span, periods
from mapping.model.selection import ClassRule, Selection, Value
from mapping.model.vocabulary import Group
from mapping.publishing import publish
from mapping.stats.change import Change
from mapping.store import Snapshot, open_snapshot
from mapping.views.map.areas import area_change, area_figure, area_figures, area_risk, change_figures, risk_figures
from mapping.views.map.display import FOLDER, read_index, set_name
from mapping.views.map.space import centres, clusters, neighbours
from mapping.views.map.view import (
    NO_CLASS,
    NO_FIGURE,
    SPOTS,
    View,
    before_of,
    class_string,
    colours,
    compute,
    faint_colours,
    scale_of,
    sent,
    value_frame,
)
from tests.conftest import DISTRICTS, MAHALLAS, QUARTERS, REGION

YEAR = Period.parse("2025")
START = Selection(
    REGION, "crime_total", YEAR, Value.RATE, classes=ClassRule.QUANTILE, all_mahallas=False, certainty=False
)
NUMBERS = [value for value in Value if not value.is_finding]
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
    certainty=st.booleans(),
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
    assert zero.sizes == [8, 0, 0, 0]


def test_an_indicator_without_any_figure_has_areas_and_no_class(tiny_snapshot: Snapshot) -> None:
    for value in (one for one in Value if not (one.is_execution or one.is_category)):  # these are of no indicator
        view = compute(tiny_snapshot, replace(START, indicator="solved", value=value))
        areas = MAHALLAS if value.is_of_mahallas else DISTRICTS
        assert view.frame.index.tolist() == list(areas)
        assert view.sizes[-1] == len(areas)
        if value.is_finding:
            continue
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
    assert view.sizes == [0, 0, 2]


def test_categories_by_hand(tiny_snapshot: Snapshot) -> None:
    view = compute(tiny_snapshot, replace(START, classes=ClassRule.CATEGORY))
    assert view.frame.index.tolist() == list(MAHALLAS)  # a district has no category
    assert view.classes.tolist() == [0, 1, 2, 2, 0, 1, 2, NO_CLASS]
    assert view.sizes == [2, 2, 3, 0, 0, 1]
    assert view.edges.size == 0
    assert view.kinds == ("red", "yellow", "green")
    assert view.frame["category"].tolist()[:3] == ["red", "yellow", "green"]
    half = compute(tiny_snapshot, replace(START, area=MAHALLAS[1], classes=ClassRule.CATEGORY))
    assert half.sizes == [1, 1, 2, 0, 0, 0]


@settings(max_examples=200)
@given(selection=SELECTIONS)
def test_every_value_falls_in_exactly_one_class_and_sizes_add_up(tiny_snapshot: Snapshot, selection: Selection) -> None:
    view = compute(tiny_snapshot, selection)
    assert len(view.sizes) == view.number + 3
    assert sum(view.sizes) == len(view.frame) == len(view.classes) == len(class_string(view))
    for theme in ("light", "dark"):
        assert len(set(colours(selection, view, theme))) == view.number
    assert not (view.unsure & (view.classes == NO_CLASS)).any()
    if view.kinds:
        return
    values = view.frame["value"].to_numpy()
    known = ~np.isnan(values)
    assert (view.classes[~known] == NO_CLASS).all()
    assert 0 <= view.number <= (7 if selection.classes is ClassRule.USUAL else selection.k)
    lower, upper = np.concatenate([[-np.inf], view.edges[:-1]]), view.edges
    inside = (values[known, None] > lower) & (values[known, None] <= upper)
    assert (inside.sum(axis=1) == 1).all()
    if known.any():
        assert (inside.argmax(axis=1) == view.classes[known]).all()
        assert view.lowest <= values[known].min()


@settings(max_examples=60)
@given(selection=SELECTIONS)
def test_rows_stand_in_the_order_of_the_display_file(tiny_snapshot: Snapshot, selection: Selection) -> None:
    file = read_index(tiny_snapshot.folder)[set_name(selection.drawn_level, selection.scope)]
    drawn = json.loads(gzip.decompress((tiny_snapshot.folder / FOLDER / file).read_bytes()))
    assert compute(tiny_snapshot, selection).frame.index.tolist() == drawn["codes"]


@settings(max_examples=60)
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


@pytest.mark.parametrize("value", NUMBERS)
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
    np.testing.assert_array_equal(scale_of(tiny_snapshot, START, Level.MAHALLA).edges[-1:], whole.edges[-1:])


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


RISK = replace(START, value=Value.RISK, classes=ClassRule.USUAL, certainty=True)


def test_risks_of_districts_are_counts_over_expected_by_hand(tiny_snapshot: Snapshot) -> None:
    """216 cases among 23,100 people; 128 among 11,000 and 88 among 12,100 (see above)."""
    view = compute(tiny_snapshot, RISK)
    expected = np.array([11_000, 12_100]) * 216 / 23_100
    np.testing.assert_allclose(view.frame["expected"], expected)
    np.testing.assert_allclose(view.frame["rr"], np.array([128, 88]) / expected)
    assert view.frame["expected"].sum() == pytest.approx(216)
    assert (view.frame["value"] == view.frame["rr"]).all()
    assert area_risk(tiny_snapshot, "crime_total", Group.ALL, YEAR, DISTRICTS[0])["rr"] == view.frame["rr"].iloc[0]
    assert colours(RISK, view, "light") == colours(RISK, compute(tiny_snapshot, RISK.at(DISTRICTS[0])), "light")


def test_risks_of_mahallas_are_drawn_towards_the_others(tiny_snapshot: Snapshot) -> None:
    frame = risk_figures(tiny_snapshot, "crime_total", Group.ALL, YEAR, Level.MAHALLA)
    known = frame.dropna(subset=["rr"])
    assert len(known) == 6  # the seventh lacks people, the eighth two quarters
    between = np.sort(np.column_stack([known["smr"], np.ones(6)]), axis=1)
    assert (between[:, 0] - 0.2 < known["rr"]).all()
    assert np.ptp(known["rr"]) < np.ptp(known["smr"])
    assert (known["rr_lo"] < known["rr"]).all()
    assert (known["rr"] < known["rr_hi"]).all()
    assert frame.loc[list(MAHALLAS[6:]), "rr"].isna().all()
    assert frame.loc[list(MAHALLAS[6:]), "differs"].isna().all()


def test_faint_is_what_cannot_be_told_from_the_average(tiny_snapshot: Snapshot) -> None:
    for value in (Value.RISK, Value.PROBABILITY):
        view = compute(tiny_snapshot, replace(RISK, value=value, all_mahallas=True))
        inside = (view.frame["rr_lo"] <= 1) & (view.frame["rr_hi"] >= 1)
        assert view.unsure.tolist() == inside.tolist()
        assert 0 < view.unsure.sum() < 6
    # P(RR > 1) lies between 2.5 % and 97.5 % exactly where the interval holds 1
    middle = view.frame["p_raised"].between(0.025, 0.975)
    assert middle.tolist() == view.unsure.tolist()
    off = compute(tiny_snapshot, replace(RISK, all_mahallas=True, certainty=False))
    assert not off.unsure.any()
    assert faint_colours(RISK, off, "light") is None


def test_a_rate_is_faint_where_its_interval_holds_the_regions_rate(tiny_snapshot: Snapshot) -> None:
    view = compute(tiny_snapshot, replace(START, all_mahallas=True, certainty=True))
    overall = 216 / 23_100 * 1e5
    known = view.frame.dropna(subset=["rate"])
    holds = (known["rate_lo"] <= overall) & (overall <= known["rate_hi"])
    assert view.unsure[:6].tolist() == holds.tolist()
    assert not view.unsure[6:].any()


def test_a_change_is_faint_where_it_cannot_be_told(tiny_snapshot: Snapshot) -> None:
    view = compute(tiny_snapshot, replace(START, value=Value.CHANGE, all_mahallas=True, certainty=True))
    told = (view.frame["label"] == Change.CANNOT_TELL) & view.frame["value"].notna()
    assert view.unsure.tolist() == told.tolist()
    assert view.unsure.any()


def test_counts_kinds_and_categories_are_never_faint(tiny_snapshot: Snapshot) -> None:
    for selection in (
        replace(RISK, value=Value.COUNT),
        replace(RISK, value=Value.SPOTS),
        replace(RISK, classes=ClassRule.CATEGORY),
    ):
        assert not compute(tiny_snapshot, selection).unsure.any()


def test_risks_have_fixed_classes_that_mean_the_same_everywhere(tiny_snapshot: Snapshot) -> None:
    view = compute(tiny_snapshot, replace(RISK, all_mahallas=True))
    assert view.edges.tolist() == [0.5, 1 / 1.5, 0.8, 1.25, 1.5, 2.0, np.inf]
    np.testing.assert_allclose(view.edges[:3] * view.edges[5:2:-1], 1)  # even on the scale of ratios
    assert len(view.sizes) == 10
    assert view.sizes[-3] == view.unsure.sum() > 0
    assert colours(RISK, view, "light")[3] == colours(RISK, view, "light")[3]


def test_a_class_string_says_class_and_faintness_in_one_character() -> None:
    view = View(
        pd.DataFrame(index=range(5)), np.array([0, 6, 6, 0, NO_CLASS]), np.array([False, False, True, True, False]),
        np.arange(7.0), 0.0,
    )  # fmt: skip
    assert class_string(view) == "06gax"


def test_who_borders_whom_and_where_centres_lie(tiny_snapshot: Snapshot) -> None:
    """Eight unit squares in two rows of four: corners have 3 neighbours, the others 5."""
    assert sorted(neighbours(tiny_snapshot).number.tolist()) == [3, 3, 3, 3, 5, 5, 5, 5]
    places = centres(tiny_snapshot)
    east = 0.1 * 111_320 * np.cos(np.radians(38.15))  # a tenth of a degree at the latitude of the upper row
    assert np.hypot(*(places[0] - places[1])) == pytest.approx(east, rel=0.01)


@pytest.mark.parametrize("value", [Value.SPOTS, Value.GETIS])
def test_spots_are_kinds_of_the_view(tiny_snapshot: Snapshot, value: Value) -> None:
    view = compute(tiny_snapshot, replace(RISK, value=value))
    assert view.kinds == tuple(str(one) for one in SPOTS[value])
    named = [view.kinds[one] if one != NO_CLASS else None for one in view.classes]
    assert named == [None if pd.isna(one) else one for one in view.frame["spot"]]
    assert (view.classes[6:] == NO_CLASS).all()


@pytest.mark.parametrize("value", [Value.TOGETHER, Value.CLUSTERS])
def test_clusters_are_numbered_and_the_rest_is_none(tiny_snapshot: Snapshot, value: Value) -> None:
    selection = replace(RISK, value=value)
    view = compute(tiny_snapshot, selection)
    found = clusters(tiny_snapshot, value, "crime_total", Group.ALL, YEAR).found
    assert view.kinds == (*(str(number) for number in range(1, len(found) + 1)), "0")
    for number, one in enumerate(found, start=1):
        assert view.frame.iloc[one.members]["cluster"].tolist() == [number] * len(one.members)
    assert (view.classes[6:] == NO_CLASS).all()


def test_only_what_is_shown_is_sent(tiny_snapshot: Snapshot) -> None:
    risk = sent(compute(tiny_snapshot, replace(RISK, all_mahallas=True)))
    assert {"count", "expected", "rr", "rr_lo", "rr_hi", "p_raised", "rate", "people"} <= set(risk.columns)
    assert not {"value", "smr", "p_high", "differs", "rate_lo"} & set(risk.columns)
    change = sent(compute(tiny_snapshot, replace(START, value=Value.CHANGE)))
    assert {"count_before", "rate_difference", "label"} <= set(change.columns)


def test_a_change_says_which_side_is_hidden(tmp_path: Path, tiny_dataset: Path) -> None:
    """Youth: 9 everywhere but for the first mahalla, 2 in 2025Q4, and the second, 2 in 2024Q4. With each another mahalla of
    its district is hidden for the whole year: the smallest, the first other by code."""
    shutil.copytree(tiny_dataset, tmp_path / "files")
    path = tmp_path / "files" / "data" / "statistics.csv"
    lines = path.read_text(encoding="utf-8").replace(",youth,0\n", ",youth,9\n")
    for code, quarter in ((MAHALLAS[0], "2025Q4"), (MAHALLAS[1], "2024Q4")):
        assert f"{code},{quarter},crime_total,youth,9\n" in lines
        lines = lines.replace(f"{code},{quarter},crime_total,youth,9\n", f"{code},{quarter},crime_total,youth,2\n")
    path.write_text(lines, encoding="utf-8")
    publish(tmp_path / "files" / "geo", tmp_path / "files" / "data", tmp_path / "home")
    snapshot = open_snapshot(tmp_path / "home")
    youth = replace(START, group=Group.YOUTH, value=Value.CHANGE_YEAR, all_mahallas=True)
    view = compute(snapshot, replace(youth, period=Period.parse("2025Q4")))
    hidden = view.frame["hidden"].to_numpy(dtype=bool)
    before = view.frame["hidden_before"].to_numpy(dtype=bool)
    assert hidden[0]
    assert before[1]
    assert not (hidden | before)[4:].any()
    assert (view.hidden == (hidden | before)).all()
    told = view.frame.loc[hidden & ~before, "count_before"]
    assert told.tolist() == [9.0] * len(told)  # it is shown where that quarter is looked at
    first = compute(snapshot, replace(youth, period=Period.parse("2024Q4")))
    assert class_string(first) == NO_FIGURE * len(MAHALLAS)  # nothing stands before it, hidden or not
    category = compute(snapshot, replace(youth, classes=ClassRule.CATEGORY))
    assert class_string(category)[-1] == NO_FIGURE  # no category was given, whatever became of its count
