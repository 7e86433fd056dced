"""Display geometry: small files from which a browser draws, one per level and parent, named by their content.

Boundaries are simplified together, so that neighbours stay glued, and rounded to whole pixels of the world
map (Web Mercator) at one zoom. A file holds, for each area, the path of its rings.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from mapping.model.levels import Level

FOLDER = "display"
TILE = 256
MERCATOR_EDGE = 20037508.342789244
MERCATOR = "EPSG:3857"


@dataclass(frozen=True)
class Detail:
    """How finely a set is kept: `zoom` fixes the pixel, `tolerance` is in such pixels."""

    zoom: int
    tolerance: float


# A pixel at zoom 12 is about 30 m here; a region fills a screen at zoom 8 to 9, a district at 10 to 12.
REGION_VIEW = Detail(zoom=12, tolerance=5.0)
DISTRICT_VIEW = Detail(zoom=14, tolerance=3.0)


def write_display(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """Write every display file of a snapshot into `folder/display`, and `index.json` that names them.

    `areas` has columns code, parent, level and geometry in WGS 84.
    """
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    index: dict[str, str] = {}
    for name, members, detail in _sets(areas):
        content = gzip.compress(encode(members, detail).encode(), compresslevel=9, mtime=0)
        file = f"{name}.{hashlib.sha256(content).hexdigest()[:12]}.json.gz"
        (target / file).write_bytes(content)
        index[name] = file
    (target / "index.json").write_text(json.dumps(index, indent=1), encoding="utf-8")


def set_name(level: Level, parent: str) -> str:
    """The name of the set of one level's areas inside one parent."""
    return f"{level}-{parent}"


def read_index(folder: Path) -> dict[str, str]:
    """The display files of a snapshot: set name to file name."""
    index: dict[str, str] = json.loads((folder / FOLDER / "index.json").read_text(encoding="utf-8"))
    return index


def read_set(folder: Path, name: str) -> dict[str, Any]:
    """A set of a snapshot as `encode` wrote it; of one of format 2 or older, whose rings are numbers, made like it."""
    found: dict[str, Any] = json.loads(gzip.decompress((folder / FOLDER / read_index(folder)[name]).read_bytes()))
    return found if "paths" in found else _from_numbers(found)


def _from_numbers(found: dict[str, Any]) -> dict[str, Any]:
    rings = [[np.array(ring).reshape(-1, 2) for ring in area] for area in found.pop("rings")]
    points = np.concatenate([np.cumsum(ring, axis=0) for area in rings for ring in area])
    whole = [*points.min(axis=0).tolist(), *points.max(axis=0).tolist()]
    return found | {"whole": whole, "paths": ["".join(map(_written, area)) for area in rings]}


def display_frame(areas: gpd.GeoDataFrame, detail: Detail = REGION_VIEW) -> gpd.GeoDataFrame:
    """The simplified, rounded areas back in WGS 84: what a reader of the map sees, for other programs."""
    pixels = shapely.transform(_simplified(areas, detail), np.rint)
    mercator = shapely.transform(pixels, lambda xy: _to_mercator(xy, detail.zoom))
    frame = areas.drop(columns="geometry").assign(geometry=mercator)
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=MERCATOR).to_crs("EPSG:4326")


def _sets(areas: gpd.GeoDataFrame) -> list[tuple[str, gpd.GeoDataFrame, Detail]]:
    """Districts of the region, all its mahallas, and the mahallas of each district."""
    by_level = {Level(level): frame.sort_values("code") for level, frame in areas.groupby("level")}
    districts = by_level[Level.DISTRICT]
    mahallas = by_level[Level.MAHALLA]
    sets = []
    for region in by_level[Level.REGION]["code"]:
        inside = mahallas[mahallas["code"].str.startswith(region)]
        sets.append((set_name(Level.DISTRICT, region), districts[districts["parent"] == region], REGION_VIEW))
        sets.append((set_name(Level.MAHALLA, region), inside, REGION_VIEW))
    for district, members in mahallas.groupby("parent"):
        sets.append((set_name(Level.MAHALLA, str(district)), members, DISTRICT_VIEW))
    return [one for one in sets if len(one[1])]


def encode(areas: gpd.GeoDataFrame, detail: Detail) -> str:
    """One set as JSON: codes, `origin` and `zoom` of the pixel grid, `paths` of SVG, `points` inside areas.

    `whole` is left, top, right and bottom of all, from the origin. The browser reads a written path faster than it makes one of
    numbers, and keeps less of it.
    """
    shapes = _simplified(areas, detail)
    bounds = shapely.total_bounds(shapes)
    origin = np.floor(bounds[:2]).astype(int)
    inside = np.array([_inner_point(shape) for shape in shapes])
    return json.dumps(
        {
            "level": str(areas["level"].iloc[0]),
            "zoom": detail.zoom,
            "origin": origin.tolist(),
            "codes": areas["code"].tolist(),
            "whole": np.rint(bounds - np.tile(origin, 2)).astype(int).tolist(),
            "paths": [_path(shape, origin) for shape in shapes],
            "points": np.rint(inside - origin).astype(int).ravel().tolist(),
        },
        separators=(",", ":"),
    )


def _simplified(areas: gpd.GeoDataFrame, detail: Detail) -> np.ndarray:
    mercator = areas.geometry.to_crs(MERCATOR).to_numpy()
    pixels = shapely.transform(mercator, lambda xy: _to_pixels(xy, detail.zoom))
    return np.asarray(shapely.coverage_simplify(pixels, detail.tolerance))


def _to_pixels(xy: np.ndarray, zoom: int) -> np.ndarray:
    scale = TILE * 2**zoom / (2 * MERCATOR_EDGE)
    return np.column_stack([(xy[:, 0] + MERCATOR_EDGE) * scale, (MERCATOR_EDGE - xy[:, 1]) * scale])


def _to_mercator(xy: np.ndarray, zoom: int) -> np.ndarray:
    scale = 2 * MERCATOR_EDGE / (TILE * 2**zoom)
    return np.column_stack([xy[:, 0] * scale - MERCATOR_EDGE, MERCATOR_EDGE - xy[:, 1] * scale])


def _inner_point(shape: shapely.Geometry) -> tuple[float, float]:
    """The centre of the largest circle inside: where a name or a letter has most room."""
    largest = max(shapely.get_parts(shape), key=shapely.area)
    west, south, east, north = largest.bounds
    pole = shapely.get_point(shapely.maximum_inscribed_circle(largest, max(east - west, north - south) / 50), 0)
    return pole.x, pole.y


def _path(shape: shapely.Geometry, origin: np.ndarray) -> str:
    """Every ring of an area: its first point from the origin, then steps; points that round together are one."""
    rings = []
    for ring in shapely.get_rings(shapely.get_parts(shape)):  # of a whole multipolygon it gives none
        points = np.rint(shapely.get_coordinates(ring)[:-1]).astype(int) - origin
        steps = np.diff(points, axis=0)
        rings.append(np.concatenate([points[:1], steps[(steps != 0).any(axis=1)]]))
    return "".join(map(_written, rings))


def _written(ring: np.ndarray) -> str:
    """SVG of a ring: where it begins, then the steps."""
    x, y, *steps = ring.ravel().tolist()
    return f"M{x} {y}l{' '.join(map(str, steps))}z"
