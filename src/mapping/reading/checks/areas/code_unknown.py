"""The code of a region, district or city stands in the register; that of a mahalla begins with one that does."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.levels import Level, level_of, parent_of
from mapping.reading.codes import is_code
from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("code_unknown", section="3.2", on=FileDraft)
def code_unknown(draft: FileDraft) -> Iterator[Fault]:
    """The code of a region, district or city stands in the register; that of a mahalla begins with one that does."""
    for position, code in enumerate(draft.written):
        if code and is_code(code) and not _is_known(draft, code):
            yield draft.fault(position, value=code)


def _is_known(draft: FileDraft, code: str) -> bool:
    known = draft.reference.areas
    return code in known or (level_of(code) is Level.MAHALLA and parent_of(code) in known)
