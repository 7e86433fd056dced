"""What a check hands over: the place of a fault. The registry adds the rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from mapping.model.schemas import Form
from mapping.reading.raw import RawDataset, RawTable


class Fault(NamedTuple):
    """Where a rule is broken, and what fills the placeholders of the rule's text."""

    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    details: dict[str, str] = {}  # noqa: RUF012 (read only)


def cell_faults(
    table: RawTable, column: str, breaks: Callable[[str], bool], details: dict[str, str] | None = None
) -> Iterator[Fault]:
    """A fault for every cell of a column whose text `breaks` the rule."""
    cells = table.cells[column]
    for position in cells.where(breaks):
        yield Fault(table.file, int(table.rows[position]), column, cells[position], details or {})


def outside(allowed: Collection[str]) -> Callable[[str], bool]:
    """Breaks when a filled cell holds none of the allowed texts."""
    return lambda text: text != "" and text not in allowed


def form_faults(dataset: RawDataset, forms: tuple[Form, ...], breaks: Callable[[str], bool]) -> Iterator[Fault]:
    """A fault for every filled cell, in any file, of columns of these forms whose text `breaks` the rule."""
    for table in dataset.files:
        for column, _ in table.columns(*forms):
            yield from cell_faults(table, column.name, lambda text: text != "" and breaks(text))
