"""A boundary is a polygon or several: no points, no lines."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.boundaries.repair import is_polygonal
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("boundary_kind", section="2.6", on=BoundaryDraft)
def boundary_kind(draft: BoundaryDraft) -> Iterator[Fault]:
    """A boundary is a polygon or several: no points, no lines."""
    is_polygon = is_polygonal(draft.geometry)
    other = ~is_polygon & ~shapely.is_empty(draft.geometry) & ~shapely.is_missing(draft.geometry)
    yield from draft.faults(other, lambda position: {"kind": draft.geometry[position].geom_type})
