"""Areas leave no gap between them that is wider than the tolerance."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.boundaries.coverage import MOST_TOLD
from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule


@rule("gap_wide", Severity.SHOULD, section="2.9", on=BoundaryDraft)
def gap_wide(draft: BoundaryDraft) -> Iterator[Fault]:
    """Areas leave no gap between them that is wider than the tolerance."""
    for flaw in [flaw for flaw in draft.coverage.gaps if flaw.width > draft.tolerance][:MOST_TOLD]:
        yield Fault(draft.file, None, "geometry", None, flaw.told())
