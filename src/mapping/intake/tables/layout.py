"""Where a sheet's header is and what its columns mean: titles above, merged cells, two-storey headers, wide form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from mapping.intake.tables.figures import Cell
from mapping.intake.tables.grid import Sheet
from mapping.intake.tables.profile import Profile
from mapping.intake.tables.times import When, read_period
from mapping.intake.tables.words import meaning

_HEADER_WITHIN = 30
_MOST_STOREYS = 3


class Column(NamedTuple):
    """A column: its position, its heading, and what it means.

    `means` is a column of the schema, `area_code`, `area_name`, `number`, `value` (figures of the period, indicator
    or group that the heading tells) or "" when nothing is known.
    """

    position: int
    heading: str
    means: str
    period: When | None = None
    indicator: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class Layout:
    """`header`: position of the last header row; `columns` by position; `title`: the texts above the header."""

    header: int
    columns: list[Column]
    title: list[str]


def find_layout(sheet: Sheet, profile: Profile | None = None) -> Layout | None:
    """The layout of a sheet; None when no row of the first thirty reads as a header.

    The header is the row in which most cells have a meaning, the first of several. Rows above it belong to it while
    they have several filled cells or cells merged over it.
    """
    rows = _spread(sheet)
    known = [(_meanings(row, profile), -position, position) for position, row in enumerate(rows[:_HEADER_WITHIN])]
    best = max(known, default=(0, 0, 0))
    if best[0] < 1 or len(_filled(rows[best[2]])) < 2:
        return None
    top, last = _storeys(rows, best[2], profile)
    headings = [_heading([row[n] if n < len(row) else "" for row in rows[top : last + 1]]) for n in range(_width(rows))]
    columns = [_column(position, heading, profile) for position, heading in enumerate(headings) if heading]
    title = [str(cell) for row in sheet.rows[:top] for cell in row if cell not in ("", None)]
    return Layout(_after_numbering(rows, last), columns, title)


def _spread(sheet: Sheet) -> list[list[Cell]]:
    """The rows that may be a header, with each merged cell's text in all cells it covers."""
    rows = [list(row) for row in sheet.rows[: _HEADER_WITHIN + _MOST_STOREYS + 1]]
    for (top, left), (bottom, right) in sheet.merged:
        if top < len(rows) and left < len(rows[top]):
            for y in range(top, min(bottom + 1, len(rows))):
                for x in range(left, min(right + 1, len(rows[y]))):
                    rows[y][x] = sheet.rows[top][left]
    return rows


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if cell not in ("", None)]


def _width(rows: list[list[Cell]]) -> int:
    return max((len(row) for row in rows), default=0)


def _meanings(row: list[Cell], profile: Profile | None) -> int:
    """How many cells of a row mean something as headings; a row with a long text or one cell is no header."""
    texts = [str(cell) for cell in _filled(row)]
    if len(texts) < 2 or len(set(texts)) < 2:
        return 0
    headed = [text for text in texts if _column(0, text, profile).means]
    worded = [text for text in headed if _column(0, text, profile).means != "value"]
    return len(headed) if worded else 0  # periods and groups alone may as well be data


def _storeys(rows: list[list[Cell]], main: int, profile: Profile | None) -> tuple[int, int]:
    """First and last row of the header: rows below that only divide its columns, rows above that group them."""
    last = main
    while last + 1 < len(rows) and last - main < _MOST_STOREYS - 1 and _divides(rows[last], rows[last + 1], profile):
        last += 1
    top = main
    while top > 0 and main - top < _MOST_STOREYS - 1 and len(set(map(str, _filled(rows[top - 1])))) > 1:
        top -= 1
    return top, last


def _divides(upper: list[Cell], lower: list[Cell], profile: Profile | None) -> bool:
    """Whether a row is a second storey: every filled cell reads as a heading, and none stands in an area's place."""
    texts = [(position, str(cell)) for position, cell in enumerate(lower) if cell not in ("", None)]
    if not texts:
        return False
    own = [(position, text) for position, text in texts if position >= len(upper) or str(upper[position]) != text]
    return bool(own) and all(_part(str(upper[n]) if n < len(upper) else "", text, profile) for n, text in own)


def _part(upper: str, text: str, profile: Profile | None) -> bool:
    if text.strip().isdigit() and read_period(text) is None:
        return False
    return bool(_column(0, text, profile).means) or read_period(f"{upper} {text}") is not None


def _heading(cells: list[Cell]) -> str:
    """The texts of a column's header cells from above, each once."""
    return " ".join(dict.fromkeys(str(cell).strip() for cell in cells if cell not in ("", None)))


def _column(position: int, heading: str, profile: Profile | None) -> Column:
    """What a heading means: as the profile has it, else a heading's word, a period, an indicator, a group."""
    if profile is not None and (given := profile.column(heading)) is not None:
        return Column(position, heading, *given)
    plain = Column(position, heading, "")
    if means := meaning("heading", heading):
        return plain._replace(means=means)
    if when := read_period(heading):
        return plain._replace(means="value", period=when)
    if indicator := meaning("indicator", heading):
        return plain._replace(means="value", indicator=indicator)
    if group := meaning("group", heading):
        return plain._replace(means="value", group=group)
    return _compound(plain)


def _compound(column: Column) -> Column:
    """A heading of two storeys: split where both parts mean something (`O‘g‘irlik 2025Q1`)."""
    words = column.heading.split()
    for cut in range(1, len(words)):
        parts = (" ".join(words[:cut]), " ".join(words[cut:]))
        found = [_piece(part) for part in parts]
        if all(found) and found[0].keys().isdisjoint(found[1]):
            return column._replace(means="value", **(found[0] | found[1]))
    return column


def _piece(text: str) -> dict[str, object]:
    if when := read_period(text):
        return {"period": when}
    if indicator := meaning("indicator", text):
        return {"indicator": indicator}
    if group := meaning("group", text):
        return {"group": group}
    return {}


def _after_numbering(rows: list[list[Cell]], last: int) -> int:
    """The row below the header may number the columns 1, 2, 3 …; it belongs to the header."""
    if last + 1 < len(rows):
        numbers = [str(cell) for cell in _filled(rows[last + 1])]
        if len(numbers) > 2 and all(one.isdigit() for one in numbers):
            steps = {int(later) - int(one) for one, later in pairwise(numbers)}
            if steps == {1} and int(numbers[0]) <= 1:
                return last + 1
    return last
