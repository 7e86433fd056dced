"""Small counts of groups stay hidden wherever figures of the demonstration are read, and sums stay right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mapping.model.levels import Level
from mapping.model.locale import Lang, text
from mapping.model.periods import Period, Span, periods
from mapping.model.selection import Selection, Value
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.views.difference.figures import revised_figures
from mapping.views.map.areas import area_change, area_figures, changes, risk_figures
from mapping.views.map.space import clusters, spot_figures
from mapping.views.map.view import HIDDEN, NO_FIGURE, class_string, compute

ROOT = Path(__file__).parents[2]
GROUPS = [Group.YOUTH, Group.WOMEN, Group.UNEMPLOYED]
CRIME = "crime_total"


@pytest.fixture(scope="module")
def demo_snapshot(shipped_snapshot: Snapshot) -> Snapshot:
    """The demonstration as it is shown without any setting."""
    return shipped_snapshot


@pytest.fixture(scope="module")
def whole(demo_snapshot: Snapshot) -> Snapshot:
    """The same snapshot with nothing hidden."""
    return Snapshot(demo_snapshot.folder, demo_snapshot.manifest, smallest=1)


@pytest.mark.parametrize("group", GROUPS)
def test_no_small_count_is_in_any_figure_of_any_level_and_period(demo_snapshot: Snapshot, group: Group) -> None:
    k = demo_snapshot.smallest
    assert k == 5
    for period in periods(demo_snapshot.quarters):
        for level in Level:
            shown = area_figures(demo_snapshot, CRIME, group, period, level)
            count = shown["count"]
            assert not ((count > 0) & (count < k)).any(), (period, level)
            assert count[shown["hidden"]].isna().all()
            assert shown.loc[shown["hidden"], ["rate", "rate_lo", "rate_hi"]].isna().all(axis=None)


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_shown_is_what_it_would_be_without_hiding(
    demo_snapshot: Snapshot, whole: Snapshot, group: Group
) -> None:
    for period in periods(demo_snapshot.quarters, Span.QUARTER):
        for level in Level:
            shown = area_figures(demo_snapshot, CRIME, group, period, level)
            truth = area_figures(whole, CRIME, group, period, level).reindex(shown.index)
            seen = ~shown["hidden"]
            np.testing.assert_array_equal(shown.loc[seen, "count"], truth.loc[seen, "count"])
            both = seen & shown["rate"].notna()
            # A mahalla without people whose own count is hidden stays in the numerator of its district and region.
            close = np.isclose(shown.loc[both, "rate"], truth.loc[both, "rate"])
            assert (~close).sum() <= (0 if level is Level.MAHALLA else 1), (period, level)
            np.testing.assert_allclose(shown.loc[both, "rate"], truth.loc[both, "rate"], rtol=0.05)
            assert not truth.loc[shown["hidden"], "count"].isna().any()


def test_most_districts_and_the_region_are_shown_by_year(demo_snapshot: Snapshot) -> None:
    year = Period.parse("2025")
    assert not area_figures(demo_snapshot, CRIME, Group.YOUTH, year, Level.REGION)["hidden"].any()
    assert area_figures(demo_snapshot, CRIME, Group.YOUTH, year, Level.DISTRICT)["hidden"].sum() <= 3


def test_hidden_is_told_apart_from_no_figure(demo_snapshot: Snapshot) -> None:
    selection = Selection("1710", CRIME, Period.parse("2025Q4"), Value.COUNT, Group.YOUTH, all_mahallas=True)
    view = compute(demo_snapshot, selection)
    *_, hidden, without = view.sizes
    assert hidden == view.frame["hidden"].sum() == class_string(view).count(HIDDEN) > 100
    assert 0 < without == class_string(view).count("x") < 10


def test_nothing_is_computed_from_what_is_left_of_a_map(demo_snapshot: Snapshot) -> None:
    chosen = (CRIME, Group.YOUTH, Period.parse("2025"))
    assert risk_figures(demo_snapshot, *chosen, Level.MAHALLA)["rr"].isna().all()
    assert spot_figures(demo_snapshot, Value.SPOTS, *chosen)["spot"].isna().all()
    assert not any(clusters(demo_snapshot, value, *chosen).found for value in (Value.TOGETHER, Value.CLUSTERS))


def test_wider_areas_are_judged_by_the_regions_own_rate(demo_snapshot: Snapshot, whole: Snapshot) -> None:
    chosen = (CRIME, Group.WOMEN, Period.parse("2025Q4"))
    found = risk_figures(demo_snapshot, *chosen, Level.DISTRICT)
    truth = risk_figures(whole, *chosen, Level.DISTRICT)
    region = area_figures(demo_snapshot, *chosen, Level.REGION).loc["1710"]
    known = found["rr"].notna()
    assert 0 < known.sum() < len(found)
    expected = found["people"] * region["count_with_people"] / region["people"]
    np.testing.assert_allclose(found.loc[known, "rr"], (found["count_with_people"] / expected)[known])
    np.testing.assert_allclose(found.loc[known, "rr"], truth.loc[known, "rr"], rtol=0.15)


@pytest.mark.parametrize("value", [Value.CHANGE, Value.CHANGE_YEAR])
@pytest.mark.parametrize("group", GROUPS)
def test_districts_without_a_change_of_rates_are_hidden_where_every_count_is_reported(
    demo_snapshot: Snapshot, value: Value, group: Group
) -> None:
    """Also where the counts of both years are shown and a rate is withheld, now or before."""
    selection = Selection("1710", CRIME, Period.parse("2025"), value, group, all_mahallas=False)
    assert NO_FIGURE not in class_string(compute(demo_snapshot, selection))


@pytest.mark.parametrize("group", GROUPS)
def test_a_part_of_a_period_is_not_given_for_the_whole(demo_snapshot: Snapshot, group: Group) -> None:
    """Of the four quarters to the first one, only that one is in the data."""
    first = demo_snapshot.quarters[0]
    period = Period.parse(f"{first}-4")
    for level in Level:
        shown = area_figures(demo_snapshot, CRIME, group, period, level)
        assert shown[["count", "rate"]].isna().all(axis=None)
        assert not shown["hidden"].any()


def test_a_change_that_would_tell_a_hidden_count_is_not_told(demo_snapshot: Snapshot) -> None:
    now, before = Period.parse("2025Q4"), Period.parse("2024Q4")
    frames = [area_figures(demo_snapshot, CRIME, Group.WOMEN, one, Level.DISTRICT) for one in (now, before)]
    change = changes(demo_snapshot, CRIME, Group.WOMEN, now, before, Level.DISTRICT)
    either = frames[0]["hidden"] | frames[1]["hidden"]
    assert either.any()
    assert change.loc[either, ["difference", "ratio"]].isna().all(axis=None)
    told = area_change(demo_snapshot, CRIME, Group.WOMEN, now, before, "1710")
    assert (
        told["count_before"]
        == area_figures(demo_snapshot, CRIME, Group.WOMEN, before, Level.REGION)["count_with_people"].item()
    )


def test_raw_readings_hide_the_same_cells(demo_snapshot: Snapshot, whole: Snapshot) -> None:
    for group in GROUPS:
        counts = demo_snapshot.counts(CRIME, group, demo_snapshot.quarters, "1710").to_numpy()
        truth = whole.counts(CRIME, group, demo_snapshot.quarters, "1710").to_numpy()
        small = (truth > 0) & (truth < 5)
        assert np.isnan(counts[small]).all()
        shown = ~np.isnan(counts)
        np.testing.assert_array_equal(counts[shown], truth[shown])
    rows = demo_snapshot.all_counts
    of_groups = rows[rows["group"].astype(str) != Group.ALL]
    assert not of_groups["number"].between(1, 4).any()
    assert of_groups["hidden"].any()
    assert not rows.loc[rows["group"].astype(str) == Group.ALL, "hidden"].any()


def test_a_part_of_the_region_reads_as_the_whole_does(demo_snapshot: Snapshot) -> None:
    quarters = demo_snapshot.quarters[::-2]
    whole = demo_snapshot.counts(CRIME, Group.YOUTH, quarters, "1710")
    part = demo_snapshot.counts(CRIME, Group.YOUTH, quarters, "1710224")
    pd.testing.assert_frame_equal(part, whole.loc[part.index])


def test_a_revision_of_a_hidden_count_is_not_listed(demo_snapshot: Snapshot, whole: Snapshot) -> None:
    assert len(revised_figures(whole, demo_snapshot)) == 0


def test_at_one_nothing_is_hidden(whole: Snapshot) -> None:
    assert not whole.hides(Group.YOUTH)
    assert not whole.all_counts["hidden"].any()
    assert "hidden" not in area_figures(whole, CRIME, Group.YOUTH, Period.parse("2025Q4"), Level.MAHALLA)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_words_are_there(lang: Lang) -> None:
    assert "5" in text("hidden.note", lang, k=5)
