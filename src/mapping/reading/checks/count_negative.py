"""A count is not below zero."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.schemas import Form
from mapping.reading import numbers
from mapping.reading.faults import Fault, form_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("count_negative")
def count_negative(dataset: RawDataset) -> Iterator[Fault]:
    """A count is not below zero."""
    yield from form_faults(dataset, (Form.COUNT, Form.SHARE), numbers.is_negative)
