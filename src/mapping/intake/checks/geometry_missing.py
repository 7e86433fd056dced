"""Every feature has a geometry."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from mapping.intake.checks.registry import rule
from mapping.intake.faults import Fault
from mapping.intake.raw import RawDataset
from mapping.intake.shapes import geometry_faults


@rule("geometry_missing")
def geometry_missing(dataset: RawDataset) -> Iterator[Fault]:
    """Every feature has a geometry."""
    yield from geometry_faults(dataset, shapely.is_missing)
