"""A count has no fraction."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.intake import numbers
from mapping.intake.checks.registry import rule
from mapping.intake.faults import Fault, form_faults
from mapping.intake.raw import RawDataset
from mapping.model.schemas import Form


@rule("count_fraction")
def count_fraction(dataset: RawDataset) -> Iterator[Fault]:
    """A count has no fraction."""
    yield from form_faults(dataset, (Form.COUNT, Form.SHARE), numbers.is_fraction)
