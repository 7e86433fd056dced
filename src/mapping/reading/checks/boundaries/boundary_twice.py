"""No area is drawn twice."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("boundary_twice", section="2.8", on=BoundaryDraft)
def boundary_twice(draft: BoundaryDraft) -> Iterator[Fault]:
    """No area is drawn twice."""
    for first, again in draft.coverage.same:
        yield draft.fault(again, "geometry", first=draft.rows[first])
