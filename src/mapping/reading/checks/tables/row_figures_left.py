"""A row that is no record of an area holds no figure."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("row_figures_left", Severity.ASK, section="4.9", on=TableDraft)
def row_figures_left(draft: TableDraft) -> Iterator[Fault]:
    """A row that is no record of an area holds no figure."""
    for place, value in draft.content.left:
        yield draft.fault_at(place, value=value)
