"""What a browser draws from: decoded again, four squares are still four squares that share their corners."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from mapping.model.levels import Level
from mapping.store import Snapshot
from mapping.views.map.display import (
    DISTRICT_VIEW,
    FOLDER,
    REGION_VIEW,
    Detail,
    display_frame,
    encode,
    read_index,
    read_set,
    set_name,
    write_display,
)
from tests.conftest import DISTRICTS, MAHALLAS, REGION

CODES = ["1710207001", "1710207002", "1710207003", "1710207004"]
WEST, SOUTH, SIDE = 66.0, 38.0, 0.1


def squares(corner: tuple[float, float] = (1.0, 1.0)) -> gpd.GeoDataFrame:
    """Four quarters of a square that meet in one point, `corner` in units of SIDE from the south-west."""
    x, y = corner
    rings = [
        [(0, y), (x, y), (x, 2), (0, 2)],
        [(x, y), (2, y), (2, 2), (x, 2)],
        [(0, 0), (x, 0), (x, y), (0, y)],
        [(x, 0), (2, 0), (2, y), (x, y)],
    ]
    shapes = [Polygon([(WEST + SIDE * east, SOUTH + SIDE * north) for east, north in ring]) for ring in rings]
    return gpd.GeoDataFrame(
        {"code": CODES, "parent": "1710207", "level": str(Level.MAHALLA)}, geometry=shapes, crs="EPSG:4326"
    )


def decoded(document: dict[str, Any]) -> list[list[np.ndarray]]:
    """For each area its rings as points on the pixel grid, as the browser adds the steps up."""
    origin = np.array(document["origin"])
    rings = [re.findall(r"M(-?\d+ -?\d+)l([-\d ]*)z", path) for path in document["paths"]]
    assert ["".join(f"M{start}l{steps}z" for start, steps in area) for area in rings] == document["paths"]
    return [
        [
            np.cumsum(np.array(f"{start} {steps}".split(), dtype=int).reshape(-1, 2), axis=0) + origin
            for start, steps in area
        ]
        for area in rings
    ]


def points_of(rings: list[np.ndarray]) -> set[tuple[int, int]]:
    return {(int(x), int(y)) for ring in rings for x, y in ring}


def drawn(folder: Path) -> dict[str, dict[str, Any]]:
    """Every display file by the name of its set."""
    return {
        name: json.loads(gzip.decompress((folder / FOLDER / file).read_bytes()))
        for name, file in read_index(folder).items()
    }


def test_four_squares_have_four_corners_each_and_share_them() -> None:
    areas = [points_of(rings) for rings in decoded(json.loads(encode(squares(), DISTRICT_VIEW)))]
    assert [len(area) for area in areas] == [4, 4, 4, 4]
    north_west, north_east, south_west, south_east = areas
    assert len(north_west & north_east) == len(north_west & south_west) == len(south_west & south_east) == 2
    assert len(north_west & north_east & south_west & south_east) == 1


def test_the_grid_is_the_world_map_at_the_zoom() -> None:
    """At zoom 0 the world is 256 pixels wide: 66 degrees east is (66 + 180) / 360 of it; rows go down."""
    document = json.loads(encode(squares(), Detail(zoom=12, tolerance=5.0)))
    rings = decoded(document)
    x = [point[0] for area in rings for point in area[0]]
    assert min(x) == round((66 + 180) / 360 * 256 * 2**12)
    assert max(x) == round((66.2 + 180) / 360 * 256 * 2**12)
    assert rings[0][0][:, 1].min() < rings[2][0][:, 1].min()
    assert document["zoom"] == 12
    assert document["level"] == "mahalla"
    assert document["codes"] == CODES


@settings(max_examples=40)
@given(st.floats(0.05, 1.95), st.floats(0.05, 1.95), st.sampled_from([REGION_VIEW, DISTRICT_VIEW]))
def test_wherever_four_areas_meet_they_stay_glued(x: float, y: float, detail: Detail) -> None:
    document = json.loads(encode(squares((x, y)), detail))
    rings = decoded(document)
    assert len(set.intersection(*[points_of(area) for area in rings])) == 1
    shapes = np.array([Polygon(area[0]) for area in rings])
    assert shapely.coverage_is_valid(shapes)
    inside = shapely.points(np.array(document["points"]).reshape(-1, 2) + document["origin"])
    assert shapely.covers(shapes, inside).all()


def test_a_wavy_border_loses_the_same_points_on_both_sides() -> None:
    y = np.linspace(0, 0.2, 400)
    border = np.column_stack([66.1 + 0.0004 * np.sin(y * 900), 38 + y])
    west = Polygon([(66, 38), *border, (66, 38.2)])
    east = Polygon([*border[::-1], (66.2, 38), (66.2, 38.2)][::-1])
    areas = squares().iloc[:2].set_geometry([west, east], crs="EPSG:4326")
    left, right = (points_of(rings) for rings in decoded(json.loads(encode(areas, REGION_VIEW))))
    assert len(left) < 200
    assert len(left & right) == len(left) - 2 == len(right) - 2
    assert shapely.coverage_is_valid(display_frame(areas).to_crs("EPSG:3857").geometry.to_numpy(), 1e-6)


def test_islands_and_holes_are_rings_of_their_own_and_the_point_lies_in_the_largest_part() -> None:
    land = Polygon(box(66, 38, 66.1, 38.1).exterior, [box(66.02, 38.02, 66.08, 38.08).exterior])
    island = box(66.3, 38, 66.31, 38.01)
    areas = squares().iloc[:1].set_geometry([MultiPolygon([island, land])], crs="EPSG:4326")
    document = json.loads(encode(areas, DISTRICT_VIEW))
    (rings,) = decoded(document)
    assert [len(ring) for ring in rings] == [4, 4, 4]
    point = shapely.Point(np.array(document["points"]) + document["origin"])
    parts = [Polygon(ring) for ring in rings]
    outer, hole = sorted(parts, key=lambda part: part.area)[::-1][:2]
    assert outer.contains(point)
    assert not hole.contains(point)


def test_every_set_is_written_and_named_by_its_content(tiny_snapshot: Snapshot) -> None:
    index = read_index(tiny_snapshot.folder)
    assert set(index) == {
        set_name(Level.DISTRICT, REGION),
        set_name(Level.MAHALLA, REGION),
        *(set_name(Level.MAHALLA, district) for district in DISTRICTS),
    }
    files = {path.name for path in (tiny_snapshot.folder / FOLDER).glob("*.json.gz")}
    assert files == set(index.values())


def test_sets_hold_their_areas_sorted_each_with_its_rings_and_point(tiny_snapshot: Snapshot) -> None:
    documents = drawn(tiny_snapshot.folder)
    assert documents["district-1710"]["codes"] == list(DISTRICTS)
    assert documents["mahalla-1710"]["codes"] == list(MAHALLAS)
    assert documents["mahalla-1710212"]["codes"] == list(MAHALLAS[4:])
    for document in documents.values():
        assert len(document["paths"]) == len(document["codes"]) == len(document["points"]) / 2
        shapes = np.array([Polygon(area[0]) for area in decoded(document)])
        inside = shapely.points(np.array(document["points"]).reshape(-1, 2) + document["origin"])
        assert shapely.contains(shapes, inside).all()
        assert shapely.coverage_is_valid(shapes)


def all_areas() -> gpd.GeoDataFrame:
    """Region, one district and its four mahallas, in no order."""
    mahallas = squares()
    whole = shapely.union_all(mahallas.geometry.to_numpy())
    wide = gpd.GeoDataFrame(
        {"code": ["1710207", "1710"], "parent": ["1710", ""], "level": ["district", "region"]},
        geometry=[whole, whole],
        crs="EPSG:4326",
    )
    rows = [*mahallas.to_dict("records")[::-1], *wide.to_dict("records")]
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def test_the_same_areas_write_the_same_files_in_any_order_and_others_another_name(tmp_path: Path) -> None:
    areas = all_areas()
    write_display(tmp_path / "one", areas)
    write_display(tmp_path / "two", areas.iloc[::-1])
    one = {path.name: path.read_bytes() for path in (tmp_path / "one" / FOLDER).iterdir()}
    assert one == {path.name: path.read_bytes() for path in (tmp_path / "two" / FOLDER).iterdir()}
    moved = areas.copy()
    moved["geometry"] = [
        squares((1.2, 1.1)).geometry[CODES.index(code)] if code in CODES else shape
        for code, shape in zip(moved["code"], moved.geometry, strict=True)
    ]
    write_display(tmp_path / "three", moved)
    before, after = read_index(tmp_path / "one"), read_index(tmp_path / "three")
    assert before["district-1710"] == after["district-1710"]
    assert before["mahalla-1710207"] != after["mahalla-1710207"]


@pytest.mark.parametrize("detail", [REGION_VIEW, DISTRICT_VIEW])
def test_other_programs_get_a_coverage_where_the_areas_are(detail: Detail) -> None:
    areas = squares((0.7, 1.3))
    frame = display_frame(areas, detail)
    assert frame.crs == areas.crs
    assert frame["code"].tolist() == CODES
    shapes = frame.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    pixel = 360 / (256 * 2**detail.zoom)
    assert shapely.hausdorff_distance(shapes, areas.geometry.to_numpy()).max() < pixel


def test_a_set_of_an_older_snapshot_is_read_as_if_written_now(tiny_snapshot: Snapshot, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    index = read_index(tiny_snapshot.folder)
    (tmp_path / FOLDER / "index.json").write_text(json.dumps(index))
    for name, file in index.items():
        now = read_set(tiny_snapshot.folder, name)
        numbers = [
            [[int(step) for step in re.findall(r"-?\d+", ring)] for ring in re.findall(r"M[^z]*z", path)]
            for path in now["paths"]
        ]
        older = {key: value for key, value in now.items() if key not in {"paths", "whole"}} | {"rings": numbers}
        (tmp_path / FOLDER / file).write_bytes(gzip.compress(json.dumps(older).encode()))
        assert read_set(tmp_path, name) == now
