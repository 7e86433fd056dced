"""Cells as the schema writes them: figures, periods, days, and the codes of closed and open lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mapping.model.schemas import Column, Form
from mapping.reading.tables.figures import Cell, Marks, number_text
from mapping.reading.tables.times import When, day_text, read_period
from mapping.reading.tables.words import counted, is_nothing, meaning

_BREAKS = str.maketrans("\v\f", "\n\n")


class Written(NamedTuple):
    """A cell as the schema writes it; `open` when it may be read in two ways (then it is as in the file)."""

    text: str
    open: bool = False


def writer(column: Column, marks: Marks, *, month_first: bool = False) -> Callable[[Cell], Written]:
    """What brings the cells of a column to its form. A cell that does not fit stays as written, for a rule to tell."""
    known: dict[tuple[type, Cell], Written] = {}
    write = _writer(column, marks, month_first=month_first)

    def remembered(cell: Cell) -> Written:
        key = (type(cell), cell)
        if key not in known:
            known[key] = write(cell)
        return known[key]

    return remembered


def _writer(column: Column, marks: Marks, *, month_first: bool) -> Callable[[Cell], Written]:
    if column.form is Form.COUNT:
        return lambda cell: _number(cell, marks)
    if column.form is Form.SHARE:
        return lambda cell: _number(cell.strip("% \u00a0") if isinstance(cell, str) else cell, marks)
    if column.form is Form.DATE:
        return lambda cell: Written("" if is_nothing(plain(cell)) else day_text(cell, month_first=month_first))
    if column.form in (Form.CHOICE, Form.TERM, Form.INDICATOR):
        return lambda cell: _listed(_section(column), cell)
    return lambda cell: Written(plain(cell))


def _section(column: Column) -> str:
    """The section of the vocabulary that holds the column's words."""
    if column.form is Form.INDICATOR:
        return "indicator"
    if column.term is not None:
        return str(column.term)
    return "group" if column.name == "target_group" else column.name


def _listed(section: str, cell: Cell) -> Written:
    text = plain(cell)
    if is_nothing(text):
        return Written("")
    return Written((counted(section, text) if section == "indicator" else meaning(section, text)) or text)


def _number(cell: Cell, marks: Marks) -> Written:
    text, sure = number_text(cell, marks)
    return Written(text, not sure)


def plain(cell: Cell) -> str:
    """The cell's text; a number without a fraction as digits; the apostrophe that guards a formula taken away.

    The breaks of word processors (vertical tab, form feed) are line ends.
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).translate(_BREAKS).strip()
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@'\t＝＋－＠" else text


def when_of(cell: Cell, year: Cell = None, *, is_month: bool = False) -> When | None:
    """The period of a row, with the year from a column of its own where the cell names none.

    A bare number or Roman number is a quarter, or a month where the column is one of months (`is_month`).
    """
    text, told_year = plain(cell), plain(year)
    if is_nothing(text):
        return read_period(year)
    own = read_period(cell)
    if is_nothing(told_year) or (own is not None and own.in_quarter):
        return own
    bare = f"{text.zfill(2)}.{told_year}" if is_month and text.isdigit() else f"{told_year} {text} chorak"
    return read_period(f"{told_year} {text}") or read_period(bare) or own
