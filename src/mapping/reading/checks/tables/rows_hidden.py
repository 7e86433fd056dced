"""Rows and columns that are hidden in a workbook are read when a person agrees."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft
from mapping.reading.tables.figures import is_figure
from mapping.reading.tables.file import ReadSheet
from mapping.reading.tables.places import Place


@rule("rows_hidden", Severity.ASK, section="4.17", on=TableDraft)
def rows_hidden(draft: TableDraft) -> Iterator[Fault]:
    """Rows and columns that are hidden in a workbook are read when a person agrees."""
    for sheet in draft.sheets:
        yield from (draft.fault_at(Place(sheet.sheet.name, row, column)) for row, column in _hidden(sheet))


def _hidden(sheet: ReadSheet) -> Iterator[tuple[int, str]]:
    """The first hidden row with a figure, and the hidden columns of figures: row and heading."""
    marks, begins = sheet.sheet.marks, sheet.layout.header + 1
    rows = [
        n
        for n in sorted(marks.rows)
        if begins <= n < len(sheet.sheet.rows) and any(map(is_figure, sheet.sheet.rows[n]))
    ]
    yield from ((row + 1, "") for row in rows)
    for column in sheet.roles.figures:
        if column.position in marks.columns:
            yield begins, column.heading
