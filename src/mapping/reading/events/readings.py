"""What the cells of events say, a column at a time: quarters, kinds, codes, coordinates.

Texts are read once per distinct text of a piece, so that millions of rows cost little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapping.model.periods import QUARTERS_IN_YEAR, Quarter
from mapping.reading.events.grid import Floats, Ints
from mapping.reading.tables.times import day_text
from mapping.reading.tables.words import counted, folded

Mask = npt.NDArray[np.bool_]

MISSING, UNREADABLE, FUTURE = -1, -2, -3
_DAY_AND_MORE = 11  # signs: a day, and one sign that must end it
_DAY = re.compile(r"(\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4})(?:[ T,].*)?")
_NUMBER = r"^[+-]?[0-9]{1,4}(\.[0-9]*)?$"
_FIRST_YEAR = 1991  # what is dated before is a slip of the pen, and would cost memory for its quarters
_NO_BLANKS = " \t\u00a0"


def quarter_number(quarter: Quarter) -> int:
    """Quarters counted from year 0."""
    return quarter.year * QUARTERS_IN_YEAR + quarter.number - 1


def quarter_of(number: int) -> Quarter:
    """The quarter of a number."""
    return Quarter(number // QUARTERS_IN_YEAR, number % QUARTERS_IN_YEAR + 1)


def read_quarters(column: pa.Array, today: date) -> Ints:
    """The number of each date's quarter, or `MISSING`, `UNREADABLE`, `FUTURE` (after `today`)."""
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        return _by_text(pc.strftime(column, format="%Y-%m-%d"), lambda text: _quarter(text, today))
    starts = pc.utf8_slice_codeunits(pc.utf8_ltrim(_as_text(column), _NO_BLANKS), 0, _DAY_AND_MORE)
    return _by_text(starts, lambda text: _quarter(text, today))


@lru_cache(maxsize=1 << 16)
def _quarter(text: str, today: date) -> int:
    if not text.strip():
        return MISSING
    found = _DAY.fullmatch(text)
    try:
        day = date.fromisoformat(day_text(found[1])) if found else None
    except ValueError:
        return UNREADABLE
    if day is None or day.year < _FIRST_YEAR:
        return UNREADABLE
    return FUTURE if day > today else quarter_number(Quarter.of(day))


class Kinds:
    """The indicators that kinds of events mean, by position in `codes`."""

    def __init__(self, codes: Iterable[str], words: Mapping[str, str]) -> None:
        """`words` maps what people write to one of the codes; what the vocabulary of tables knows is added."""
        self.codes = sorted(set(codes))
        self._positions = {code: position for position, code in enumerate(self.codes)}
        self._meant = {folded(word): code for word, code in words.items()}

    def read(self, column: pa.Array, unknown: Counter[str]) -> Ints:
        """The position of each kind's indicator, or `MISSING`, `UNREADABLE`; the latter are counted in `unknown`."""
        return _by_text(_as_text(column), self._position, unknown)

    def _position(self, text: str) -> int:
        if not text.strip():
            return MISSING
        code = text if text in self._positions else self._meant.get(folded(text)) or counted("indicator", text)
        return self._positions.get(code or "", UNREADABLE)


def read_codes(column: pa.Array, positions: Mapping[str, int]) -> Ints:
    """The position of each code's area, or `MISSING`, `UNREADABLE`."""

    def position(text: str) -> int:
        bare = text.strip(_NO_BLANKS + "'").removesuffix(".0")
        return positions.get(bare, UNREADABLE) if bare else MISSING

    return _by_text(_as_text(column), position)


def read_coordinates(column: pa.Array) -> tuple[Floats, Mask]:
    """Degrees, NaN where there are none to be read; and which cells are empty. A decimal comma is read."""
    if pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        return _numbers(column), np.asarray(column.is_null(nan_is_null=True))
    texts = _as_text(column)
    try:
        return _numbers(texts), np.zeros(len(texts), dtype=bool)
    except pa.ArrowInvalid:
        pass
    points = pc.replace_substring(pc.utf8_trim(texts, _NO_BLANKS), ",", ".")
    readable = pc.match_substring_regex(points, _NUMBER)
    return _numbers(pc.if_else(readable, points, None)), np.asarray(pc.equal(points, ""))


def _numbers(column: pa.Array) -> Floats:
    values = column.cast(pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)
    return np.where(np.isfinite(values), values, np.nan)


def _as_text(column: pa.Array) -> Any:
    """The column as texts, empty where it has no value."""
    return pc.fill_null(column.cast(pa.string()), "")


def _by_text(column: Any, read: Callable[[str], int], odd: Counter[str] | None = None) -> Ints:
    """What `read` makes of each text, asked once for each; unreadable ones are counted in `odd`, as far as wanted."""
    coded = pc.fill_null(column, "").dictionary_encode()
    texts = coded.dictionary.to_pylist()
    meant = np.array([read(text) for text in texts], dtype=np.int64)
    codes = coded.indices.to_numpy(zero_copy_only=False)
    if odd is not None and (meant == UNREADABLE).any():
        times = np.bincount(codes, minlength=len(texts))
        odd.update({texts[n]: int(times[n]) for n in np.flatnonzero(meant == UNREADABLE)})
    return meant[codes] if len(codes) else np.empty(0, dtype=np.int64)
