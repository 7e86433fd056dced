"""Detail of borders: more vertices, the same tiling, the same vertices as before; and the net that keeps neighbours alike."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon, box

from mapping.demo.detail import OUTLINE_METRES, detailed
from mapping.demo.net import Inner, entangled, net_of, polygons
from mapping.demo.projection import Geometries, Ints, geometries_to_metres

SIDE = 0.02


def squares(side: float = SIDE) -> tuple[Geometries, Ints]:
    """Four by four squares of `side` degrees (2 km), the middle four having a hole of their own; two districts."""
    at = [(column, row) for row in range(4) for column in range(4)]
    cells = [box(*np.round((66 + x * side, 38 + y * side, 66 + (x + 1) * side, 38 + (y + 1) * side), 5)) for x, y in at]
    west, south, _, _ = cells[5].bounds
    quarter = side / 4
    enclave = box(*np.round((west + quarter, south + quarter, west + 3 * quarter, south + 3 * quarter), 5))
    cells[5] = Polygon(cells[5].exterior, [enclave.exterior.coords])
    owners = np.array([0 if x < 2 else 1 for x, _ in at] + [0], dtype=np.int64)
    return np.array([*cells, enclave], dtype=object), owners


def vertices(shapes: Geometries) -> set[tuple[float, float]]:
    return {(x, y) for x, y in shapely.get_coordinates(shapes).tolist()}


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32), side=st.sampled_from([0.004, 0.02, 0.1]), keep=st.booleans())
def test_detailed_areas_tile_as_before_and_keep_their_vertices(seed: int, side: float, keep: bool) -> None:
    shapes, owners = squares(side)
    found = detailed(np.random.default_rng(seed), shapes, owners, keep_districts=keep)
    assert shapely.is_valid(found).all()
    assert shapely.coverage_is_valid(found)
    assert shapely.get_num_interior_rings(found).tolist() == shapely.get_num_interior_rings(shapes).tolist()
    assert vertices(shapes) <= vertices(found)
    assert len(shapely.coverage_union_all(found).interiors) == 0
    points = shapely.get_coordinates(found)
    assert (np.round(points, 5) == points).all()


def test_borders_get_a_vertex_at_least_every_140_m_off_the_straight_line() -> None:
    shapes, owners = squares()
    found = geometries_to_metres(detailed(np.random.default_rng(1), shapes, owners, keep_districts=False))
    steps = [np.hypot(*np.diff(shapely.get_coordinates(ring), axis=0).T) for ring in shapely.get_rings(found)]
    assert 50 < np.median(np.concatenate(steps)) < 140
    before = geometries_to_metres(shapes)
    assert shapely.hausdorff_distance(found[10].boundary, before[10].boundary) > 20
    assert shapely.area(found).sum() == pytest.approx(shapely.area(before).sum(), rel=0.01)


def test_given_districts_keep_their_borders_and_invented_ones_their_outer_edge_nearly() -> None:
    shapes, owners = squares()
    for keep in (True, False):
        found = detailed(np.random.default_rng(1), shapes, owners, keep_districts=keep)
        west_before, west = (shapely.coverage_union_all(areas[owners == 0]) for areas in (shapes, found))
        assert bool(shapely.equals(west, west_before)) is keep
        whole_before, whole = (
            shapely.coverage_union_all(geometries_to_metres(areas)).boundary for areas in (shapes, found)
        )
        assert shapely.hausdorff_distance(whole, whole_before) < (1e-3 if keep else 5 * OUTLINE_METRES)


def test_the_net_has_each_border_once_and_gives_the_areas_back() -> None:
    """Two squares side by side: six corners, six outer segments and a shared one."""
    shapes = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)], dtype=object)
    net = net_of(shapes)
    assert len(net.vertices) == 6
    assert sorted(map(sorted, net.sides.tolist())) == [[0, 0]] * 3 + [[0, 1]] + [[1, 1]] * 3
    nothing = Inner(np.empty((0, 2)), np.zeros(7, dtype=np.int64))
    assert shapely.equals_exact(polygons(net, nothing), shapely.normalize(shapes)).all()


def test_points_within_a_shared_border_are_in_both_areas() -> None:
    shapes = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)], dtype=object)
    net = net_of(shapes)
    counts = 2 * (net.sides[:, 0] != net.sides[:, 1]).astype(np.int64)
    low, high = net.vertices[net.ends[counts > 0][0]]
    found = polygons(net, Inner(np.array([low + (high - low) * 0.3 + (0.1, 0), low + (high - low) * 0.6]), counts))
    assert shapely.coverage_is_valid(found)
    assert shapely.get_num_coordinates(found).tolist() == [7, 7]
    assert shapely.area(found) == pytest.approx([1 + 0.03, 1 - 0.03])


def test_lines_are_entangled_that_cross_touch_or_loop_but_not_those_that_meet_at_ends() -> None:
    """The first two meet at an end; the third crosses the fourth; the fifth ends on the sixth; the last loops."""
    found = [
        LineString([(0, 0), (1, 0)]), LineString([(1, 0), (2, 1)]),
        LineString([(0, 2), (2, 4)]), LineString([(0, 4), (2, 2)]),
        LineString([(5, 0), (5, 1)]), LineString([(4, 1), (6, 1)]),
        LineString([(8, 0), (9, 1), (9, 0), (8, 1)]),
    ]  # fmt: skip
    assert entangled(np.array(found, dtype=object)).tolist() == [False, False, True, True, True, True, True]
