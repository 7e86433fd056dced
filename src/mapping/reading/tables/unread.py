"""What of a sheet is not read: figures in columns that are not understood, and whole sheets that are left out."""

from __future__ import annotations

from typing import NamedTuple

from mapping.reading.tables.cells import plain
from mapping.reading.tables.figures import Cell, is_figure
from mapping.reading.tables.grid import Sheet
from mapping.reading.tables.layout import Layout
from mapping.reading.tables.profile import IGNORED
from mapping.reading.tables.roles import Roles


class UnreadColumn(NamedTuple):
    """A column that is not read: its heading (its number where it has none), its figures, where the first of them stands."""

    heading: str
    figures: int
    row: int
    value: str


def unread_columns(sheet: Sheet, layout: Layout, roles: Roles) -> list[UnreadColumn]:
    """The columns that hold figures and serve for nothing, with a heading or without. Row numbers are no figures."""
    used = {one.position for one in layout.columns if one.means in ("number", IGNORED)}
    used |= {one.position for one in roles.used}
    headings = {one.position: one.heading for one in layout.columns}
    width = max((len(row) for row in sheet.rows), default=0)
    found = []
    for position in sorted(set(range(width)) - used):
        cells = [(n, row[position]) for n, row in enumerate(sheet.rows) if n > layout.header and position < len(row)]
        figures = [(n, cell) for n, cell in cells if is_figure(cell)]
        if figures and not _numbers_rows([cell for _, cell in figures]):
            first, cell = figures[0]
            found.append(
                UnreadColumn(headings.get(position) or str(position + 1), len(figures), first + 1, plain(cell))
            )
    return found


def figures_in(sheet: Sheet) -> int:
    """How many cells of a sheet hold numbers."""
    return sum(is_figure(cell) for row in sheet.rows for cell in row)


def _numbers_rows(cells: list[Cell]) -> bool:
    texts = [plain(cell) for cell in cells]
    return len(texts) > 1 and texts == [str(n) for n in range(1, len(texts) + 1)]
