"""A count is a number written with digits only."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.intake import numbers
from mapping.intake.checks.registry import rule
from mapping.intake.faults import Fault, form_faults
from mapping.intake.raw import RawDataset
from mapping.model.schemas import Form


@rule("count_number")
def count_number(dataset: RawDataset) -> Iterator[Fault]:
    """A count is a number written with digits only."""
    yield from form_faults(dataset, (Form.COUNT, Form.SHARE), numbers.is_no_number)
