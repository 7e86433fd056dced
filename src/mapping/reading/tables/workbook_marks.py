"""What a workbook says of its cells beyond their values: what is hidden, what is an error, what was never worked out.

The reader of workbooks gives an empty cell for an error, and for a formula that no program has worked out yet: so a
figure would go without a word. They are looked for in the parts themselves.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import IO

_PIECE = 1 << 20
_PREFIX = rb"(?:[\w.-]+:)?"
_ROW = re.compile(rb"<" + _PREFIX + rb"row\b([^>]*)>")
_CELL = re.compile(
    rb"<" + _PREFIX + rb"c\b([^>]*)>\s*(?:<" + _PREFIX + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</" + _PREFIX + rb"f>)()\s*)?"
    rb"(?:<" + _PREFIX + rb"v\b(?:[^>]*/>|[^>]*>([^<]*)</" + _PREFIX + rb"v>))?\s*</" + _PREFIX + rb"c>"
)
_COLUMN = re.compile(rb"<" + _PREFIX + rb"col\b([^>]*)>")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SHEET = re.compile(r"<(?:[\w.-]+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:[\w.-]+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_TRUE = {"1", "true"}


@dataclass
class SheetMarks:
    """`rows` and `columns` that are hidden, `errors` and `formulas` without a value, by row and column from 0."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: list[tuple[int, int]] = field(default_factory=list)


def marks_of(path: Path) -> dict[str, SheetMarks]:
    """The marks of each sheet by name; a sheet that the links of the workbook do not lead to is left out."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if not {_BOOK, _LINKS} <= names:
            return {}
        targets = {
            one.get("Id", ""): posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
            for one in _attributes(_RELATION, archive.read(_LINKS))
        }
        found: dict[str, SheetMarks] = {}
        for sheet in _attributes(_SHEET, archive.read(_BOOK)):
            link = next((value for key, value in sheet.items() if key.rpartition(":")[2] == "id"), "")
            part = targets.get(link, "")
            if part in names:
                with archive.open(part) as opened:
                    found[sheet.get("name", "")] = _marks(opened)
        return found


def _attributes(tag: re.Pattern[str], content: bytes) -> Iterator[dict[str, str]]:
    for found in tag.finditer(content.decode("utf-8", errors="replace")):
        yield _told(found[1])


def _told(attributes: str) -> dict[str, str]:
    return {name: unescape(one or other) for name, one, other in _ATTRIBUTE.findall(attributes)}


def _marks(opened: IO[bytes]) -> SheetMarks:
    marks = SheetMarks()
    for piece in _pieces(opened):
        if b"hidden" in piece:
            _note_hidden(piece, marks)
        if b't="e"' in piece or b"t='e'" in piece or b"<f" in piece or b":f" in piece:
            _note_cells(piece, marks)
    return marks


def _pieces(opened: IO[bytes]) -> Iterator[bytes]:
    """The part, cut before a row begins."""
    carried = b""
    while chunk := opened.read(_PIECE):
        carried += chunk
        cut = max(carried.rfind(b"<row"), carried.rfind(b":row"))
        cut = carried.rfind(b"<", 0, cut + 1) if cut > 0 else 0
        if cut > 0:
            yield carried[:cut]
            carried = carried[cut:]
    yield carried


def _note_hidden(piece: bytes, marks: SheetMarks) -> None:
    for found in _ROW.finditer(piece):
        told = _told(found[1].decode("ascii", errors="replace"))
        if told.get("hidden") in _TRUE and told.get("r", "").isdigit():
            marks.rows.add(int(told["r"]) - 1)
    for found in _COLUMN.finditer(piece):
        told = _told(found[1].decode("ascii", errors="replace"))
        first, last = told.get("min", ""), told.get("max", "")
        if told.get("hidden") in _TRUE and first.isdigit() and last.isdigit() and int(last) <= 1 << 14:
            marks.columns.update(range(int(first) - 1, int(last)))


def _note_cells(piece: bytes, marks: SheetMarks) -> None:
    for found in _CELL.finditer(piece):
        is_formula, value = found[2] is not None, found[3] or b""
        if not is_formula and b"e" not in found[1]:
            continue
        told = _told(found[1].decode("ascii", errors="replace"))
        place = _PLACE.fullmatch(told.get("r", ""))
        if place is None:
            continue
        at = (int(place[2]) - 1, _number(place[1]) - 1)
        if told.get("t") == "e":
            marks.errors[at] = value.decode("utf-8", errors="replace").strip() or "#"
        elif is_formula and not value.strip() and told.get("t") != "str":
            marks.formulas.append(at)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
