"""Every feature has a geometry."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule
from mapping.reading.shapes import geometry_faults


@rule("geometry_missing")
def geometry_missing(dataset: RawDataset) -> Iterator[Fault]:
    """Every feature has a geometry."""
    yield from geometry_faults(dataset, shapely.is_missing)
