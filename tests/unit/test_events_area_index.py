"""Points into areas: the same as testing every point against every area, and one area for points of shared borders."""

from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.reading.events.area_index import NOWHERE, AreaIndex
from mapping.reading.events.grid import Grid

# Four unit squares; "a" is the upper left one, so that the order of codes is not that of the coordinates.
SQUARES = {
    "a": shapely.box(0, 1, 1, 2), "b": shapely.box(1, 1, 2, 2), "c": shapely.box(0, 0, 1, 1), "d": shapely.box(1, 0, 2, 1),
}  # fmt: skip


def located(index: AreaIndex, *points: tuple[float, float]) -> list[str | None]:
    x, y = np.array(points, dtype=float).T
    return [None if place == NOWHERE else index.codes[place] for place in index.locate(x, y)]


def index_of(areas: dict[str, shapely.Geometry], cells: int = 100) -> AreaIndex:
    return AreaIndex(list(areas), list(areas.values()), cells=cells)


def test_points_inside_are_in_their_square_and_points_off_the_squares_in_none():
    points = [(0.5, 1.5), (1.5, 1.5), (0.5, 0.5), (1.5, 0.5), (-0.1, 0.5), (2.5, 2.5), (1e300, -1e300)]
    assert located(index_of(SQUARES), *points) == ["a", "b", "c", "d", None, None, None]


def test_points_far_from_all_borders_need_no_test():
    assert located(index_of(SQUARES, cells=10_000), (0.5, 1.5), (0.3, 0.4)) == ["a", "c"]
    assert located(index_of(SQUARES), (9, 9)) == [None]
    assert len(index_of(SQUARES).locate(np.empty(0), np.empty(0))) == 0


def test_a_point_on_a_border_is_in_the_area_whose_code_is_first():
    points = [(1, 1.5), (0.5, 1), (1.5, 1), (1, 0.5), (1, 1), (0, 0), (2, 2)]
    assert located(index_of(SQUARES), *points) == ["a", "a", "b", "c", "a", "c", "b"]


def test_the_order_in_which_areas_are_given_does_not_matter():
    turned = dict(reversed(SQUARES.items()))
    assert located(index_of(turned), (1, 1), (1.5, 1)) == ["a", "b"]


def test_an_area_that_another_lies_over_whole_gives_way_to_the_first_code():
    areas = {"z": shapely.box(0, 0, 10, 10), "m": shapely.box(4, 4, 6, 6)}
    assert located(index_of(areas), (5, 5), (4, 5), (3, 3)) == ["m", "m", "z"]
    areas = {"a": shapely.box(0, 0, 10, 10), "m": shapely.box(4, 4, 6, 6)}
    assert located(index_of(areas), (5, 5), (4, 5), (6, 6)) == ["a", "a", "a"]


def test_a_hole_is_no_part_of_the_area_but_its_border_is():
    ring = shapely.box(0, 0, 4, 4) - shapely.box(1, 1, 3, 3)
    assert located(index_of({"r": ring}), (2, 2), (1, 2), (0.5, 0.5)) == [None, "r", "r"]


def test_areas_without_codes_of_their_own_are_not_taken():
    with pytest.raises(ValueError, match="occur once"):
        AreaIndex(["a", "a"], [shapely.box(0, 0, 1, 1)] * 2)
    with pytest.raises(ValueError, match="areas"):
        AreaIndex([], [])


def voronoi(seed: int, count: int) -> gpd.GeoDataFrame:
    """Areas that cover a square without gaps, with slanted borders."""
    random = np.random.default_rng(seed)
    cells = shapely.voronoi_polygons(shapely.multipoints(random.uniform(0, 1, (count, 2))))
    parts = shapely.intersection(shapely.get_parts(cells), shapely.box(0.1, 0.1, 0.9, 0.9))
    parts = parts[~shapely.is_empty(parts)]
    return gpd.GeoDataFrame({"code": [f"{n:04}" for n in range(len(parts))]}, geometry=parts)


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), count=st.integers(2, 60), cells=st.sampled_from([1, 7, 300, 20_000]))
def test_random_points_fall_where_sjoin_puts_them(seed: int, count: int, cells: int):
    areas = voronoi(seed, count)
    x, y = np.random.default_rng(seed + 1).uniform(0, 1, (2, 2000))
    joined = gpd.sjoin(gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y)), areas, predicate="within")
    wanted = np.full(len(x), NOWHERE)
    wanted[joined.index] = joined["code"].astype(int)
    index = AreaIndex(list(areas["code"]), list(areas.geometry), cells=cells)
    assert index.locate(x, y).tolist() == wanted.tolist()


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), count=st.integers(2, 40), cells=st.sampled_from([1, 50, 5000]))
def test_points_of_borders_fall_into_the_first_area_that_covers_them(seed: int, count: int, cells: int):
    """Corners, points along edges (on either side of them by rounding), and points a hair from corners."""
    areas = voronoi(seed, count)
    corners = shapely.get_coordinates(areas.geometry.values)
    share = np.random.default_rng(seed).uniform(0, 1, (len(corners) - 1, 1))
    edges = corners[:-1] + share * np.diff(corners, axis=0)
    x, y = np.concatenate([corners, edges, np.nextafter(corners, 1), np.nextafter(corners, 0)]).T
    covers = shapely.intersects_xy(areas.geometry.to_numpy()[:, None], x, y)
    wanted = np.where(covers.any(axis=0), covers.argmax(axis=0), NOWHERE)
    index = AreaIndex(list(areas["code"]), list(areas.geometry), cells=cells)
    assert index.locate(x, y).tolist() == wanted.tolist()


@settings(max_examples=50)
@given(
    ends=st.lists(st.floats(0, 1), min_size=4, max_size=4),
    cells=st.integers(1, 400),
    shares=st.lists(st.floats(0, 1), min_size=1, max_size=20),
)
def test_every_cell_in_which_a_point_of_a_line_lies_is_touched(ends: list[float], cells: int, shares: list[float]):
    grid = Grid.over((0, 0, 1, 1), cells)
    x0, y0, x1, y1 = (np.array([end]) for end in ends)
    _, touched = grid.touched((x0, y0), (x1, y1))
    along = np.array(shares)
    assert set(grid.cell_of(x0 + along * (x1 - x0), y0 + along * (y1 - y0))) <= set(touched)


def test_many_threads_may_ask_at_once():
    areas = voronoi(1, 200)
    x, y = np.random.default_rng(2).uniform(0, 1, (2, 20_000))
    alone = AreaIndex(list(areas["code"]), list(areas.geometry), cells=500).locate(x, y)
    shared = AreaIndex(list(areas["code"]), list(areas.geometry), cells=500)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: shared.locate(x, y).tolist(), range(8)))
    assert found == [alone.tolist()] * 8


@settings(max_examples=50)
@given(
    corners=st.lists(st.tuples(*[st.integers(0, 12)] * 4), min_size=1, max_size=8),
    cells=st.sampled_from([1, 30, 400]),
)
def test_of_areas_that_overlap_in_any_way_the_first_gets_the_point(corners: list[tuple[int, ...]], cells: int):
    areas = [shapely.box(x, y, x + width + 1, y + height + 1) for x, y, width, height in corners]
    x, y = np.mgrid[-1:26:0.25, -1:26:0.25].reshape(2, -1)
    covers = shapely.intersects_xy(np.array(areas)[:, None], x, y)
    wanted = np.where(covers.any(axis=0), covers.argmax(axis=0), NOWHERE)
    index = AreaIndex([f"{n:02}" for n in range(len(areas))], areas, cells=cells)
    assert index.locate(x, y).tolist() == wanted.tolist()
