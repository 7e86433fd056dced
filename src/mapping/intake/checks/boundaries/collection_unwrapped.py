"""Polygons wrapped in a GeometryCollection are taken out of it."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.intake.boundaries.draft import BoundaryDraft
from mapping.intake.checks.registry import Severity, rule
from mapping.intake.faults import Fault


@rule("collection_unwrapped", Severity.INFO, section="2.6", on=BoundaryDraft)
def collection_unwrapped(draft: BoundaryDraft) -> Iterator[Fault]:
    """Polygons wrapped in a GeometryCollection are taken out of it."""
    if draft.unwrapped.any():
        yield Fault(draft.file, None, "geometry", None, {"features": str(int(draft.unwrapped.sum()))})
