"""Coordinates are longitude -180 to 180 and latitude -90 to 90."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule

_LIMITS = (180.0, 90.0, 180.0, 90.0)


@rule("boundary_off_globe", section="2.4", on=BoundaryDraft)
def boundary_off_globe(draft: BoundaryDraft) -> Iterator[Fault]:
    """Coordinates are longitude -180 to 180 and latitude -90 to 90."""
    inside = (np.abs(shapely.bounds(draft.found)) <= _LIMITS).all(axis=1)
    broken = ~inside & ~shapely.is_missing(draft.found) & ~shapely.is_empty(draft.found)
    yield from draft.faults(broken, lambda position: {"box": _box(draft.found[position])})


def _box(geometry: shapely.Geometry) -> str:
    return " ".join(f"{number:.6g}" for number in shapely.bounds(geometry))
