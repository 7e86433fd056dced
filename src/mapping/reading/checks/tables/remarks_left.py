"""Remarks below a table are left out, and that is told."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("remarks_left", Severity.INFO, section="4.9", on=TableDraft)
def remarks_left(draft: TableDraft) -> Iterator[Fault]:
    """Remarks below a table are left out, and that is told."""
    for place in draft.content.remarks:
        yield draft.fault_at(place)
