"""A required cell is filled; spaces alone do not fill it."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault, cell_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("value_missing")
def value_missing(dataset: RawDataset) -> Iterator[Fault]:
    """A required cell is filled; spaces alone do not fill it."""
    for table in dataset.files:
        for column, _ in table.columns():
            if column.required:
                yield from cell_faults(table, column.name, lambda text: not text.strip())
