"""Periods as people write them, and days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from mapping.model.periods import Quarter
from mapping.reading.tables.figures import Cell
from mapping.reading.tables.words import folded, meaning

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_YEAR_WORDS = r"(?: ?(?:yil|yilning|yili|y|god|goda|g|year)\b)?"
_NUMBER = r"(?P<quarter>[1-4]|iv|iii|ii|i)(?: ?(?:y|chi|st|nd|rd|th))?"
_QUARTER_WORD = r"(?:chorak|choragi|kvartal|kvartala|kv|kuarter|k)"  # `folded` writes k for q
_QUARTERS = [
    re.compile(rf"{_YEAR}{_YEAR_WORDS} ?{_NUMBER} ?{_QUARTER_WORD}"),
    re.compile(rf"{_NUMBER} ?{_QUARTER_WORD} ?{_YEAR}{_YEAR_WORDS}"),
    re.compile(rf"{_YEAR}{_YEAR_WORDS} ?{_QUARTER_WORD} ?{_NUMBER}"),
    re.compile(rf"{_QUARTER_WORD} ?{_NUMBER} ?{_YEAR}{_YEAR_WORDS}"),
]
_MONTHS = [
    re.compile(rf"(?P<month>0?[1-9]|1[0-2]) {_YEAR}{_YEAR_WORDS}"),
    re.compile(rf"{_YEAR} (?P<month>0[1-9]|1[0-2])"),
    re.compile(rf"{_YEAR}{_YEAR_WORDS} ?(?P<month>[a-z]+?)(?: ?(?:oyi|oy))?"),
    re.compile(rf"(?P<month>[a-z]+?)(?: ?(?:oyi|oy))? ?{_YEAR}{_YEAR_WORDS}"),
]
_SPAN = r"(?P<first>[a-z]+) (?P<last>[a-z]+)(?: (?:oylari|oylarida|oyi|oy))?"
_SPANS = [re.compile(rf"{_YEAR}{_YEAR_WORDS} {_SPAN}"), re.compile(rf"{_SPAN} {_YEAR}{_YEAR_WORDS}")]
_WHOLE_YEAR = re.compile(rf"{_YEAR}{_YEAR_WORDS}")
_QUARTER_MONTHS: list[list[int | None]] = [[1, 3], [4, 6], [7, 9], [10, 12]]
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_CYRILLIC_ROMAN = str.maketrans({"І": "I", "і": "i"})
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)")


@dataclass(frozen=True)
class When:
    """A quarter, a month of a year, or a year as a whole (neither quarter nor month)."""

    year: int
    quarter: int | None = None
    month: int | None = None

    @property
    def in_quarter(self) -> Quarter | None:
        """The quarter it is or lies in; None for a year."""
        if self.month is not None:
            return Quarter(self.year, (self.month - 1) // 3 + 1)
        return None if self.quarter is None else Quarter(self.year, self.quarter)


def read_period(cell: Cell) -> When | None:
    """A quarter, month or year, however written in four languages; None when it is none of them.

    A spreadsheet's date counts as its month when it is the first of one. Half-years, running totals and single days
    are no periods.
    """
    if isinstance(cell, date):
        return When(cell.year, month=cell.month) if cell.day == 1 else None
    if cell is None or isinstance(cell, bool):
        return None
    text = folded(str(cell).translate(_CYRILLIC_ROMAN))
    for form in _QUARTERS:
        if found := form.fullmatch(text):
            number = found["quarter"]
            return When(int(found["year"]), quarter=_ROMAN.get(number) or int(number))
    for form in _MONTHS:
        if (found := form.fullmatch(text)) and (month := _month(found["month"])):
            return When(int(found["year"]), month=month)
    return _span(text) or _whole_year(text)


def _span(text: str) -> When | None:
    """The quarter from its first month to its last (`yanvar-mart 2025`)."""
    for form in _SPANS:
        if found := form.fullmatch(text):
            months = [_month(found[name]) for name in ("first", "last")]
            if months in _QUARTER_MONTHS:
                return When(int(found["year"]), quarter=_QUARTER_MONTHS.index(months) + 1)
    return None


def _whole_year(text: str) -> When | None:
    found = _WHOLE_YEAR.fullmatch(text)
    return When(int(found["year"])) if found else None


def _month(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    named = meaning("month", written)
    return int(named) if named else None


def find_period(text: str) -> When | None:
    """The one period that a title or a sheet's name holds: the longest run of words that reads as a period."""
    words = folded(text.translate(_CYRILLIC_ROMAN)).split()
    for length in range(min(len(words), 6), 0, -1):
        found = {when for n in range(len(words) - length + 1) if (when := read_period(" ".join(words[n : n + length])))}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def day_text(cell: Cell) -> str:
    """A day as 2025-12-31; what cannot be read in one way is given back as written (day before month, as here)."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    written = "" if cell is None else str(cell).strip()
    found = _DAY.fullmatch(written)
    if found is None:
        return written
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return written
