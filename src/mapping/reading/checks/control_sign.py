"""A text holds no control signs: with one in a name no slides, pictures or workbooks could be written."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.schemas import Form
from mapping.model.signs import has_unwritable, made_visible
from mapping.reading.faults import Fault, cell_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("control_sign")
def control_sign(dataset: RawDataset) -> Iterator[Fault]:
    """A text holds no control signs: with one in a name no slides, pictures or workbooks could be written."""
    for table in dataset.files:
        for column, _ in table.columns(Form.TEXT):
            for fault in cell_faults(table, column.name, has_unwritable):
                yield fault._replace(value=made_visible(fault.value or ""))
