"""A measure that is done says on which day."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mapping.model.schemas import MEASURE
from mapping.model.vocabulary import MeasureStatus
from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("done_without_date")
def done_without_date(dataset: RawDataset) -> Iterator[Fault]:
    """A measure that is done says on which day."""
    table = dataset.tables.get(MEASURE.name)
    if table is None:
        return
    status, done_on = table.cells["status"], table.cells["done_on"]
    done = np.intersect1d(status.where(lambda text: text == MeasureStatus.DONE), done_on.where(lambda text: text == ""))
    for position in done:
        yield Fault(table.file, int(table.rows[position]), "done_on", "", {"id": table.cells["id"][position]})
