"""Bounds on what is opened, checked from outside, so that a hostile or mistaken file costs seconds and not the machine.

They leave room for the whole country: 9,008 mahallas with some 300 points each, 2 million cells in a table.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from mapping.model.problems import Problem, Refused
from mapping.model.signs import has_unwritable, made_visible
from mapping.reading.files.sheet_size import TooLarge, span
from mapping.reading.registry import Severity, declare

MEBI = 1 << 20
MOST_BYTES = 512 * MEBI
MOST_TABLE_BYTES = 64 * MEBI
MOST_UNPACKED = 256 * MEBI
MOST_RATIO = 200
RATIO_MATTERS_FROM = 8 * MEBI
MOST_MEMBERS = 1000
MOST_POINTS = 3_000_000
MOST_FEATURES = 500_000
MOST_TAGS = 2_000_000
MOST_COLUMNS = 1000
MOST_CELLS = 4_000_000
_CHUNK = 4 * MEBI

TAGS = declare("too_many_tags", Severity.MUST, "1.5", "A file in XML has at most two million tags.")
TOO_LARGE = declare("file_too_large", Severity.MUST, "1.3", "A file is at most 512 MiB, a table at most 64 MiB.")
NAME = declare(
    "file_name_unreadable", Severity.MUST, "1.1", "The name of a file is text in UTF-8 without control signs."
)
BOMB = declare(
    "archive_bomb",
    Severity.MUST,
    "1.4",
    "A compressed file unpacks to at most 256 MiB, not more than 200 times its size, in at most 1,000 parts.",
)
POINTS = declare("too_many_points", Severity.MUST, "1.5", "A boundary file has at most 3 million points.")
FEATURES = declare("too_many_features", Severity.MUST, "1.5", "A boundary file has at most 500,000 features.")
COLUMNS = declare("too_many_columns", Severity.MUST, "1.6", "A table has at most 1,000 columns.")
CELLS = declare("too_many_cells", Severity.MUST, "1.6", "A table has at most 4 million cells.")


def refuse(file: str, rule: str, *, row: int | None = None, value: str | None = None, **details: object) -> Refused:
    """The refusal of a whole file by one rule."""
    return Refused([Problem(file, rule, row, None, value, {key: str(found) for key, found in details.items()})])


def check_name(path: Path) -> None:
    """Raises Refused when the file's name holds signs that can be written nowhere, as bytes that are not UTF-8."""
    if has_unwritable(path.name):
        raise refuse(made_visible(path.name), NAME)


def check_size(path: Path, most: int = MOST_BYTES) -> None:
    """Raises Refused when the file is larger than `most` bytes."""
    size = path.stat().st_size
    if size > most:
        raise refuse(path.name, TOO_LARGE, value=f"{size / MEBI:.0f} MiB", most=f"{most // MEBI} MiB")


def check_archive(path: Path, archive: zipfile.ZipFile) -> None:
    """Raises Refused when the archive says that it unpacks to too much, or lies about it cannot be ruled out."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = max(path.stat().st_size, 1)
    dense = unpacked > RATIO_MATTERS_FROM and unpacked / packed > MOST_RATIO
    if unpacked > MOST_UNPACKED or dense or len(members) > MOST_MEMBERS:
        raise refuse(path.name, BOMB, value=f"{unpacked / MEBI:.0f} MiB", most=f"{MOST_UNPACKED // MEBI} MiB")


def unpack(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member's content. Raises Refused when it holds more than its header says or cannot be unpacked."""
    with archive.open(member) as opened:
        content = opened.read(member.file_size + 1)
    if len(content) > member.file_size:
        raise refuse(path.name, BOMB, value=member.filename, most=f"{MOST_UNPACKED // MEBI} MiB")
    return content


def check_marks(path: Path, mark: bytes, most: int, rule: str) -> None:
    """Raises Refused by the rule when `mark` occurs oftener than `most` times; reads in small pieces."""
    seen = 0
    for chunk in _chunks(path):
        seen += chunk.count(mark)
        if seen > most:
            raise refuse(path.name, rule, value=f">{most}", most=most)


def check_point_bytes(file: str, size: int) -> None:
    """Raises Refused when binary geometry of this size (16 bytes a point) may hold too many points."""
    if size > MOST_POINTS * 16:
        raise refuse(file, POINTS, value=f"~{size // 16}", most=MOST_POINTS)


def check_width(path: Path, columns: int) -> None:
    """Raises Refused when a table has too many columns."""
    if columns > MOST_COLUMNS:
        raise refuse(path.name, COLUMNS, row=1, value=str(columns), most=MOST_COLUMNS)


def check_cells(path: Path, cells: int) -> None:
    """Raises Refused when a table has too many cells."""
    if cells > MOST_CELLS:
        raise refuse(path.name, CELLS, value=str(cells), most=MOST_CELLS)


def check_sheet(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Raises Refused when cells in this part of a workbook span too large a rectangle: it is held whole when read."""
    with archive.open(member) as opened:
        try:
            rows, columns = span(iter(lambda: opened.read(_CHUNK), b""))
        except TooLarge as fault:
            raise refuse(path.name, CELLS, value=f"{member.filename}: {fault}", most=MOST_CELLS) from fault
    check_width(path, columns)
    check_cells(path, columns * rows)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk
