"""A year is four digits from 1900 to 2099."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mapping.intake.checks.registry import rule
from mapping.intake.faults import Fault, form_faults
from mapping.intake.raw import RawDataset
from mapping.model.schemas import Form

_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)


@rule("year_form")
def year_form(dataset: RawDataset) -> Iterator[Fault]:
    """A year is four digits from 1900 to 2099."""
    yield from form_faults(dataset, (Form.YEAR,), lambda text: _YEAR.fullmatch(text) is None)
