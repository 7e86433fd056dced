"""The days of events, however a column writes them: read one way where all rows agree, else asked about.

Days are numbers from 1 January 1970. Times that tell their zone, and moments counted in seconds, are taken in that of
Uzbekistan; times without a zone stand as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapping.model.clock import HERE
from mapping.model.periods import QUARTERS_IN_YEAR, Quarter
from mapping.reading.events.columns import MISSING, NO_BLANKS, UNREADABLE, as_text, by_text
from mapping.reading.events.grid import Ints

FUTURE = -3
_FIRST_DAY = date(1991, 1, 1)  # what is dated before is a slip of the pen
_EPOCH = date(1970, 1, 1)
_SHEETS_EPOCH = 25569  # 1 January 1970 as spreadsheets count days
_HERE = HERE.utcoffset(None).total_seconds()
_SECONDS = 86_400
_SOME_DAYS = 10_000
_SLICE = 11  # signs: a day, and one sign that must end it

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T,].*)?")
YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T,].*)?")
_MONTH = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})|(?P<m2>\d{1,2})[-/.](?P<y2>\d{4})")
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)")
_NUMBER = re.compile(r"(\d+)(?:\.\d+)?")


class DayForm(StrEnum):
    """How a column writes its days. `WRITTEN`: year, month and day, or day, month and year, with signs between them."""

    WRITTEN = "written"
    ZONED = "zoned"
    MONTH = "month"
    COMPACT = "compact"
    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"
    SERIAL = "serial"


class Days(NamedTuple):
    """How the days of a file are read."""

    form: DayForm = DayForm.WRITTEN
    month_first: bool = False


def day_form(sample: Sequence[str]) -> DayForm:
    """The form that all filled cells of a sample have; `WRITTEN` where they differ."""
    filled = [text for cell in sample if (text := cell.strip(NO_BLANKS + "'"))]
    return next((form for form, fits in _FORMS.items() if filled and all(map(fits, filled))), DayForm.WRITTEN)


def read_days(column: pa.Array, days: Days, today: date) -> Ints:
    """The day of each cell, or `MISSING`, `UNREADABLE` (also what lies before 1991), `FUTURE` (after `today`)."""
    kind = column.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        found = _typed(column)
    elif days.form in (DayForm.WRITTEN, DayForm.MONTH, DayForm.COMPACT):
        read = _READ.get(days.form, _month_first if days.month_first else _day_first)
        text = pc.utf8_ltrim(as_text(column), NO_BLANKS + "'")
        found = by_text(pc.utf8_slice_codeunits(text, 0, _SLICE), read)
    else:
        found = _moments(pc.utf8_trim(as_text(column), NO_BLANKS + "'"), days.form)
    found[(found >= 0) & (found < day_number(_FIRST_DAY))] = UNREADABLE
    found[found > day_number(today)] = FUTURE
    return found


def _typed(column: pa.Array) -> Ints:
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = pc.add(column, pa.scalar(timedelta(seconds=_HERE))).cast(pa.timestamp(column.type.unit))
    days = column.cast(pa.date32(), safe=False).cast(pa.int32())
    return _filled(days, column)


def _moments(text: Any, form: DayForm) -> Ints:
    """Days of moments: texts with a zone, or seconds, milliseconds or a spreadsheet's days."""
    bare = pc.if_else(pc.equal(text, ""), None, text)
    readable = pc.match_substring_regex(bare, _PATTERNS[form])
    kept = pc.if_else(readable, bare, None)
    if form is DayForm.ZONED:
        moments = kept.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).to_numpy(zero_copy_only=False)
        days = np.floor((moments / 1e6 + _HERE) / _SECONDS)
    else:
        numbers = kept.cast(pa.float64()).to_numpy(zero_copy_only=False)
        if form is DayForm.SERIAL:
            days = np.floor(numbers) - _SHEETS_EPOCH
        else:
            seconds = numbers / 1000 if form is DayForm.MILLISECONDS else numbers
            days = np.floor((seconds + _HERE) / _SECONDS)
    found: Ints = np.where(np.isfinite(days), days, UNREADABLE).astype(np.int64)
    found[np.asarray(pc.fill_null(pc.equal(text, ""), True))] = MISSING
    return found


def _filled(days: pa.Array, column: pa.Array) -> Ints:
    found: Ints = pc.fill_null(days, MISSING).to_numpy(zero_copy_only=False).astype(np.int64)
    early = (found < 0) & np.asarray(column.is_valid())
    found[early] = UNREADABLE
    return found


_PATTERNS = {
    DayForm.ZONED: "^" + _ZONED.pattern + "$",
    DayForm.SECONDS: r"^[0-9]{9,10}(\.[0-9]+)?$",
    DayForm.MILLISECONDS: r"^[0-9]{12,13}(\.[0-9]+)?$",
    DayForm.SERIAL: r"^[0-9]{5}(\.[0-9]+)?$",
}


def day_number(day: date) -> int:
    """Days from 1 January 1970."""
    return (day - _EPOCH).days


def _day(year: int, month: int, day: int) -> int:
    try:
        return max(day_number(date(year, month, day)), 0)
    except ValueError:
        return UNREADABLE


@lru_cache(maxsize=1 << 16)
def _day_first(text: str) -> int:
    return _written(text, month_first=False)


@lru_cache(maxsize=1 << 16)
def _month_first(text: str) -> int:
    return _written(text, month_first=True)


def _written(text: str, *, month_first: bool) -> int:
    if not text.strip():
        return MISSING
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := YEAR_LAST.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        return _day(int(found[4]), first, second) if month_first else _day(int(found[4]), second, first)
    return UNREADABLE


@lru_cache(maxsize=1 << 12)
def _of_month(text: str) -> int:
    if not text.strip():
        return MISSING
    found = _MONTH.fullmatch(text.strip())
    return UNREADABLE if found is None else _day(int(found["y"] or found["y2"]), int(found["m"] or found["m2"]), 1)


@lru_cache(maxsize=1 << 16)
def _compact(text: str) -> int:
    bare = text.strip().removesuffix(".0")
    if not bare:
        return MISSING
    digits = len(bare) == len("20241231") and bare.isascii() and bare.isdigit()
    return _day(int(bare[:4]), int(bare[4:6]), int(bare[6:])) if digits else UNREADABLE


_READ = {DayForm.MONTH: _of_month, DayForm.COMPACT: _compact}


def _fits_numbers(least: int, most: int) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        found = _NUMBER.fullmatch(text)
        return found is not None and least <= int(found[1]) <= most

    return fits


_LAST_DAY = date(2100, 1, 1)
_FORMS: dict[DayForm, Callable[[str], bool]] = {
    DayForm.ZONED: lambda text: _ZONED.fullmatch(text) is not None,
    DayForm.MONTH: lambda text: _of_month(text) > 0,
    DayForm.COMPACT: lambda text: _compact(text) > 0,
    DayForm.SECONDS: _fits_numbers(day_number(_FIRST_DAY) * _SECONDS, day_number(_LAST_DAY) * _SECONDS),
    DayForm.MILLISECONDS: _fits_numbers(
        day_number(_FIRST_DAY) * _SECONDS * 1000, day_number(_LAST_DAY) * _SECONDS * 1000
    ),
    DayForm.SERIAL: _fits_numbers(day_number(_FIRST_DAY) + _SHEETS_EPOCH, day_number(_LAST_DAY) + _SHEETS_EPOCH),
}


def quarter_number(quarter: Quarter) -> int:
    """Quarters counted from year 0."""
    return quarter.year * QUARTERS_IN_YEAR + quarter.number - 1


def quarter_of(number: int) -> Quarter:
    """The quarter of a number."""
    return Quarter(number // QUARTERS_IN_YEAR, number % QUARTERS_IN_YEAR + 1)


def quarters_of(days: Ints) -> Ints:
    """The number of each day's quarter; what is no day stays as it is."""
    if not len(days):
        return days
    quarters = _quarters_up_to(max(int(days.max()), 0) // _SOME_DAYS + 1)
    return np.where(days >= 0, quarters[np.maximum(days, 0)], days)


@lru_cache(maxsize=4)
def _quarters_up_to(spans: int) -> Ints:
    """The quarters of all days from 1 January 1970, of as many spans of `_SOME_DAYS`."""
    months = np.arange(spans * _SOME_DAYS).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    quarters: Ints = (months + 12 * _EPOCH.year) // 3
    return quarters


def first_day(quarter: int) -> int:
    """The number of a quarter's first day."""
    told = quarter_of(quarter)
    return day_number(date(told.year, 3 * told.number - 2, 1))
