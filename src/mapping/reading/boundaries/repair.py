"""Making polygons of what is found: collections unwrapped, rings that cross made valid, each with what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely

from mapping.reading.boundaries.projection import square_metres
from mapping.reading.registry import Severity, declare

RING_REPAIRED = declare(
    "ring_repaired", Severity.INFO, "2.7", "Rings that cross themselves are repaired, each with the area it changed."
)
_POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


class Repair(NamedTuple):
    """What was changed on one feature (its position): the rule, and the area changed in m2, never negative."""

    position: int
    rule: str
    area_change: float


@dataclass(frozen=True)
class Repaired:
    """Polygons or MultiPolygons, or what could not be made one; what was changed; which had other parts left out."""

    geometry: np.ndarray
    repairs: list[Repair]
    unwrapped: np.ndarray
    parts_dropped: np.ndarray


def is_polygonal(geometry: np.ndarray) -> np.ndarray:
    """Which geometries are a polygon or several, and not empty."""
    return np.asarray(np.isin(shapely.get_type_id(geometry), _POLYGONAL) & ~shapely.is_empty(geometry))


def on_the_globe(geometry: np.ndarray) -> np.ndarray:
    """Which geometries lie within longitude -180 to 180 and latitude -90 to 90."""
    return np.asarray((np.abs(shapely.bounds(geometry)) <= (180.0, 90.0, 180.0, 90.0)).all(axis=1))


def repair(geometry: np.ndarray) -> Repaired:
    """Unwrap collections that hold polygons, then make invalid polygons valid.

    `make_valid` with the structure method keeps the area that rings enclose; the change is the difference of
    the areas before and after in an equal-area projection, with the area before taken from the rings as drawn.
    """
    fixed = geometry.copy()
    kinds = shapely.get_type_id(geometry)
    collections = kinds == shapely.GeometryType.GEOMETRYCOLLECTION
    dropped = np.zeros(len(geometry), dtype=bool)
    for position in np.flatnonzero(collections):
        fixed[position], dropped[position] = _unwrapped(geometry[position])
    broken = is_polygonal(fixed) & ~shapely.is_valid(fixed)
    before = fixed[broken]
    fixed[broken] = [_polygons(one) for one in shapely.make_valid(before, method="structure", keep_collapsed=False)]
    changes = np.abs(square_metres(fixed[broken]) - square_metres(before))
    repairs = [
        Repair(int(position), RING_REPAIRED, float(change))
        for position, change in zip(np.flatnonzero(broken), changes, strict=True)
    ]
    return Repaired(fixed, repairs, collections & is_polygonal(fixed), dropped)


def _unwrapped(collection: shapely.Geometry) -> tuple[shapely.Geometry, bool]:
    """The polygons of a collection as one geometry, and whether it held anything else; itself when it has none."""
    parts = _leaves(collection)
    polygons = [part for part in parts if part.geom_type == "Polygon"]
    if not polygons:
        return collection, False
    merged = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    return merged, len(polygons) < len(parts)


def _leaves(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    """The simple geometries in a collection, however deep it is nested."""
    if not hasattr(geometry, "geoms"):
        return [geometry]
    return [leaf for part in geometry.geoms for leaf in _leaves(part)]


def _polygons(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygonal part of what `make_valid` gives."""
    if geometry.geom_type == "GeometryCollection":
        return _unwrapped(geometry)[0]
    return geometry
