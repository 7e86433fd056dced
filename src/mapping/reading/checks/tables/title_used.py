"""What the columns leave open is taken from the title or the name of the sheet, and that is told."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft
from mapping.reading.tables.places import Place


@rule("title_used", Severity.INFO, section="4.4", on=TableDraft)
def title_used(draft: TableDraft) -> Iterator[Fault]:
    """What the columns leave open is taken from the title or the name of the sheet, and that is told."""
    for sheet in draft.sheets:
        for column, value in sheet.from_title.items():
            yield draft.fault_at(Place(sheet.sheet.name, sheet.layout.header + 1, column), value=value)
