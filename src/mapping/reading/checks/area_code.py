"""An area's code is made of 4 digits (region), 7 (district) or more (mahalla)."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.schemas import Form
from mapping.reading.codes import is_code
from mapping.reading.faults import Fault, form_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("area_code")
def area_code(dataset: RawDataset) -> Iterator[Fault]:
    """An area's code is made of 4 digits (region), 7 (district) or more (mahalla)."""
    yield from form_faults(dataset, (Form.AREA,), lambda text: not is_code(text))
