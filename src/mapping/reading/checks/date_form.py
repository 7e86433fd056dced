"""A date is a day of the calendar written as 2025-12-31."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from mapping.model.schemas import Form
from mapping.reading.faults import Fault, form_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule

_WRITTEN = re.compile(r"(?:19|20)\d\d-\d\d-\d\d", re.ASCII)


@rule("date_form")
def date_form(dataset: RawDataset) -> Iterator[Fault]:
    """A date is a day of the calendar written as 2025-12-31."""
    yield from form_faults(dataset, (Form.DATE,), _is_no_day)


def _is_no_day(text: str) -> bool:
    if _WRITTEN.fullmatch(text) is None:
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return True
    return False
