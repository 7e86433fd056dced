"""A geometry has points."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("boundary_has_no_points", section="2.5", on=BoundaryDraft)
def boundary_has_no_points(draft: BoundaryDraft) -> Iterator[Fault]:
    """A geometry has points."""
    yield from draft.faults(shapely.is_empty(draft.geometry))
