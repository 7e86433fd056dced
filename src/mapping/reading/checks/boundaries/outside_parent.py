"""At least half of an area lies inside its parent, where that is known exactly."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.boundaries.containment import HALF
from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("outside_parent", section="2.10", on=BoundaryDraft)
def outside_parent(draft: BoundaryDraft) -> Iterator[Fault]:
    """At least half of an area lies inside its parent, where that is known exactly."""
    shares, rough = draft.inside
    yield from draft.faults((shares < HALF) & ~rough, lambda position: {"share": f"{100 * shares[position]:.0f}"})
