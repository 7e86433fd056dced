"""A quarter is written as 2025Q4."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.intake.checks.registry import rule
from mapping.intake.faults import Fault, form_faults
from mapping.intake.raw import RawDataset
from mapping.model.periods import Quarter
from mapping.model.schemas import Form


@rule("quarter_form")
def quarter_form(dataset: RawDataset) -> Iterator[Fault]:
    """A quarter is written as 2025Q4."""
    yield from form_faults(dataset, (Form.QUARTER,), _is_no_quarter)


def _is_no_quarter(text: str) -> bool:
    try:
        Quarter.parse(text)
    except ValueError:
        return True
    return False
