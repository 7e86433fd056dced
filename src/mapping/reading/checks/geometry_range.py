"""Coordinates are longitude -180..180 and latitude -90..90, in that order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule
from mapping.reading.shapes import geometry_faults

_LIMITS = np.array([180.0, 90.0, 180.0, 90.0])


@rule("geometry_range")
def geometry_range(dataset: RawDataset) -> Iterator[Fault]:
    """Coordinates are longitude -180..180 and latitude -90..90, in that order."""
    yield from geometry_faults(dataset, _is_off_the_globe, _box)


def _is_off_the_globe(found: np.ndarray) -> np.ndarray:
    inside = (np.abs(shapely.bounds(found)) <= _LIMITS).all(axis=1)
    return np.asarray(~inside & ~shapely.is_missing(found) & ~shapely.is_empty(found))


def _box(found: shapely.Geometry) -> dict[str, str]:
    return {"box": " ".join(f"{number:.6g}" for number in shapely.bounds(found))}
