"""Rows of a plan's form that nobody filled in are left out, and that is told."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("row_not_filled", Severity.INFO, section="6.13", on=TableDraft)
def row_not_filled(draft: TableDraft) -> Iterator[Fault]:
    """Rows of a plan's form that nobody filled in are left out, and that is told."""
    for place in draft.content.unfilled:
        yield draft.fault_at(place)
