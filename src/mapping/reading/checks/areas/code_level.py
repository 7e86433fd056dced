"""All codes are of the level that the file is for."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.levels import level_of
from mapping.reading.codes import is_code
from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("code_level", section="3.1", on=FileDraft)
def code_level(draft: FileDraft) -> Iterator[Fault]:
    """All codes are of the level that the file is for."""
    for position, code in enumerate(() if draft.mixed else draft.written):
        if code and is_code(code) and not _fits(draft, code):
            yield draft.fault(position, value=code, level=draft.level, found=level_of(code))


def _fits(draft: FileDraft, code: str) -> bool:
    """By its length, or as the register has it."""
    known = draft.reference.areas.get(code)
    return draft.level in (level_of(code), known.level if known else None)
