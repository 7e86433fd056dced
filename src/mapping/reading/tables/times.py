"""Periods as people write them, and days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
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
_LONG = r"(?:za )?(?:(?P<months>3|6|9|12) ?(?:oylik|oyligi|oyda|oyida|oy davomida|oy|mesyatsa|mesyatsev|mes|months)|(?P<half>(?:birinchi |1 |i )?yarim yil(?:lik|ligi)?|(?:pervoe |1 |1 e |i )?polugodie|first half))"
_MONTHS_LONG = [
    re.compile(rf"{_YEAR}{_YEAR_WORDS} ?{_LONG}"),
    re.compile(rf"{_LONG} (?:of )?{_YEAR}{_YEAR_WORDS}"),
]
_HALF = 6
_FOR = re.compile(r"\bza ")
_RUNNING = re.compile(
    r"\b(?:yil boshidan|s nachala goda|narastayush\w+|osib borish|osib boruvchi|yig ?ma|since the beginning of the year|"
    r"year to date|cumulative|running total)"
)
_WHOLE_YEAR = re.compile(rf"{_YEAR}{_YEAR_WORDS}")
_QUARTER_MONTHS: list[list[int | None]] = [[1, 3], [4, 6], [7, 9], [10, 12]]
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_CYRILLIC_ROMAN = str.maketrans({"І": "I", "і": "i"})
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)")
_MIDNIGHT = r"(?: 00 00(?: 00)?)?"
_NUMBERED_DAYS = [
    re.compile(rf"(?P<one>\d{{1,2}}) (?P<other>\d{{1,2}}) {_YEAR}{_YEAR_WORDS}{_MIDNIGHT}"),
    re.compile(rf"{_YEAR} (?P<other>\d\d) (?P<one>\d\d){_MIDNIGHT}"),
    re.compile(r"(?P<one>\d\d) (?P<other>\d\d) (?P<short>\d\d)"),
]
_WORDED_DAYS = [
    re.compile(rf"(?P<day>\d{{1,2}}) ?(?P<month>[a-z]+) {_YEAR}{_YEAR_WORDS}"),
    re.compile(rf"{_YEAR}{_YEAR_WORDS} (?P<day>\d{{1,2}}) ?(?P<month>[a-z]+)"),
]


@dataclass(frozen=True)
class When:
    """A quarter, a month of a year, or a year as a whole (neither quarter nor month).

    `since_january`: the figures are those from January to its end. `day`: the first or last day of the month, where that
    is what is written: it may stand for the month or for the quarter that it begins or ends.
    """

    year: int
    quarter: int | None = None
    month: int | None = None
    since_january: bool = False
    day: date | None = None

    @property
    def in_quarter(self) -> Quarter | None:
        """The quarter it is or lies in; None for a year."""
        if self.month is not None:
            return Quarter(self.year, (self.month - 1) // 3 + 1)
        return None if self.quarter is None else Quarter(self.year, self.quarter)


def read_period(cell: Cell) -> When | None:
    """A quarter, month or year, however written in four languages; None when it is none of them.

    A spreadsheet's date counts as its month when it is the first of one. Single days are no periods. From January to a
    later month than March, half a year and so many months are running totals.
    """
    if isinstance(cell, date):
        return When(cell.year, month=cell.month) if cell.day == 1 else None
    if cell is None or isinstance(cell, bool):
        return None
    text = _FOR.sub("", folded(str(cell).translate(_CYRILLIC_ROMAN)))
    for form in _QUARTERS:
        if found := form.fullmatch(text):
            number = found["quarter"]
            return When(int(found["year"]), quarter=_ROMAN.get(number) or int(number))
    for form in _MONTHS:
        if (found := form.fullmatch(text)) and (month := _month(found["month"])):
            return When(int(found["year"]), month=month)
    return _span(text) or _whole_year(text)


def _span(text: str) -> When | None:
    """The quarter from its first month to its last (`yanvar-mart 2025`), or the time since January (`yanvar-iyun`)."""
    for form in _SPANS:
        if found := form.fullmatch(text):
            months = [_month(found[name]) for name in ("first", "last")]
            if months in _QUARTER_MONTHS:
                return When(int(found["year"]), quarter=_QUARTER_MONTHS.index(months) + 1)
            if months[0] == 1 and months[1] is not None and months[1] > 1:
                return since_january(int(found["year"]), months[1])
    for form in _MONTHS_LONG:
        if found := form.fullmatch(text):
            last = _HALF if found["half"] else int(found["months"])
            return When(int(found["year"]), quarter=1) if last == 3 else since_january(int(found["year"]), last)
    return None


def since_january(year: int, last: int) -> When:
    """From January to the end of a month, as the quarter that ends with it where one does."""
    if last % 3 == 0:
        return When(year, quarter=last // 3, since_january=True)
    return When(year, month=last, since_january=True)


def says_running(text: str) -> bool:
    """Whether a title says that its figures add up since the beginning of the year."""
    return _RUNNING.search(folded(text)) is not None


def day_of(cell: Cell, *, month_first: bool = False) -> date | None:
    """The day that a cell is, as a date or as text with numbers; None when it is none."""
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    try:
        return date.fromisoformat(day_text(cell, month_first=month_first))
    except ValueError:
        return None


def quarter_of_day(day: date) -> When | None:
    """The quarter whose first or last day it is."""
    first = day.day == 1 and day.month % 3 == 1
    last = day.day == monthrange(day.year, day.month)[1] and day.month % 3 == 0
    return When(day.year, quarter=(day.month - 1) // 3 + 1) if first or last else None


def edge_day(cell: Cell) -> When | None:
    """The month that a day begins or ends, with the day, however it is written; None when it is none or lies within a month.

    The day stands before the month, or behind it where only then it begins or ends one.
    """
    if isinstance(cell, date):
        days = [(cell.year, cell.month, cell.day)]
    else:
        days = _days_written(folded(str(cell))) if isinstance(cell, str) else []
    for year, month, day in days:
        if 1 <= month <= 12 and day in (1, monthrange(year, month)[1]):
            return When(year, month=month, day=date(year, month, day))
    return None


def _days_written(text: str) -> list[tuple[int, int, int]]:
    """Year, month and day as a text may mean them, the likelier first."""
    for form in _NUMBERED_DAYS:
        if found := form.fullmatch(text):
            told = found.groupdict()
            year = int(told.get("year") or f"20{told['short']}")
            one, other = int(told["one"]), int(told["other"])
            return [(year, other, one), *([] if text.startswith(str(year)) else [(year, one, other)])]
    for form in _WORDED_DAYS:
        if (found := form.fullmatch(text)) and (month := _month(found["month"])):
            return [(int(found["year"]), month, int(found["day"]))]
    return []


def order_of_days(texts: Iterable[str]) -> set[str]:
    """What days written with numbers show of their order: `day`, `month`, or `open` where a slash or hyphen leaves it."""
    shown: set[str] = set()
    for text in texts:
        if found := _DAY.fullmatch(text):
            first, second = int(found[1]), int(found[2])
            if first > 12 or second > 12:
                shown.add("day" if first > 12 else "month")
            elif first != second and text[len(found[1])] != ".":
                shown.add("open")
    return shown


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
    return period_and_rest(text)[0]


def period_and_rest(text: str) -> tuple[When | None, str]:
    """The one period that a text holds (see `find_period`), and the words around it, folded."""
    words = folded(text.translate(_CYRILLIC_ROMAN)).split()
    for length in range(min(len(words), 6), 0, -1):
        places = range(len(words) - length + 1)
        found = {n: when for n in places if (when := read_period(" ".join(words[n : n + length])))}
        if found:
            place, when = next(iter(found.items()))
            return when if len(set(found.values())) == 1 else None, " ".join(words[:place] + words[place + length :])
    return None, " ".join(words)


def day_text(cell: Cell, *, month_first: bool = False) -> str:
    """A day as 2025-12-31, what is none as written; the day stands before the month, as here, unless `month_first`."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    written = "" if cell is None else str(cell).strip()
    found = _DAY.fullmatch(written)
    if found is None:
        return written
    day, month, year = (int(part) for part in found.groups())
    if month_first:
        day, month = month, day
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return written
