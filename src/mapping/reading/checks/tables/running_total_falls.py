"""A running total is never below the one before it."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import rule
from mapping.reading.tables.draft import TableDraft


@rule("running_total_falls", section="4.15", on=TableDraft)
def running_total_falls(draft: TableDraft) -> Iterator[Fault]:
    """A running total is never below the one before it."""
    for place, total, before in draft.content.falls:
        yield draft.fault_at(place, value=total, before=before)
