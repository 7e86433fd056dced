"""A column that holds figures is understood, or a person says that it is not to be read."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft
from mapping.reading.tables.places import Place
from mapping.reading.tables.unread import unread_columns


@rule("figures_not_read", Severity.ASK, section="4.3", on=TableDraft)
def figures_not_read(draft: TableDraft) -> Iterator[Fault]:
    """A column that holds figures is understood, or a person says that it is not to be read."""
    for sheet in draft.sheets:
        for one in unread_columns(sheet.sheet, sheet.layout, sheet.roles):
            yield draft.fault_at(Place(sheet.sheet.name, one.row, one.heading), value=one.value, figures=one.figures)
