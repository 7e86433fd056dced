"""Reading a table of areas and a list of links; every cell that breaks a rule is told with its place."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mapping.model.problems import Problem, Refused

if TYPE_CHECKING:
    from mapping.stats.weights import Neighbours

_LINK_COLUMNS = ("id", "neighbour_id")
_MOST_CASES = 10_000_000  # a test of two rates goes through some 25 √cases sums
_MOST_EXPOSED = 10_000_000_000  # people: more than there are
_LEAST_EXPOSED = 1e-6  # people or expected cases; with less the ratios to them are beyond any likelihood
_LARGEST_VALUE = 10**15  # squares of squares of larger ones are infinite


@dataclass(frozen=True)
class Areas:
    """The ids in the order of the file, and by meaning the numbers of each column used."""

    ids: list[str]
    numbers: Mapping[str, list[float]]


@dataclass(frozen=True)
class _Row:
    """A row of a CSV file under the number a person would give it."""

    number: int
    cells: list[str]


def read_areas(path: Path, identity: str, wanted: Mapping[str, str]) -> Areas:
    """The areas of a file. Raises Refused with every cell that breaks a rule."""
    header, rows = _rows(path)
    _require_columns(path, header, [identity, *wanted.values()])
    if not rows:
        raise Refused([Problem(path.name, "stats_no_rows")])
    ids = [row.cells[header.index(identity)].strip() for row in rows]
    problems = _id_problems(path.name, identity, rows, ids)
    numbers = {}
    for meaning, column in wanted.items():
        cells = [row.cells[header.index(column)].strip() for row in rows]
        broken = [_broken_rule(meaning, cell) for cell in cells]
        problems += [
            Problem(
                path.name, rule, row.number, column, cell, {"most": str(_most(meaning)), "least": f"{_LEAST_EXPOSED:f}"}
            )
            for row, cell, rule in zip(rows, cells, broken, strict=True)
            if rule
        ]
        numbers[meaning] = [math.nan if rule else float(cell) for cell, rule in zip(cells, broken, strict=True)]
    if problems:
        raise Refused(sorted(problems, key=lambda problem: problem.row or 0))
    return Areas(ids, numbers)


def read_links(path: Path, table: Areas) -> Neighbours:
    """The neighbours a file tells. Raises Refused for ids that are not among the areas."""
    from mapping.stats.weights import from_links  # noqa: PLC0415 (heavy)

    header, rows = _rows(path)
    _require_columns(path, header, _LINK_COLUMNS)
    places = [header.index(column) for column in _LINK_COLUMNS]
    known, links, problems = set(table.ids), [], []
    for row in rows:
        area, neighbour = (row.cells[place].strip() for place in places)
        links.append((area, neighbour))
        problems += [
            Problem(path.name, "stats_id_unknown", row=row.number, column=column, value=code)
            for column, code in zip(_LINK_COLUMNS, (area, neighbour), strict=True)
            if code not in known
        ]
    if problems:
        raise Refused(problems)
    return from_links(table.ids, links)


def _rows(path: Path) -> tuple[list[str], list[_Row]]:
    """The header and the rows that are not blank. Raises Refused when the file cannot be read as CSV."""
    try:
        content = path.read_bytes()
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        read = [_Row(reader.line_num, cells) for cells in reader]
    except OSError as fault:
        raise Refused([Problem(path.name, "file_unreadable", value=fault.strerror or str(fault))]) from fault
    except UnicodeDecodeError as fault:
        row = content[: fault.start].count(b"\n") + 1
        sign = repr(content[fault.start : fault.end])
        raise Refused([Problem(path.name, "file_encoding", row=row, value=sign)]) from fault
    except csv.Error as fault:
        raise Refused([Problem(path.name, "file_broken", details={"reason": str(fault)})]) from fault
    if not read:
        raise Refused([Problem(path.name, "stats_no_rows")])
    header = [name.strip() for name in read[0].cells]
    rows = [row for row in read[1:] if any(cell.strip() for cell in row.cells)]
    odd = [row for row in rows if len(row.cells) != len(header)]
    if odd:
        raise Refused([_odd_row(path, row, len(header)) for row in odd])
    return header, rows


def _odd_row(path: Path, row: _Row, width: int) -> Problem:
    details = {"expected": str(width), "found": str(len(row.cells))}
    return Problem(path.name, "cells_in_row", row=row.number, value=",".join(row.cells), details=details)


def _require_columns(path: Path, header: list[str], wanted: Iterable[str]) -> None:
    if len(header) == 1 and any(sign in header[0] for sign in ";\t"):
        raise Refused([Problem(path.name, "csv_separator", row=1, value=header[0])])
    present = ", ".join(header)
    times = Counter(header)
    problems = [
        Problem(path.name, "stats_column_missing", row=1, column=column, details={"present": present})
        for column in dict.fromkeys(wanted)
        if column not in times
    ]
    problems += [
        Problem(path.name, "column_twice", row=1, column=column)
        for column in dict.fromkeys(wanted)
        if times[column] > 1
    ]
    if problems:
        raise Refused(problems)


def _id_problems(file: str, column: str, rows: list[_Row], ids: list[str]) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for row, code in zip(rows, ids, strict=True):
        if not code:
            problems.append(Problem(file, "value_missing", row=row.number, column=column))
        elif code in first:
            details = {"first": str(first[code])}
            problems.append(Problem(file, "key_twice", row=row.number, column=column, value=code, details=details))
        else:
            first[code] = row.number
    return problems


def _broken_rule(meaning: str, cell: str) -> str | None:
    """The rule that a cell with a number breaks, None when it breaks none."""
    number = _number(cell)
    if number is None:
        return "stats_number" if cell else "stats_value_missing"
    counted = meaning != "rate"
    broken = {
        "stats_too_large": abs(number) > _most(meaning),
        "stats_negative": counted and number < 0,
        "stats_whole": meaning.startswith("observed") and not number.is_integer(),
        "stats_too_small": counted and 0 < number < _LEAST_EXPOSED,
    }
    return next((rule for rule, is_broken in broken.items() if is_broken), None)


def _most(meaning: str) -> int:
    """The largest number taken for a column of this meaning."""
    if meaning == "rate":
        return _LARGEST_VALUE
    return _MOST_CASES if meaning.startswith("observed") else _MOST_EXPOSED


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in cell else None
