"""Degrees to equal-area metres and back; areas and distances are only ever taken in metres."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

GRID = 1e-5
"""Step of written coordinates, in degrees: about 1.1 m."""

_EQUAL_AREA = "+proj=laea +lat_0=38.8 +lon_0=66 +datum=WGS84 +units=m"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Geometries = NDArray[Any]


@cache
def _transformer(*, back: bool) -> Transformer:
    pair = (_EQUAL_AREA, "EPSG:4326") if back else ("EPSG:4326", _EQUAL_AREA)
    return Transformer.from_crs(*pair, always_xy=True)


def _moved(points: Floats, *, back: bool) -> Floats:
    x, y = _transformer(back=back).transform(points[:, 0], points[:, 1])
    return np.column_stack([x, y])


def to_metres(points: Floats) -> Floats:
    """Longitude and latitude (n × 2, degrees) to metres of an equal-area projection of the region."""
    return _moved(points, back=False)


def to_degrees(points: Floats) -> Floats:
    """Metres of the equal-area projection (n × 2) to longitude and latitude."""
    return _moved(points, back=True)


def geometries_to_metres(geometries: Geometries) -> Geometries:
    """Geometries in degrees to equal-area metres."""
    return np.asarray(shapely.transform(geometries, to_metres))


def areas_km2(geometries: Geometries) -> Floats:
    """Areas of geometries given in degrees, in km²."""
    return np.asarray(shapely.area(geometries_to_metres(geometries)) / 1e6)
