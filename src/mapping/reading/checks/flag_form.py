"""A flag is 0 or 1."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.schemas import Form
from mapping.reading.faults import Fault, form_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("flag_form")
def flag_form(dataset: RawDataset) -> Iterator[Fault]:
    """A flag is 0 or 1."""
    yield from form_faults(dataset, (Form.FLAG,), lambda text: text not in {"0", "1"})
