"""Where a sheet's header is and what its columns mean: titles above, merged cells, two-storey headers, wide form."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from mapping.reading.tables.figures import Cell
from mapping.reading.tables.grid import Sheet
from mapping.reading.tables.profile import IGNORED, Profile
from mapping.reading.tables.scales import tells_comparison
from mapping.reading.tables.times import When, edge_day, find_period, period_and_rest, read_period
from mapping.reading.tables.words import counted, folded, meaning

_HEADER_WITHIN = 30
_LONGEST_COMPOUND = 500  # signs; a longer text is no heading, and trying every cut of it would take its time
_MOST_STOREYS = 3
_FIGURES = ("count", "people", "cases", "category")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_UNITS = (
    r"(?:kishi|nafar|odam|dona|ta|birlik|chelovek|chel|edinits\w*|ed|shtuk|sht|people|persons|cases|units|number|count|soni|kol vo|"
    r"kolichestvo|chislo|abs\w*|fakt\w*|ming\w*|tis\w*|thousands?|mln|million\w*|v|in|jami|hammasi|barchasi|vsego|itogo|total|all|"
    r"statya|st|modda\w*|jk|uk|ruz|ozr|rf|jinoyat kodeksi\w*|ugolovno\w* kodeksa|\d{1,3})(?= |$)"
)
_COUNTED = re.compile(rf"(?:{_UNITS} ?)*")
_ASIDE = re.compile(
    r"\b(?:na|za|v|po|sostoyaniyu|konets|nachalo|holat\w*|sana\w*|bosh\w*|ohir\w*|yakun\w*|davomida|uchun|ga|da|yil\w*|god\w*|g|y|"
    r"as|of|at|on|for|in|the|end|beginning|chi|\d\d? (?:yan|fev|mar|apr|may|iyu|avg|sen|okt|noy|dek|jan|feb|jun|jul|aug|sep|oct|nov|dec)"
    r"\w*|\d\d?)(?: |$)"
)
_AROUND_TIMES = re.compile(rf"(?:{_ASIDE.pattern}|{_UNITS} ?)*")


class Column(NamedTuple):
    """A column: its position, its heading, and what it means.

    `means` is a column of the schema, `area_code`, `area_name`, `number`, `period`, `year`, `value` (figures of the
    period, indicator or group that the heading tells), `ignore`, or "" when nothing is known. `by_profile`: a profile says so.
    """

    position: int
    heading: str
    means: str
    period: When | None = None
    indicator: str | None = None
    group: str | None = None
    by_profile: bool = False


class Known(NamedTuple):
    """What is known before a heading is read: the profile, and the year that title or sheet name tell."""

    profile: Profile | None = None
    year: int | None = None


@dataclass(frozen=True)
class Layout:
    """`header`: position of the last header row; `columns` by position; `title`: the texts above the header.

    `width` is the number of columns, those without a heading included; `top` the position of the first header row.
    """

    header: int
    columns: list[Column]
    title: list[str]
    width: int
    top: int = 0


def find_layout(sheet: Sheet, profile: Profile | None = None) -> Layout | None:
    """The layout of a sheet; None when no row of the first thirty reads as a header.

    The header is the row in which most cells have a meaning, the first of several. Rows above it belong to it while
    they have several texts, of which one has a meaning or is merged over several columns.
    """
    rows = _spread(sheet)
    known = Known(profile, _year(sheet))
    scores = [(_meanings(row, known), -position) for position, row in enumerate(rows[:_HEADER_WITHIN])]
    best, above = max(scores, default=(0, 0))
    if best < 1:
        return None
    top, last = _storeys(rows, -above, known, {row for (row, _), _ in sheet.merged})
    width = _width(rows)
    storeys = _filled_out([[row[n] if n < len(row) else "" for n in range(width)] for row in rows[top : last + 1]])
    headings = [_heading(list(cells)) for cells in zip(*storeys, strict=True)]
    columns = [_column(position, heading, known) for position, heading in enumerate(headings) if heading]
    title = [str(cell) for row in sheet.rows[:top] for cell in row if cell not in ("", None)]
    return Layout(_after_numbering(rows, last), columns, title, width, top)


def guess_layout(sheet: Sheet) -> Layout | None:
    """Where no word of a header is known: the first of the rows with most texts and without a figure, as far as there is one.

    Nothing is read by it: it shows a person the columns.
    """
    rows = _spread(sheet)[:_HEADER_WITHIN]
    texts = [len({str(cell) for cell in _filled(row)}) if not any(map(_is_figure, row)) else 0 for row in rows]
    if max(texts, default=0) < 2:
        return None
    header = texts.index(max(texts))
    columns = [Column(n, str(cell).strip(), "") for n, cell in enumerate(rows[header]) if cell not in ("", None)]
    title = [str(cell) for row in sheet.rows[:header] for cell in row if cell not in ("", None)]
    return Layout(header, columns, title, len(rows[header]))


def _year(sheet: Sheet) -> int | None:
    """The one year that the sheet's name and its texts standing alone in a row tell."""
    alone = [cells[0] for row in sheet.rows[:_HEADER_WITHIN] if len(cells := _filled(row)) == 1]
    found = {when.year for one in [sheet.label, *alone] if isinstance(one, str) and (when := find_period(one))}
    return found.pop() if len(found) == 1 else None


def _spread(sheet: Sheet) -> list[list[Cell]]:
    """The rows that may be a header, with each merged cell's text in all cells it covers."""
    rows = [list(map(_as_text, row)) for row in sheet.rows[: _HEADER_WITHIN + _MOST_STOREYS + 1]]
    for (top, left), (bottom, right) in sheet.merged:
        if top < len(rows) and left < len(rows[top]):
            for y in range(top, min(bottom + 1, len(rows))):
                for x in range(left, min(right + 1, len(rows[y]))):
                    rows[y][x] = rows[top][left]
    return rows


def _as_text(cell: Cell) -> Cell:
    """A spreadsheet's date in a heading as people write it."""
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if cell not in ("", None)]


def _width(rows: list[list[Cell]]) -> int:
    return max((len(row) for row in rows), default=0)


def _meanings(row: list[Cell], known: Known) -> int:
    """How many cells of a row mean something as headings; a row with one text only is no header.

    Years and groups alone may as well be data; quarters, months and indicators alone are a header.
    """
    texts = [str(cell) for cell in _filled(row)]
    if len(set(texts)) < 2 or any(map(_is_figure, row)):
        return 0
    columns = [_column(0, text, known) for text in texts]
    headed = [column for column in columns if column.means]
    if any(column.means not in ("value", IGNORED) for column in headed):
        return len(headed)
    told = [column for column in headed if column.indicator or (column.period and column.period.in_quarter)]
    return len(told) if len(told) == len(columns) else 0


def _is_figure(cell: Cell) -> bool:
    """Whether a cell is a number other than a year: no heading is."""
    text = "" if cell is None else str(cell).strip()
    return text.replace(".", "", 1).isdigit() and read_period(text) is None


def _storeys(rows: list[list[Cell]], main: int, known: Known, merged: Container[int]) -> tuple[int, int]:
    """First and last row of the header: rows below that only divide its columns, rows above that group them."""
    last = main
    while last + 1 < len(rows) and last - main < _MOST_STOREYS - 1 and _divides(rows[last], rows[last + 1], known):
        last += 1
    top = main
    while top > 0 and main - top < _MOST_STOREYS - 1 and _groups(rows[top - 1], known, is_merged=top - 1 in merged):
        top -= 1
    return top, last


def _groups(upper: list[Cell], known: Known, *, is_merged: bool) -> bool:
    """Whether a row above the header groups its columns; one of titles does not, nor one that says of what day the table is."""
    texts = {str(cell) for cell in _filled(upper)}
    columns = [_column(0, text, known) for text in texts]
    told = [column for column in columns if column.means]
    days = [column for column in told if column.period and column.period.day]
    return len(texts) > 1 and not any(map(_is_figure, upper)) and (is_merged or len(told) > len(days) or len(days) > 1)


def _filled_out(storeys: list[list[Cell]]) -> list[list[Cell]]:
    """The storeys with an empty cell above a divided column taking the text to its left, as where cells are not merged."""
    for upper, lower in pairwise(storeys):
        for n in range(1, len(upper)):
            divided = lower[n] not in ("", None) and lower[n - 1] not in ("", None)
            if divided and upper[n] in ("", None):
                upper[n] = upper[n - 1]
    return storeys


def _divides(upper: list[Cell], lower: list[Cell], known: Known) -> bool:
    """Whether a row is a second storey: every filled cell reads as a heading, and none stands in an area's place."""
    texts = [(position, str(cell)) for position, cell in enumerate(lower) if cell not in ("", None)]
    own = [(position, text) for position, text in texts if position >= len(upper) or str(upper[position]) != text]
    return bool(own) and all(_part(str(upper[n]) if n < len(upper) else "", text, known) for n, text in own)


def _part(upper: str, text: str, known: Known) -> bool:
    if text.strip().isdigit() and read_period(text) is None:
        return False
    return bool(_column(0, text, known).means) or read_period(f"{upper} {text}") is not None


def _heading(cells: list[Cell]) -> str:
    """The texts of a column's header cells from above, each once."""
    return " ".join(dict.fromkeys(str(cell).strip() for cell in cells if cell not in ("", None)))


def _column(position: int, heading: str, known: Known) -> Column:
    """What a heading means: as the profile has it, else a heading's word, a period, an indicator, a group."""
    if known.profile is not None and (given := known.profile.column(heading)) is not None:
        return Column(position, heading, *given, by_profile=True)
    plain = Column(position, heading, "")
    means = meaning("heading", heading)
    if means and means not in (IGNORED, *_FIGURES):
        return plain._replace(means=means)
    if tells_comparison(heading):
        return plain._replace(means=IGNORED if means == IGNORED else "")
    text = _opened(heading)
    means = meaning("heading", text)
    if means and means != IGNORED:
        return plain._replace(means=means)
    if found := _piece(text, known.year) or _compound(text, known.year):
        return plain._replace(**({"means": "value"} | found))
    return plain._replace(means=means or "")


def _opened(heading: str) -> str:
    """A heading of figures with what stands in brackets as a part of it: whose figures these are, or of when (`Aholi (ayollar)`).

    What only says that they are counted, and in what unit, is left away, and so is the article of a code.
    """
    return _BRACKETS.sub(lambda found: " " if _COUNTED.fullmatch(folded(found[1])) else f" {found[1]} ", heading)


def _compound(heading: str, year: int | None) -> dict[str, Any]:
    """A heading of several storeys, cut where each part means something (`O‘g‘irlik 2025Q1`, `Aholi soni, 2025`).

    A part that means nothing leaves the whole unknown: `Aholi soni, nogironlar` are not all people.
    """
    words = heading.split() if len(heading) <= _LONGEST_COMPOUND else []
    cuts = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    for first, rest in reversed(cuts):
        if (figure := _figure(first)) and (more := _of_figure(rest, year)):
            return figure | more
    for first, rest in cuts:
        if meaning("heading", first) in ("period", "year") and (more := _piece(rest, year)).keys() == {"period"}:
            return more
        if (found := _piece(first, year)) and (more := _piece(rest, year) or _figure(rest) or _compound(rest, year)):
            return found | more if found.keys().isdisjoint(more) else {}
    return {}


def _of_figure(text: str, year: int | None) -> dict[str, Any]:
    """What is told of the figures whose name stands before: of when and of whom. What is neither leaves the whole unknown."""
    if when := edge_day(text):
        return {"period": when}
    when, rest = period_and_rest(text)
    if when is None:
        return _piece(text, year)
    if _AROUND_TIMES.fullmatch(rest):
        return {"period": when}
    group = counted("group", _ASIDE.sub("", rest).strip())
    return {"period": when, "group": group} if group else {}


def _piece(text: str, year: int | None) -> dict[str, Any]:
    """The period (with the year from elsewhere, where it names none), indicator or group that a text is."""
    if when := read_period(text) or edge_day(text) or (year and folded(text) and read_period(f"{year} {text}")):
        return {"period": when}
    if indicator := counted("indicator", text):
        return {"indicator": indicator}
    if group := counted("group", text):
        return {"group": group}
    return {}


def _figure(text: str) -> dict[str, Any]:
    means = meaning("heading", text)
    return {"means": means} if means in _FIGURES else {}


def _after_numbering(rows: list[list[Cell]], last: int) -> int:
    """The row below the header may number the columns 1, 2, 3 …; it belongs to the header."""
    if last + 1 < len(rows):
        numbers = [str(cell) for cell in _filled(rows[last + 1])]
        if len(numbers) > 2 and all(one.isdigit() for one in numbers):
            steps = {int(later) - int(one) for one, later in pairwise(numbers)}
            if steps == {1} and int(numbers[0]) <= 1:
                return last + 1
    return last
