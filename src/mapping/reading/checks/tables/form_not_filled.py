"""A plan's form has at least one row that was filled in."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import rule
from mapping.reading.tables.draft import TableDraft


@rule("form_not_filled", section="6.13", on=TableDraft)
def form_not_filled(draft: TableDraft) -> Iterator[Fault]:
    """A plan's form has at least one row that was filled in."""
    if draft.content.unfilled and not draft.content.rows:
        yield Fault(draft.file, details={"rows": str(len(draft.content.unfilled))})
