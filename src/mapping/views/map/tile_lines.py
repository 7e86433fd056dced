"""What is drawn of a vector tile (Mapbox Vector Tile 2): roads, waters and places, whichever of the usual schemas it follows.

OpenMapTiles, the Protomaps basemap, Shortbread and Mapbox Streets name the same things; what is not named here is not drawn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from mapping.model.locale import Lang
from mapping.views.map.display import MERCATOR_EDGE

SIDE = 4096
"""Of a tile, in its own pixels."""
FAULTS = (DataSourceError, DataLayerError, shapely.errors.ShapelyError)
_ROADS, _WATERS = {"transportation", "roads", "road", "streets"}, {"water", "waterway", "water_polygons", "water_lines"}
_PLACES = {"place", "places", "place_label", "place_labels"}
_RANKS = (
    {"motorway", "trunk", "highway"},
    {"primary", "secondary", "major_road", "medium_road"},
    {"tertiary", "minor", "minor_road", "street", "residential", "unclassified", "living_street"},
)
"""Kinds of roads, the greatest first."""
_SETTLEMENTS = ("city", "town", "village")
_KINDS = ("kind_detail", "class", "kind", "type")
_NAMES = {"name": "", **{f"name{mark}{lang}": str(lang) for lang in Lang for mark in (":", "_")}}


def lines_of(content: bytes) -> dict[str, Any]:
    """`roads` by rank, `rivers` and `lakes` as paths of SVG in a square of `SIDE` pixels; `places` as x, y, rank (0 is a city) and
    names by language, "" for the local one. Raises one of `FAULTS` for what is no tile.
    """
    roads, rivers, lakes = ["", "", ""], "", ""
    places: list[list[Any]] = []
    for layer in pyogrio.list_layers(content)[:, 0]:
        if layer not in _ROADS | _WATERS | _PLACES:
            continue
        shapes, kinds, names = _features(content, str(layer))
        if layer in _ROADS:
            for rank, members in enumerate(_RANKS):
                roads[rank] += _lines(shapes[_is_among(kinds, members)])
        elif layer in _WATERS:
            rivers += _lines(shapes)
            lakes += _rings(shapes)
        else:
            places += _places(shapes, kinds, names)
    return {"roads": roads, "rivers": rivers, "lakes": lakes, "places": sorted(places, key=lambda place: int(place[2]))}


def _features(content: bytes, layer: str) -> tuple[np.ndarray, list[set[str]], list[dict[str, str]]]:
    """Of each feature of a layer its shape in pixels of the tile, all words for its kind, and its names."""
    # As the tile of the whole world, so that its pixels are known whatever their number is.
    meta, _, shapes, columns = pyogrio.raw.read(content, layer=layer, columns=[*_KINDS, *_NAMES], X=0, Y=0, Z=0)
    given = dict(zip(meta["fields"], columns, strict=True))
    kinds = [
        {str(one) for one in row if one is not None}
        for row in zip(*(given[key] for key in _KINDS if key in given), strict=True)
    ]
    names = [
        {
            _NAMES[key]: name
            for key, name in zip(_NAMES.keys() & given.keys(), row, strict=True)
            if isinstance(name, str) and name
        }
        for row in zip(*(given[key] for key in _NAMES.keys() & given.keys()), strict=True)
    ]
    pixels = shapely.transform(shapely.from_wkb(shapes), _to_pixels)
    nothing: tuple[list[set[str]], list[dict[str, str]]] = ([set() for _ in pixels], [{} for _ in pixels])
    return pixels, kinds or nothing[0], names or nothing[1]


def _to_pixels(xy: np.ndarray) -> np.ndarray:
    return np.rint(np.column_stack([xy[:, 0] + MERCATOR_EDGE, MERCATOR_EDGE - xy[:, 1]]) * (SIDE / (2 * MERCATOR_EDGE)))


def _is_among(kinds: list[set[str]], members: set[str]) -> np.ndarray:
    return np.array([bool(one & members) for one in kinds], dtype=bool)


def _lines(shapes: np.ndarray) -> str:
    parts = shapely.get_parts(shapes)
    return "".join(_written(line) for line in parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING])


def _rings(shapes: np.ndarray) -> str:
    parts = shapely.get_parts(shapes)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return "".join(f"{_written(ring)}z" for ring in shapely.get_rings(polygons))


def _written(line: shapely.Geometry) -> str:
    x, y, *rest = shapely.get_coordinates(line).astype(int).ravel().tolist()
    return f"M{x} {y}L{' '.join(map(str, rest))}"


def _places(shapes: np.ndarray, kinds: list[set[str]], names: list[dict[str, str]]) -> list[list[Any]]:
    """Cities, towns and villages that have a name, each where it lies; a tile repeats what lies beyond its edge."""
    found: list[list[Any]] = []
    for shape, kind, name in zip(shapely.centroid(shapes), kinds, names, strict=True):
        rank = next((rank for rank, one in enumerate(_SETTLEMENTS) if one in kind), None)
        if rank is not None and name:
            found.append([int(shape.x), int(shape.y), rank, name])
    return found
