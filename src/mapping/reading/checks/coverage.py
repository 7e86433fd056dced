"""The areas of a level neither overlap nor leave slivers: shared borders have the same points."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule
from mapping.reading.shapes import feature_fault, geometries, is_polygonal


@rule("coverage")
def coverage(dataset: RawDataset) -> Iterator[Fault]:
    """The areas of a level neither overlap nor leave slivers: shared borders have the same points."""
    for layer in () if dataset.fits else dataset.layers.values():
        found = geometries(layer)
        if is_polygonal(found).all() and shapely.is_valid(found).all() and not shapely.coverage_is_valid(found):
            edges = shapely.coverage_invalid_edges(found)
            for position in np.flatnonzero(~shapely.is_empty(edges)):
                yield feature_fault(layer, int(position), _first_point(edges[position]))


def _first_point(edges: shapely.Geometry) -> dict[str, str]:
    x, y = shapely.get_coordinates(edges)[0]
    return {"place": f"{x:.5f} {y:.5f}"}
