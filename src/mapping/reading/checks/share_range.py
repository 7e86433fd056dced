"""A share is at most 100 per cent."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.schemas import Form
from mapping.reading import numbers
from mapping.reading.faults import Fault, form_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("share_range")
def share_range(dataset: RawDataset) -> Iterator[Fault]:
    """A share is at most 100 per cent."""
    yield from form_faults(dataset, (Form.SHARE,), lambda text: numbers.is_whole(text) and int(text) > 100)
