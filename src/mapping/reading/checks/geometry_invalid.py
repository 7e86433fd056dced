"""A boundary's rings do not cross themselves or one another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule
from mapping.reading.shapes import geometry_faults, is_polygonal


@rule("geometry_invalid")
def geometry_invalid(dataset: RawDataset) -> Iterator[Fault]:
    """A boundary's rings do not cross themselves or one another."""
    yield from geometry_faults(dataset, _is_invalid, lambda found: {"reason": shapely.is_valid_reason(found)})


def _is_invalid(found: np.ndarray) -> np.ndarray:
    return np.asarray(is_polygonal(found) & ~shapely.is_valid(found))
