"""Months are added up to quarters, and that is told."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("months_summed", Severity.INFO, section="4.8", on=TableDraft)
def months_summed(draft: TableDraft) -> Iterator[Fault]:
    """Months are added up to quarters, and that is told."""
    if draft.content.by_months:
        yield Fault(draft.file)
