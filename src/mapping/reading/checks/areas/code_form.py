"""A code is made of digits: 4 for a region, 7 for a district or city, more for a mahalla."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.codes import is_code
from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("code_form", section="3.1", on=FileDraft)
def code_form(draft: FileDraft) -> Iterator[Fault]:
    """A code is made of digits: 4 for a region, 7 for a district or city, more for a mahalla."""
    for position, code in enumerate(draft.written):
        if code and not is_code(code):
            yield draft.fault(position, value=code)
