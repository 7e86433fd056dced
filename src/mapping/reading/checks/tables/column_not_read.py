"""A column that is not understood is not read, and that is told."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft
from mapping.reading.tables.places import Place
from mapping.reading.tables.unread import unread_columns


@rule("column_not_read", Severity.INFO, section="4.3", on=TableDraft)
def column_not_read(draft: TableDraft) -> Iterator[Fault]:
    """A column that is not understood is not read, and that is told."""
    for sheet in draft.sheets:
        asked = {one.heading for one in unread_columns(sheet.sheet, sheet.layout, sheet.roles)}
        for column in sheet.roles.unread:
            if column.heading not in asked:
                yield draft.fault_at(Place(sheet.sheet.name, sheet.layout.header + 1, column.heading))
