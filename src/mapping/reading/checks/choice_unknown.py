"""A cell of a closed list holds one of its words."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.schemas import Form
from mapping.reading.faults import Fault, cell_faults, outside
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("choice_unknown")
def choice_unknown(dataset: RawDataset) -> Iterator[Fault]:
    """A cell of a closed list holds one of its words."""
    for table in dataset.files:
        for column, _ in table.columns(Form.CHOICE):
            details = {"choices": ", ".join(column.choices)}
            yield from cell_faults(table, column.name, outside(column.choices), details)
