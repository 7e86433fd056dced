"""Quotation marks in separated text: one that opens and does not close where it should takes other rows with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from mapping.model.problems import Problem, Refused
from mapping.reading.registry import Severity, declare

QUOTE_OPEN = declare(
    "quote_open", Severity.MUST, "4.13", "A quotation mark that opens a cell closes at the end of the same cell."
)
_MARK = '"'


def check_quotes(file: str, text: str, separator: str) -> None:
    """Raises Refused, with the row, where a quoted cell runs on over what reads as whole rows, or does not end.

    A cell may hold line ends. It has swallowed rows when its first line and one of those behind it have, each taken
    alone, as many cells as the table, or when the record has another number of cells.
    """
    if _MARK not in text:
        return
    lines = text.splitlines(keepends=True)
    if any(line.endswith(("\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")) for line in lines):
        lines = list(io.StringIO(text, newline=""))  # signs that the reader of rows takes for no line end
    reader = csv.reader(lines, delimiter=separator)
    widths: dict[int, int] = {}
    faults: list[Problem] = []
    begins = 0
    for number, row in enumerate(reader, start=1):
        ends = reader.line_num
        if ends - begins > 1:
            width = max(widths, key=lambda one: widths[one], default=len(row))
            if _swallows(lines[begins:ends], row, width, separator, is_last=ends == len(lines)):
                faults.append(
                    Problem(file, QUOTE_OPEN, number, None, lines[begins].strip()[:60], {"line": str(begins + 1)})
                )
        else:
            widths[len(row)] = widths.get(len(row), 0) + 1
        begins = ends
    if faults:
        raise Refused(faults)


def _swallows(lines: Sequence[str], row: Sequence[str], width: int, separator: str, *, is_last: bool) -> bool:
    if len(row) != width or (is_last and not _closes(lines, separator)):
        return True
    return (
        width > 1 and _is_row(lines[0], width, separator) and any(_is_row(line, width, separator) for line in lines[1:])
    )


def _is_row(line: str, width: int, separator: str) -> bool:
    """Whether a line taken alone has as many cells as the table, by its separators or by those outside quotation marks."""
    return line.count(separator) + 1 == width or len(next(csv.reader([line], delimiter=separator), [])) == width


def _closes(lines: Sequence[str], separator: str) -> bool:
    """Whether the last quotation mark that opens is closed: then one more row behind would be read as a row."""
    return len(list(csv.reader([*lines, "\n" if not lines[-1].endswith("\n") else "", "x\n"], delimiter=separator))) > 1
