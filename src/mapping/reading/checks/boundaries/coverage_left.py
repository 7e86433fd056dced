"""After narrow gaps and overlaps are closed, neighbours share every point of their borders."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("coverage_left", section="2.9", on=BoundaryDraft)
def coverage_left(draft: BoundaryDraft) -> Iterator[Fault]:
    """After narrow gaps and overlaps are closed, neighbours share every point of their borders."""
    wide = draft.coverage.same or any(flaw.width > draft.tolerance for flaw in draft.coverage.overlaps)
    if not draft.coverage.valid_after and not wide:
        yield Fault(draft.file, None, "geometry")
