"""A code begins with its parent's."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.codes import is_code
from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("code_parent", section="3.2", on=FileDraft)
def code_parent(draft: FileDraft) -> Iterator[Fault]:
    """A code begins with its parent's."""
    for position, code in enumerate(draft.written):
        if code and draft.parent and is_code(code) and not code.startswith(draft.parent):
            yield draft.fault(position, value=code, parent=draft.parent)
