"""Areas do not overlap more widely than the tolerance."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.boundaries.coverage import MOST_TOLD
from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("overlap_wide", section="2.9", on=BoundaryDraft)
def overlap_wide(draft: BoundaryDraft) -> Iterator[Fault]:
    """Areas do not overlap more widely than the tolerance."""
    for flaw in [flaw for flaw in draft.coverage.overlaps if flaw.width > draft.tolerance][:MOST_TOLD]:
        one, two = flaw.between
        names = " / ".join(map(draft.called, (one, two)))
        yield draft.fault(one, "geometry", names, **flaw.told())
