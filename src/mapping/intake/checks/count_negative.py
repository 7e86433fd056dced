"""A count is not below zero."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.intake import numbers
from mapping.intake.checks.registry import rule
from mapping.intake.faults import Fault, form_faults
from mapping.intake.raw import RawDataset
from mapping.model.schemas import Form


@rule("count_negative")
def count_negative(dataset: RawDataset) -> Iterator[Fault]:
    """A count is not below zero."""
    yield from form_faults(dataset, (Form.COUNT, Form.SHARE), numbers.is_negative)
