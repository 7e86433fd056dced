"""The file holds all areas of its parent."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.boundaries.coverage import MOST_TOLD
from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule


@rule("area_absent", Severity.SHOULD, section="3.5", on=BoundaryDraft)
def area_absent(draft: BoundaryDraft) -> Iterator[Fault]:
    """The file holds all areas of its parent."""
    if draft.parent is None or not any(draft.matches.codes):
        return
    absent = [
        area for area in draft.reference.within(draft.level, draft.parent) if area.code not in draft.matches.codes
    ]
    for area in absent[:MOST_TOLD]:
        yield Fault(draft.file, None, None, f"{area.code} {area.name}", {"parent": draft.parent})
