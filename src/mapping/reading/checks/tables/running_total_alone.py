"""The running total of a quarter stands beside that of the quarter before."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import rule
from mapping.reading.tables.draft import TableDraft


@rule("running_total_alone", section="4.15", on=TableDraft)
def running_total_alone(draft: TableDraft) -> Iterator[Fault]:
    """The running total of a quarter stands beside that of the quarter before."""
    for place, total in draft.content.alone:
        yield draft.fault_at(place, value=total)
