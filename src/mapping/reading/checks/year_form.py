"""A year is four digits from 1900 to 2099."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mapping.model.schemas import Form
from mapping.reading.faults import Fault, form_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule

_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)


@rule("year_form")
def year_form(dataset: RawDataset) -> Iterator[Fault]:
    """A year is four digits from 1900 to 2099."""
    yield from form_faults(dataset, (Form.YEAR,), lambda text: _YEAR.fullmatch(text) is None)
