"""The person guard over every row of a file of events, piece by piece.

A personal number is looked for in every cell. What must be usual in a column to count (passports, phones, birth dates, full
names) is looked for in cells spread evenly over each piece of some ten thousand rows: a column that turns into one of persons
far down is found as well. The day of an event may be as old as a birth day, and the decimals of degrees as many as a personal
number's digits: neither is looked at for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from mapping.model.problems import Problem, Refused
from mapping.reading.persons import PERSON_COLUMN, has_personal_numbers, is_person_like

DEGREES = re.compile(r"[+-]?\d{1,3}[.,]\d+")
_DIGITS = 14
_FOURTEEN = r"(?:^|\D)\d(?:[\s-]?\d){13}(?:\D|$)"
_SAMPLED = 500
_NEVER = (pa.types.is_floating, pa.types.is_decimal, pa.types.is_temporal, pa.types.is_boolean)


def refuse_persons_in(file: str, columns: Iterable[tuple[str, pa.Array]]) -> None:
    """Raises Refused naming the columns that carry persons, by their headings; no value enters the refusal."""
    named = [heading for heading, column in columns if _carries_persons(heading, column)]
    if named:
        raise Refused([Problem(file, PERSON_COLUMN, None, heading) for heading in dict.fromkeys(named)])


def _carries_persons(heading: str, column: pa.Array) -> bool:
    kind = column.type
    if pa.types.is_integer(kind):
        column = (
            column.filter(pc.greater_equal(column, 10 ** (_DIGITS - 1))) if kind.bit_width > 32 else column.slice(0, 0)
        )
        return has_personal_numbers([str(cell) for cell in column.to_pylist() if cell is not None])
    if any(is_of(kind) for is_of in _NEVER):
        return False
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return _is_usual(heading, [str(cell) for cell in _spread(column)])
    long = column.filter(pc.greater_equal(pc.binary_length(column), _DIGITS))
    likely = long.filter(pc.match_substring_regex(long, _FOURTEEN)) if len(long) else long
    if has_personal_numbers([cell for cell in pc.unique(likely).to_pylist() if not DEGREES.fullmatch(cell.strip())]):
        return True
    return _is_usual(heading, _spread(column))


def _spread(column: pa.Array) -> list[object]:
    """Cells spread evenly, those without anything left out."""
    step = len(column) // _SAMPLED + 1
    return [cell for cell in column.take(pa.array(range(0, len(column), step), pa.int64())).to_pylist() if cell]


def _is_usual(heading: str, cells: list[object]) -> bool:
    return is_person_like(heading, list(map(str, cells)))
