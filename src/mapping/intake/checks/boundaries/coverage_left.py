"""After narrow gaps and overlaps are closed, neighbours share every point of their borders."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.intake.boundaries.draft import BoundaryDraft
from mapping.intake.checks.registry import rule
from mapping.intake.faults import Fault


@rule("coverage_left", section="2.9", on=BoundaryDraft)
def coverage_left(draft: BoundaryDraft) -> Iterator[Fault]:
    """After narrow gaps and overlaps are closed, neighbours share every point of their borders."""
    wide = draft.coverage.same or any(flaw.width > draft.tolerance for flaw in draft.coverage.overlaps)
    if not draft.coverage.valid_after and not wide:
        yield Fault(draft.file, None, "geometry")
