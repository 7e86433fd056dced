"""Areas do not overlap more widely than the tolerance."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.intake.boundaries.coverage import MOST_TOLD
from mapping.intake.boundaries.draft import BoundaryDraft
from mapping.intake.checks.registry import rule
from mapping.intake.faults import Fault


@rule("overlap_wide", section="2.9", on=BoundaryDraft)
def overlap_wide(draft: BoundaryDraft) -> Iterator[Fault]:
    """Areas do not overlap more widely than the tolerance."""
    for flaw in [flaw for flaw in draft.coverage.overlaps if flaw.width > draft.tolerance][:MOST_TOLD]:
        one, two = flaw.between
        names = " / ".join(draft.names[position] or str(draft.rows[position]) for position in (one, two))
        yield draft.fault(one, "geometry", names, **flaw.told())
