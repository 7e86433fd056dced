"""Degrees to metres and back, so that areas are square metres and widths are metres."""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import CRS, Transformer

# Albers equal-area conic with its standard parallels at 38 and 44 degrees: areas are exact on the ellipsoid,
# lengths within the country are off by less than one per cent (Snyder 1987, USGS PP 1395, section 14).
_EQUAL_AREA = CRS.from_proj4("+proj=aea +lat_1=38 +lat_2=44 +lat_0=41 +lon_0=65 +datum=WGS84 +units=m")
_TO_METRES = Transformer.from_crs("EPSG:4326", _EQUAL_AREA, always_xy=True)
_TO_DEGREES = Transformer.from_crs(_EQUAL_AREA, "EPSG:4326", always_xy=True)


def to_metres(geometry: np.ndarray) -> np.ndarray:
    """Geometries in WGS 84 (longitude, latitude) as geometries in metres of an equal-area projection."""
    return np.asarray(shapely.transform(geometry, _TO_METRES.transform, interleaved=False))


def to_degrees(geometry: np.ndarray) -> np.ndarray:
    """The way back from `to_metres`."""
    return np.asarray(shapely.transform(geometry, _TO_DEGREES.transform, interleaved=False))


def square_metres(geometry: np.ndarray) -> np.ndarray:
    """Areas of geometries in WGS 84, in m2; 0 where there is none, or where it lies off the globe."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.nan_to_num(shapely.area(to_metres(geometry))))
