"""Every sheet has the columns that the table needs; one that has not is left out."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("sheet_left_out", Severity.SHOULD, section="4.1", on=TableDraft)
def sheet_left_out(draft: TableDraft) -> Iterator[Fault]:
    """Every sheet has the columns that the table needs; one that has not is left out."""
    for name, figures in draft.left_out.items():
        if not figures and name not in draft.hidden:
            yield Fault(draft.file, value=name)
