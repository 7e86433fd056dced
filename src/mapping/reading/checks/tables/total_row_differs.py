"""A total row is the sum of the rows it totals."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("total_row_differs", Severity.ASK, section="4.5", on=TableDraft)
def total_row_differs(draft: TableDraft) -> Iterator[Fault]:
    """A total row is the sum of the rows it totals."""
    for place, total, figures in draft.content.differences:
        yield draft.fault_at(place, value=total, sum=figures)
