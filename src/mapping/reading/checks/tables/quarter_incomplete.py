"""A quarter told by months has all three of them; else it has no figure."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("quarter_incomplete", Severity.ASK, section="4.8", on=TableDraft)
def quarter_incomplete(draft: TableDraft) -> Iterator[Fault]:
    """A quarter told by months has all three of them; else it has no figure."""
    for place, quarter, months in draft.content.incomplete:
        yield draft.fault_at(place, value=quarter, months=months)
