"""A geometry has coordinates."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule
from mapping.reading.shapes import geometry_faults


@rule("geometry_empty")
def geometry_empty(dataset: RawDataset) -> Iterator[Fault]:
    """A geometry has coordinates."""
    yield from geometry_faults(dataset, shapely.is_empty)
