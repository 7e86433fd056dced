"""Tables as CSV that opens rightly in Excel and reads back as the same table.

UTF-8 with BOM, CRLF, quoting as RFC 4180. Separator `;` comes with a decimal comma, as spreadsheets set to
Uzbek or Russian expect; `,` with a decimal point. Whole numbers are written without a fraction, other numbers
in full (the shortest text that reads back as the same number), codes as text, dates as 2025-12-31, yes and no
as 1 and 0, missing as empty, 0 only for zero, an infinite ratio as `inf`.

A text cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV Injection);
so does one that has apostrophes before such a beginning, so that taking one away always gives the text back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import repeat
from typing import Literal

import numpy as np
import pandas as pd

from mapping.model import wording
from mapping.model.names import latin

Separator = Literal[";", ","]
Words = Mapping[str, Mapping[str, str]]

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_LONGEST_PART = 60
_DIGITS = 2


def to_csv(
    frame: pd.DataFrame,
    *,
    separator: Separator,
    header: Mapping[str, str] | None = None,
    words: Words | None = None,
    extra: Mapping[str, str] | None = None,
    in_full: bool = True,
) -> bytes:
    """The frame's columns in their order (not its index), then the `extra` columns, one line per row.

    Numbers `in_full`, or with the digits that mean something (`meant`).

    `header`: the words to write for column codes; a column it lacks, and every column without `header`, keeps
    its code. `words`: for a column, the words of its codes (`columns.words_of`); other values stay as they
    are. `extra`: column code to the one value of all rows: period, snapshot, as-of date, the note that
    figures are invented. Raises ValueError for another separator, for two columns of one name, and for an
    extra column that the frame already has.
    """
    if separator not in {";", ","}:
        raise ValueError(f"separator {separator!r}: ';' or ','")
    constant = dict(extra or {})
    names = [str(column) for column in frame.columns] + list(constant)
    if len(set(names)) < len(names):
        raise ValueError(f"a column stands twice: {sorted({name for name in names if names.count(name) > 1})}")
    cells: list[Iterable[str]] = [
        _cells(
            frame[column] if in_full else meant(frame[column]),
            ("," if separator == ";" else "."),
            (words or {}).get(str(column), {}),
        )
        for column in frame.columns
    ]
    cells += [repeat(harmless(value), len(frame)) for value in constant.values()]
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=separator, lineterminator="\r\n")
    writer.writerow([harmless((header or {}).get(name, name)) for name in names])
    writer.writerows(zip(*cells, strict=True))
    return target.getvalue().encode("utf-8-sig")


def meant(column: pd.Series) -> pd.Series:
    """Its fractions with as many digits as the screen writes of a figure of this name, two where it writes none; else as it is."""
    if not pd.api.types.is_float_dtype(column.dtype):
        return column
    name = str(column.name)
    known = next((one for one in (name, name.rpartition("_")[0]) if one in wording.STYLES), None)
    digits = wording.style_of(known).digits if known else _DIGITS
    values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    return pd.Series(wording.rounded(values, digits), index=column.index, name=column.name)


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would read a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def file_name(
    *, area: str, indicator: str, period: str, day: date, filters: Iterable[str] = (), kind: str = "csv"
) -> str:
    """`area_indicator_period_filter_2025-12-31.csv` in plain Latin letters, digits, `-` and `_`; empty parts left out."""
    narrowed = "_".join(_slug(one) for one in filters)[:_LONGEST_PART].strip("_-")
    parts = [_slug(area), _slug(indicator), re.sub(r"[^0-9A-Za-z-]+", "", period), narrowed, day.isoformat()]
    return "_".join(part for part in parts if part) + f".{kind}"


def _slug(part: str) -> str:
    return latin(part).replace(" ", "-")[:_LONGEST_PART].strip("-")


def _cells(column: pd.Series, point: str, words: Mapping[str, str]) -> list[str]:
    """The column's cells as they stand in the file, before quoting."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return _each(column, lambda value: str(int(bool(value))))
    if pd.api.types.is_float_dtype(column.dtype):
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return [_number(value, point) if value == value else "" for value in values.tolist()]  # noqa: PLR0124
    if pd.api.types.is_integer_dtype(column.dtype):
        return _each(column, str)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return _each(column, _moment)
    return _texts(column, point, words)


def _each(column: pd.Series, write: Callable[[object], str]) -> list[str]:
    """Every value written; missing ones empty."""
    missing = column.isna().to_numpy()
    values = column.astype("object").tolist()
    return ["" if absent else write(value) for value, absent in zip(values, missing, strict=True)]


def _texts(column: pd.Series, point: str, words: Mapping[str, str]) -> list[str]:
    """Cells of a column of text (or of mixed values); each distinct text is looked at once."""
    seen: dict[str, str] = {}

    def write(value: object) -> str:
        if isinstance(value, str):
            written = seen.get(value)
            if written is None:
                written = seen[value] = harmless(str(words.get(value, value)))
            return written
        return _other(value, point)

    return _each(column, write)


def _other(value: object, point: str) -> str:
    """A value that is not text, in a column of mixed values."""
    if isinstance(value, bool | np.bool_):
        return str(int(value))
    if isinstance(value, float | np.floating):
        return _number(float(value), point)
    if isinstance(value, date):
        return _moment(value)
    return str(value) if isinstance(value, int | np.integer) else harmless(str(value))


def _number(value: float, point: str) -> str:
    """The shortest text that reads back as the number; whole numbers without a fraction."""
    return repr(value).removesuffix(".0").replace(".", point)


def _moment(value: object) -> str:
    """2025-12-31 for a day, with the time after `T` only where there is one."""
    if isinstance(value, datetime):
        midnight = value.hour == value.minute == value.second == value.microsecond == 0
        return value.date().isoformat() if midnight else value.isoformat()
    return str(value)
