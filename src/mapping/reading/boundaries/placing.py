"""Bringing coordinates to longitude and latitude of WGS 84, and saying what had to be assumed on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from pyproj import Transformer
from pyproj.exceptions import ProjError

from mapping.model.problems import Problem
from mapping.reading.boundaries.features import WGS84, Features
from mapping.reading.boundaries.geojson import CRS_UNKNOWN
from mapping.reading.files.limits import refuse
from mapping.reading.registry import Severity, declare

CRS_MISSING = declare(
    "crs_missing", Severity.MUST, "2.3", "A file with coordinates in metres says in which coordinate system they are."
)
CRS_ASSUMED = declare(
    "crs_assumed", Severity.SHOULD, "2.3", "A file without a coordinate system is taken as WGS 84 when it can be that."
)
CRS_CONVERTED = declare(
    "crs_converted", Severity.INFO, "2.3", "Coordinates of another system are converted to WGS 84, and that is told."
)
AXES_EXCHANGED = declare(
    "axes_exchanged",
    Severity.SHOULD,
    "2.4",
    "Longitude comes before latitude; where they are exchanged they are put right, and that is told.",
)
_COUNTRY = (55.0, 36.5, 74.0, 46.5)  # west, south, east, north in degrees, with half a degree and more to spare


class Placed(NamedTuple):
    """Geometries in WGS 84, with what is to be told about how they came there."""

    geometry: np.ndarray
    problems: list[Problem]


def place(features: Features, known: Sequence[shapely.Geometry] = ()) -> Placed:
    """Convert to WGS 84, and exchange the axes of features that lie in the country only the other way round.

    Where features lie as they are among the `known` areas, what was published lies there too: nothing is exchanged.
    Raises Refused when the coordinates are in metres of an unnamed system or cannot be converted.
    """
    geometry, problems = _converted(features)
    wrong = _exchanged(geometry) & ~_among(geometry, known)
    if wrong.any():
        geometry = geometry.copy()
        geometry[wrong] = shapely.transform(geometry[wrong], lambda points: points[:, ::-1])
        problems += _exchange_told(features, wrong)
    return Placed(geometry, problems)


def _among(geometry: np.ndarray, known: Sequence[shapely.Geometry]) -> np.ndarray:
    """Which features touch the box of the known areas."""
    if not len(known):
        return np.zeros(len(geometry), dtype=bool)
    west, south, east, north = shapely.total_bounds(np.array(known, dtype=object))
    bounds = shapely.bounds(geometry)
    return np.asarray(
        (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    )


def _converted(features: Features) -> tuple[np.ndarray, list[Problem]]:
    file, geometry, crs = features.file, features.geometry, features.crs
    if crs is None:
        if not _may_be_degrees(geometry):
            raise refuse(file, CRS_MISSING)
        return geometry, [Problem(file, CRS_ASSUMED)]
    if crs.equals(WGS84, ignore_axis_order=True) or "CRS84" in crs.to_wkt():
        return geometry, []
    try:
        transformer = Transformer.from_crs(crs, WGS84, always_xy=True)
        moved = shapely.transform(geometry, transformer.transform, interleaved=False)
    except (ProjError, ValueError) as fault:
        raise refuse(file, CRS_UNKNOWN, value=crs.name) from fault
    return np.asarray(moved), [Problem(file, CRS_CONVERTED, value=crs.name)]


def _may_be_degrees(geometry: np.ndarray) -> bool:
    points = np.abs(shapely.get_coordinates(geometry))
    return bool((points <= (180.0, 90.0)).all() or (points <= (90.0, 180.0)).all())


def _exchanged(geometry: np.ndarray) -> np.ndarray:
    """Features outside the country that lie in it with exchanged axes; no place lies in it both ways."""
    bounds = shapely.bounds(geometry)
    west, south, east, north = _COUNTRY
    swapped = bounds[:, [1, 0, 3, 2]]
    return np.asarray((swapped >= (west, south, west, south)).all(axis=1) & (swapped <= (east, north) * 2).all(axis=1))


def _exchange_told(features: Features, wrong: np.ndarray) -> list[Problem]:
    """Once for the file when all its features are exchanged, else for each."""
    file = features.file
    if wrong.all():
        return [Problem(file, AXES_EXCHANGED, None, "geometry")]
    rows = (features.number(int(position)) for position in np.flatnonzero(wrong))
    return [Problem(file, AXES_EXCHANGED, row, "geometry") for row in rows]
