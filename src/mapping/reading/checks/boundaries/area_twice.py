"""An area stands in the file once."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("area_twice", section="3.4", on=BoundaryDraft)
def area_twice(draft: BoundaryDraft) -> Iterator[Fault]:
    """An area stands in the file once."""
    first: dict[str, int] = {}
    for position, code in enumerate(draft.matches.codes):
        if code and code in first:
            yield draft.fault(position, first=draft.rows[first[code]])
        first.setdefault(code, position)
