"""Points and lines beside the polygons of a feature are left out."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule


@rule("parts_dropped", Severity.SHOULD, section="2.6", on=BoundaryDraft)
def parts_dropped(draft: BoundaryDraft) -> Iterator[Fault]:
    """Points and lines beside the polygons of a feature are left out."""
    yield from draft.faults(draft.parts_dropped)
