"""A total column is the sum of the figures in its row."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("total_column_differs", Severity.ASK, section="4.5", on=TableDraft)
def total_column_differs(draft: TableDraft) -> Iterator[Fault]:
    """A total column is the sum of the figures in its row."""
    for place, total, figures in draft.content.column_differences:
        yield draft.fault_at(place, value=total, sum=figures)
