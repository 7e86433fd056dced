"""The committed demonstration as a whole: as small as promised, as large as life, accepted, and adding up."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from mapping.demo.places import UNITS
from mapping.model.levels import Level
from mapping.model.periods import Span, periods
from mapping.model.selection import ClassRule, Selection, Value, default_selection
from mapping.publishing import PublishReport, publish
from mapping.store import Snapshot, open_snapshot
from mapping.views.map.areas import area_figures
from mapping.views.map.display import FOLDER, REGION_VIEW, display_frame, read_index, read_set
from mapping.views.map.view import NO_CLASS, compute

ROOT = Path(__file__).parents[2]
GEO, DATA = ROOT / "geo", ROOT / "data"
UTM_42N = "EPSG:32642"

# Public figures, rounded: code of the unit to its area in km².
KM2 = {
    "1710207": 2655, "1710212": 3970, "1710220": 2632, "1710224": 906, "1710229": 1851, "1710232": 1737,
    "1710233": 3111, "1710234": 3085, "1710235": 2119, "1710237": 740, "1710240": 1722, "1710242": 1140,
    "1710245": 1616, "1710250": 1111, "1710401": 81, "1710405": 46,
}  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> PublishReport:
    return publish(GEO, DATA, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def snapshot(report: PublishReport) -> Snapshot:
    return open_snapshot(report.folder.parent)


def test_boundaries_and_tables_are_under_15_megabytes() -> None:
    size = sum(path.stat().st_size for folder in (GEO, DATA) for path in folder.rglob("*") if path.is_file())
    assert size < 15_000_000


def test_one_region_16_districts_and_832_mahallas(snapshot: Snapshot) -> None:
    counted = snapshot.areas["level"].value_counts()
    assert [int(counted[level]) for level in Level] == [1, 16, 832]
    assert snapshot.children("1710").index.tolist() == list(KM2)


def test_districts_have_about_their_public_area(snapshot: Snapshot) -> None:
    """Measured in UTM zone 42, whose scale here is within a thousandth or two of true."""
    districts = snapshot.geometry(Level.DISTRICT).to_crs(UTM_42N)
    sizes = dict(zip(districts["code"], districts.area / 1e6, strict=True))
    for code, km2 in KM2.items():
        assert sizes[code] == pytest.approx(km2, rel=0.3), code
    assert {unit.code: unit.km2 for unit in UNITS} == KM2


def test_it_is_accepted_and_only_the_planted_row_meets_no_area(report: PublishReport, snapshot: Snapshot) -> None:
    assert snapshot.demonstration
    assert {join.table: len(join.unplaced) for join in report.joins if join.unplaced} == {"statistic": 1}
    assert len(snapshot.unplaced) == 1
    assert [str(quarter) for quarter in snapshot.quarters] == [
        f"{y}Q{q}" for y in (2023, 2024, 2025) for q in range(1, 5)
    ]


def test_districts_sum_to_the_region_for_every_indicator_group_and_year(snapshot: Snapshot) -> None:
    summed = ["count", "people", "count_with_people", "areas", "without_figure"]
    for indicator in snapshot.indicators.index:
        for group in snapshot.groups(indicator):
            if snapshot.hides(group):
                continue  # of these what is hidden adds to the sums too: tests/whole/test_shown.py
            for period in periods(snapshot.quarters, Span.YEAR):
                region, districts, mahallas = (
                    area_figures(snapshot, indicator, group, period, level) for level in Level
                )
                told = (indicator, group, str(period))
                np.testing.assert_array_equal(
                    districts[summed].sum(), region.loc["1710", summed].astype(float), str(told)
                )
                assert mahallas["count"].sum() == region.at["1710", "count"], told
                assert region.at["1710", "count"] > 0, told


def test_years_are_the_sum_of_their_quarters(snapshot: Snapshot) -> None:
    start = default_selection(snapshot)
    for year in periods(snapshot.quarters, Span.YEAR):
        whole = area_figures(snapshot, start.indicator, start.group, year, Level.MAHALLA)
        parts = snapshot.counts(start.indicator, start.group, year.quarters, "1710")
        np.testing.assert_array_equal(whole["count"], parts.sum(axis=1, skipna=False))


def test_every_mahalla_is_in_one_class_and_those_without_figures_are_few_and_told(snapshot: Snapshot) -> None:
    start = default_selection(snapshot)
    view = compute(snapshot, Selection(start.area, start.indicator, start.period, Value.RATE, certainty=False))
    assert sum(view.sizes) == 832
    assert view.frame.index[view.classes == NO_CLASS].tolist() == view.frame.index[view.frame["rate"].isna()].tolist()
    assert 1 <= view.sizes[-1] <= 5
    assert max(view.sizes[:-3]) < 2 * min(view.sizes[:-3])  # quantiles: about as many in each
    category = compute(snapshot, Selection(start.area, start.indicator, start.period, classes=ClassRule.CATEGORY))
    red, yellow, green, _, _, none = category.sizes
    assert (red + yellow + green, none) == (832, 0)
    assert 100 < red < yellow


def test_there_is_a_display_file_per_level_and_parent_and_it_is_small(snapshot: Snapshot) -> None:
    index = read_index(snapshot.folder)
    assert set(index) == {"district-1710", "mahalla-1710", *(f"mahalla-{code}" for code in KM2)}
    sizes = {name: (snapshot.folder / FOLDER / file).stat().st_size for name, file in index.items()}
    assert sizes["district-1710"] < 20_000
    assert max(sizes.values()) < 120_000


def test_no_mahalla_is_lost_in_the_geometry_that_browsers_draw(snapshot: Snapshot) -> None:
    for name in read_index(snapshot.folder):
        drawn = read_set(snapshot.folder, name)
        assert drawn["codes"] == sorted(drawn["codes"])
        assert len(drawn["paths"]) == len(drawn["codes"])
        assert min(path.split("z")[0].count(" ") for path in drawn["paths"]) >= 4, name  # three points at least


def test_the_simplified_region_is_still_a_coverage_of_the_same_place(snapshot: Snapshot) -> None:
    mahallas = snapshot.geometry(Level.MAHALLA)
    simple = display_frame(gpd.GeoDataFrame(mahallas), REGION_VIEW)
    shapes = simple.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    before, after = (frame.to_crs(UTM_42N).area.sum() for frame in (mahallas, simple))
    assert after == pytest.approx(before, rel=0.002)
