"""Polygons wrapped in a GeometryCollection are taken out of it."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule


@rule("collection_unwrapped", Severity.INFO, section="2.6", on=BoundaryDraft)
def collection_unwrapped(draft: BoundaryDraft) -> Iterator[Fault]:
    """Polygons wrapped in a GeometryCollection are taken out of it."""
    if draft.unwrapped.any():
        yield Fault(draft.file, None, "geometry", None, {"features": str(int(draft.unwrapped.sum()))})
