"""A quarter is written as 2025Q4."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.periods import Quarter
from mapping.model.schemas import Form
from mapping.reading.faults import Fault, form_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


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
