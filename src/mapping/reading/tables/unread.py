"""What of a sheet is not read: figures in columns that are not understood, and whole sheets that are left out."""

from __future__ import annotations

from typing import NamedTuple

from mapping.reading.codes import is_code
from mapping.reading.tables.cells import plain
from mapping.reading.tables.figures import holds_figure, is_figure
from mapping.reading.tables.grid import Sheet
from mapping.reading.tables.layout import Column, Layout
from mapping.reading.tables.profile import IGNORED
from mapping.reading.tables.roles import Roles


class UnreadColumn(NamedTuple):
    """A column that is not read: its heading (its number where it has none), its figures, where the first of them stands."""

    heading: str
    figures: int
    row: int
    value: str


def unread_columns(sheet: Sheet, layout: Layout, roles: Roles) -> list[UnreadColumn]:
    """The columns that hold figures and serve for nothing, with a heading or without, but for those that a person ignores.

    Row numbers are no figures, nor are codes of areas under a heading that the product knows. Where a table is none of figures,
    what the product itself works out and writes beside it is passed over.
    """
    used = {one.position for one in roles.used} | {one.position for one in layout.columns if _is_passed(one, roles)}
    known = {one.position: one for one in layout.columns}
    found = []
    for position in sorted(set(range(max(map(len, sheet.rows), default=0))) - used):
        cells = [(n, row[position]) for n, row in enumerate(sheet.rows) if n > layout.header and position < len(row)]
        figures = [(n, cell) for n, cell in cells if holds_figure(cell)]
        column = known.get(position)
        written = [plain(cell) for _, cell in figures]
        if not figures or (column is None and _numbers_rows(written)) or (column and _is_of_codes(column, written)):
            continue
        heading = column.heading if column else str(position + 1)
        found.append(UnreadColumn(heading, len(figures), figures[0][0] + 1, written[0]))
    return found


def _is_passed(column: Column, roles: Roles) -> bool:
    return column.means == "number" or (column.means == IGNORED and (column.by_profile or not roles.figures))


def _is_of_codes(column: Column, written: list[str]) -> bool:
    return column.means == IGNORED and all(map(is_code, written))


def figures_in(sheet: Sheet) -> int:
    """How many cells of a sheet hold numbers."""
    return sum(is_figure(cell) for row in sheet.rows for cell in row)


def _numbers_rows(texts: list[str]) -> bool:
    return len(texts) > 1 and texts == [str(n) for n in range(1, len(texts) + 1)]
