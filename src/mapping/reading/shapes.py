"""Geometries as the checks see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import shapely

from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset, RawTable


def geometries(layer: RawTable) -> np.ndarray:
    """The layer's geometries, None where a feature has none."""
    return np.empty(0, dtype=object) if layer.geometry is None else layer.geometry


def is_polygonal(found: np.ndarray) -> np.ndarray:
    """Which geometries are a polygon or several."""
    kinds = shapely.get_type_id(found)
    return np.asarray(np.isin(kinds, [shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON]))


def geometry_faults(
    dataset: RawDataset,
    broken: Callable[[np.ndarray], np.ndarray],
    details: Callable[[Any], dict[str, str]] = lambda _: {},
) -> Iterator[Fault]:
    """A fault for every feature whose geometry is `broken` (a level's geometries to one flag each).

    `details` takes the geometry at fault.
    """
    for layer in (one for one in dataset.files if one.level is not None):
        found = geometries(layer)
        for position in np.flatnonzero(broken(found)):
            yield feature_fault(layer, int(position), details(found[position]))


def feature_fault(layer: RawTable, position: int, details: dict[str, str]) -> Fault:
    """A fault of one feature's geometry, with the area's code and name as its value."""
    value = f"{layer.cells['code'][position]} {layer.cells['name_uz_latn'][position]}".strip()
    return Fault(layer.file, int(layer.rows[position]), "geometry", value, details)
