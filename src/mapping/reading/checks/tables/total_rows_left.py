"""Total rows are left out, and that is told."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("total_rows_left", Severity.INFO, section="4.5", on=TableDraft)
def total_rows_left(draft: TableDraft) -> Iterator[Fault]:
    """Total rows are left out, and that is told."""
    if draft.content.totals:
        yield Fault(draft.file, value=str(draft.content.totals))
