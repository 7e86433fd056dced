"""A repair of rings changes at most one per cent of an area."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.boundaries.projection import square_metres
from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule

_MOST = 0.01


@rule("ring_repaired_much", Severity.SHOULD, section="2.7", on=BoundaryDraft)
def ring_repaired_much(draft: BoundaryDraft) -> Iterator[Fault]:
    """A repair of rings changes at most one per cent of an area."""
    sizes = square_metres(draft.geometry)
    for change in draft.repairs:
        if change.rule == "ring_repaired" and change.area_change > _MOST * sizes[change.position]:
            yield draft.fault(change.position, "geometry", m2=f"{change.area_change:.0f}")
