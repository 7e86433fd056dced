"""A form that was brought back, as rows; read in a process of its own, so that no file can harm the one that asks."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from mapping.live.forms.sheet import COLUMNS, HIDDEN
from mapping.live.reports.errors import ReportRefused
from mapping.reading.files.apart import apart
from mapping.reading.files.limits import MOST_TABLE_BYTES, check_size
from mapping.reading.files.recognition import recognise
from mapping.reading.tables.figures import Cell
from mapping.reading.tables.grid import read_sheets

_LOOKED_AT = 20  # rows among which the codes stand
_DIGITS = 9  # so many of a whole number are read; Python refuses to read thousands


@dataclass(frozen=True)
class Row:
    """A row of a form: its number in the file, and its cells by their codes, as they stand."""

    number: int
    cells: dict[str, Cell]

    @property
    def measure(self) -> str:
        return str(self.cells.get("measure") or "").strip()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was filled in."""
        return not any(_is_filled(self.cells.get(name)) for name in ("progress", "done_on", "words"))


def _is_filled(cell: Cell) -> bool:
    return cell is not None and str(cell).strip() != ""


def read_form(content: bytes, name: str) -> list[Row]:
    """The rows of a form that name a measure. Raises ReportRefused for what is no form, Refused for a file that harms or is broken."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "form.xlsx")
        path.write_bytes(content)
        rows = apart(partial(rows_in, path), path)
    if rows is None:
        raise ReportRefused("file", "report_form.none", file=Path(name).name)
    return rows


def rows_in(path: Path) -> list[Row] | None:
    """The same, here and now; None for what is no form. Raises Refused."""
    check_size(path, MOST_TABLE_BYTES)
    container = recognise(path)
    if container.is_boundaries:
        return None
    for sheet in read_sheets(path, container)[0]:
        for place, row in enumerate(sheet.rows[:_LOOKED_AT]):
            if [str(cell) for cell in row[: len(HIDDEN)]] == list(HIDDEN):
                return _rows(row, sheet.rows[place + 2 :], first=place + 3)
    return None


def _rows(codes: Sequence[Cell], rows: Sequence[Sequence[Cell]], *, first: int) -> list[Row]:
    named = {place: str(code) for place, code in enumerate(codes) if str(code) in COLUMNS}
    found = [
        Row(number, {name: row[place] for place, name in named.items() if place < len(row)})
        for number, row in enumerate(rows, start=first)
    ]
    return [row for row in found if row.measure or not row.is_blank]


def day_in(cell: Cell) -> date | None:
    """A day as a spreadsheet has it, or in words as 2026-03-31 or 31.03.2026; None for what is none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(str(cell).strip(), form).date()
        except ValueError:
            continue
    return None


def per_cent_in(cell: Cell) -> int | None:
    """A whole per cent from 0 to 100, as a number or in words (`60 %`); None for what is none."""
    if isinstance(cell, bool):
        return None
    written = str(cell).replace("%", "").strip()
    return int(written) if written.isdecimal() and len(written) <= _DIGITS and int(written) <= 100 else None
