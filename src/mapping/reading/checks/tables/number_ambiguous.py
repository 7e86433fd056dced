"""A number can be read in one way only: 1.234 may be a thousand or a fraction."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import rule
from mapping.reading.tables.draft import TableDraft


@rule("number_ambiguous", section="4.6", on=TableDraft)
def number_ambiguous(draft: TableDraft) -> Iterator[Fault]:
    """A number can be read in one way only: 1.234 may be a thousand or a fraction."""
    for record, written in draft.content.open_figures.items():
        yield draft.fault_at(draft.places[record], value=written)
