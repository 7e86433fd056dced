"""Sheets as they stand in a file: rows of cells, before anything is understood."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import python_calamine

from mapping.model.problems import Problem, Refused
from mapping.reading.files import Container
from mapping.reading.files.limits import (
    MOST_COLUMNS,
    MOST_TABLE_BYTES,
    check_archive,
    check_cells,
    check_sheet,
    check_size,
    check_width,
    refuse,
    unpack,
)
from mapping.reading.files.recognition import BROKEN
from mapping.reading.registry import Severity, declare
from mapping.reading.tables.encoding import likely_code_page
from mapping.reading.tables.figures import Cell
from mapping.reading.tables.quotes import check_quotes
from mapping.reading.tables.workbook_marks import SheetMarks, marks_of

ENCODING = declare(
    "encoding_assumed",
    Severity.INFO,
    "4.7",
    "Text that is not UTF-8 and has no byte-order mark is read in the code page its letters fit, and that is told.",
)
ENCODING_UNKNOWN = declare(
    "encoding_unknown", Severity.MUST, "4.7", "Text is UTF-8, UTF-16, cp1251 or another code page that can be told."
)
NO_DURATION = declare(
    "cell_no_duration",
    Severity.MUST,
    "4.6",
    "A cell in the format of a duration or a day holds a number that can be one.",
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ";\t,|"
_SNIFFED_LINES = 40


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells row by row; row 1 of the file is `rows[0]`.

    `name` tells it from others and is "" where a file has one sheet only; `label` is what it is called in the file.
    `marks`: what is hidden in it, what is an error, what was not worked out.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    label: str = ""
    is_hidden: bool = False
    marks: SheetMarks = field(default_factory=SheetMarks)


def read_sheets(path: Path, container: Container) -> tuple[list[Sheet], list[Problem]]:
    """The sheets that hold anything. Raises Refused when the file cannot be read or is too large."""
    check_size(path, MOST_TABLE_BYTES)
    if container is Container.XLSX:
        return _workbook(path), []
    text, problems = _decoded(path)
    separator = _separator(path, text)
    rows = list(_rows(path, text, separator))
    check_quotes(path.name, text, separator)
    return [Sheet("", rows)], problems


def _decoded(path: Path) -> tuple[str, list[Problem]]:
    content = path.read_bytes()
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode(path, content, encoding), []
    if content[:200].count(0) > len(content[:200]) // 4:
        little = content[1:200:2].count(0) > content[0:200:2].count(0)
        return _decode(path, content, "utf-16-le" if little else "utf-16-be"), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        page = likely_code_page(content)
    if page is None or b"\x00" in content:
        raise refuse(path.name, ENCODING_UNKNOWN)
    return _decode(path, content, page), [Problem(path.name, ENCODING, value=page)]


def _decode(path: Path, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise refuse(path.name, ENCODING_UNKNOWN, value=encoding) from fault


def _rows(path: Path, text: str, separator: str) -> Iterator[list[Cell]]:
    """The cells of each line; quoted texts may hold separators and line ends."""
    csv.field_size_limit(1 << 20)
    cells = 0
    known: dict[str, str] = {}  # a text that stands in many cells is kept once
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            check_width(path, len(row))
            cells += len(row)
            check_cells(path, cells)
            yield [known.setdefault(text, text) for text in map(str.strip, row)]
    except csv.Error as fault:
        raise refuse(path.name, BROKEN, reason=fault) from fault


def _separator(path: Path, text: str) -> str:
    """The sign that splits most lines into the same number of cells, at least two; the commonest when none does."""
    lines = [line for line in text[: 1 << 22].splitlines()[:_SNIFFED_LINES] if line.strip()]
    check_width(path, max((line.count(sign) for line in lines for sign in _SEPARATORS), default=0) // 2)

    def fit(sign: str) -> tuple[int, int]:
        counts = [len(next(csv.reader([line], delimiter=sign))) for line in lines if len(line) < MOST_COLUMNS * 100]
        wide = [count for count in counts if count > 1]
        return (max((wide.count(count) for count in set(wide)), default=0), -_SEPARATORS.index(sign))

    return max(_SEPARATORS, key=fit)


def _workbook(path: Path) -> list[Sheet]:
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(path, archive)
            for member in archive.infolist():  # any part may be named as a sheet
                check_sheet(path, archive, member)
        with python_calamine.load_workbook(str(path)) as workbook:
            visible = {one.name: one.visible is _VISIBLE for one in workbook.sheets_metadata}
            sheets = [_sheet(path, workbook, name, is_hidden=not visible[name]) for name in workbook.sheet_names]
        marks = marks_of(path)
    except (python_calamine.CalamineError, zipfile.BadZipFile, zlib.error, *_ODD) as fault:
        raise refuse(path.name, BROKEN, reason=str(fault).replace(str(path), path.name)) from fault
    sheets = [_marked(sheet, marks.get(sheet.name, SheetMarks())) for sheet in sheets]
    filled = [sheet for sheet in sheets if any(cell not in ("", None) for row in sheet.rows for cell in row)]
    if len(filled) == 1:
        return [replace(filled[0], name="")]
    return filled


_VISIBLE = python_calamine.SheetVisibleEnum.Visible
_ODD = (OSError, EOFError, ValueError, RuntimeError, NotImplementedError)


def _sheet(path: Path, workbook: python_calamine.CalamineWorkbook, name: str, *, is_hidden: bool) -> Sheet:
    opened = workbook.get_sheet_by_name(name)
    rows: list[list[Cell]] = [[] for _ in range(opened.start[0] if opened.start else 0)]
    try:
        for row in opened.iter_rows():
            rows.append([_cell(one) for one in row])  # noqa: PERF401 (those before a fault are counted)
    except OverflowError as fault:
        number = len(rows) + 1
        raise Refused([Problem(path.name, NO_DURATION, number, *_too_long(path, number), {"sheet": name})]) from fault
    return Sheet(name, rows, list(opened.merged_cell_ranges or []), name, is_hidden)


def _too_long(path: Path, row: int) -> tuple[str | None, str | None]:
    """The letters and the number of the first cell of a row that holds more days than a duration can have."""
    cell = re.compile(rb'<c r="([A-Z]{1,3})%d"[^>]*>\s*<v>([^<]{1,40})</v>' % row)
    with zipfile.ZipFile(path) as archive:
        for part in (one for one in archive.infolist() if one.filename.startswith("xl/worksheets/")):
            for letters, written in cell.findall(unpack(path, archive, part)):
                with contextlib.suppress(ValueError):
                    if abs(float(written)) > timedelta.max.days:
                        return letters.decode(), written.decode(errors="replace")
    return None, None


def _marked(sheet: Sheet, marks: SheetMarks) -> Sheet:
    """The sheet with its errors as they are written (`#N/A`), and with what else is marked."""
    for (row, column), written in marks.errors.items():
        if row < len(sheet.rows) and column < len(sheet.rows[row]):
            sheet.rows[row][column] = written
    return replace(sheet, marks=marks)


def _cell(found: object) -> Cell:
    if isinstance(found, str):
        return found.strip()
    if isinstance(found, float) and found.is_integer() and abs(found) < 1e15:
        return int(found)
    return str(found) if isinstance(found, timedelta) else found  # type: ignore[return-value]
