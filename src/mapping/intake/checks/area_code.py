"""An area's code is made of 4 digits (region), 7 (district) or more (mahalla)."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.intake.checks.registry import rule
from mapping.intake.codes import is_code
from mapping.intake.faults import Fault, form_faults
from mapping.intake.raw import RawDataset
from mapping.model.schemas import Form


@rule("area_code")
def area_code(dataset: RawDataset) -> Iterator[Fault]:
    """An area's code is made of 4 digits (region), 7 (district) or more (mahalla)."""
    yield from form_faults(dataset, (Form.AREA,), lambda text: not is_code(text))
