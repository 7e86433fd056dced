"""A figure stands in a cell of one row: merged over several it belongs to nobody knows which."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import rule
from mapping.reading.tables.draft import TableDraft
from mapping.reading.tables.figures import is_figure
from mapping.reading.tables.places import Place


@rule("figure_merged", section="4.19", on=TableDraft)
def figure_merged(draft: TableDraft) -> Iterator[Fault]:
    """A figure stands in a cell of one row."""
    for sheet in draft.sheets:
        headings = {one.position: one.heading for one in sheet.roles.figures}
        rows = sheet.sheet.rows
        for (top, left), (bottom, _) in sheet.sheet.merged:
            is_read = top > sheet.layout.header and bottom > top and left in headings
            if is_read and left < len(rows[top]) and is_figure(rows[top][left]):
                yield draft.fault_at(
                    Place(sheet.sheet.name, top + 1, headings[left]), value=str(rows[top][left]), last=bottom + 1
                )
