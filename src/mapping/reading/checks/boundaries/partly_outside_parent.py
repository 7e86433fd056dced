"""An area lies inside its parent but for a tenth."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.boundaries.containment import HALF, MOST
from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule


@rule("partly_outside_parent", Severity.SHOULD, section="2.10", on=BoundaryDraft)
def partly_outside_parent(draft: BoundaryDraft) -> Iterator[Fault]:
    """An area lies inside its parent but for a tenth."""
    shares, rough = draft.inside
    partly = ((shares >= HALF) | rough) & (shares < MOST)
    yield from draft.faults(partly, lambda position: {"share": f"{100 * shares[position]:.0f}"})
