"""How large a rectangle the cells of an XLSX sheet span, told without holding it.

The reader of workbooks makes room for the whole rectangle at once, and a number too large for it ends the process. So
rows and columns are counted first, from above: a tag that cannot be understood here counts as too large.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MOST_ROWS, MOST_SHEET_COLUMNS = 1_048_576, 16_384  # what the format allows
_TAG_BEGINS = re.compile(rb"<(?:[\w.-]+:)?(?:row|c)[\s/>]")
_PLAIN_TAG = re.compile(rb"<(?:[\w.-]+:)?(?:row|c)\s+r=\"([A-Z]{0,3})(\d{1,7})\"")
_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_PLACE = re.compile(rb"\sr\s*=\s*(\"[^\"]*\"|'[^']*')")
_NUMBER = re.compile(rb"\s*([A-Za-z]{0,3})(\d{1,7})\s*")
_CELLS_BEGIN = b"sheetData"
_LONGEST_TAG = 1 << 16


class TooLarge(ValueError):
    """A place beyond what the format allows, or one that cannot be told."""


def span(chunks: Iterable[bytes]) -> tuple[int, int]:
    """Rows and columns, at least as many as the reader makes room for; (0, 0) for a part that holds no cells.

    Raises TooLarge.
    """
    rows = columns = unplaced_rows = in_row = most_in_row = 0
    is_sheet = unclear = False
    for piece in _whole_tags(chunks):
        is_sheet = is_sheet or _CELLS_BEGIN in piece
        plain, begun = _PLAIN_TAG.findall(piece), len(_TAG_BEGINS.findall(piece))
        if len(plain) == begun:  # as nearly all files are written; three times faster
            rows = max(rows, max(map(int, {digits for _, digits in plain}), default=0))
            columns = max(columns, max(map(_column, {letters for letters, _ in plain}), default=0))
            continue
        tags = _TAG.findall(piece)
        unclear = unclear or len(tags) != begun
        for name, attributes in tags:
            place = _PLACE.search(attributes)
            if name == b"row":
                most_in_row, in_row = max(most_in_row, in_row), 0
                unplaced_rows += place is None
            elif place is None:
                in_row += 1
            if place is not None:
                row, column = _read(place[1][1:-1])
                rows, columns = max(rows, row), max(columns, column)
    if not is_sheet:
        return 0, 0
    if unclear:
        raise TooLarge("a tag that does not end")
    if rows > MOST_ROWS or columns > MOST_SHEET_COLUMNS:
        raise TooLarge("a cell that lies off the sheet or nowhere")
    return rows + unplaced_rows, columns + max(most_in_row, in_row)


def _whole_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut so that no tag of usual length is."""
    carried = b""
    for chunk in chunks:
        piece = carried + chunk
        cut = piece.rfind(b"<") if b"<" in piece[-_LONGEST_TAG:] else len(piece)
        carried = piece[cut:]
        yield piece[:cut]
    yield carried


def _read(place: bytes) -> tuple[int, int]:
    """Row and column; a row beyond all for a place that cannot be told."""
    found = _NUMBER.fullmatch(place)
    if found is None:
        return MOST_ROWS + 1, 0
    return int(found[2]), _column(found[1])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
