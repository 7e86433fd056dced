"""A boundary is a polygon or several."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule
from mapping.reading.shapes import geometry_faults, is_polygonal


@rule("geometry_kind")
def geometry_kind(dataset: RawDataset) -> Iterator[Fault]:
    """A boundary is a polygon or several."""
    yield from geometry_faults(dataset, _is_something_else, lambda found: {"kind": found.geom_type})


def _is_something_else(found: np.ndarray) -> np.ndarray:
    return np.asarray(~is_polygonal(found) & ~shapely.is_missing(found))
