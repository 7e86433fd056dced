"""A code begins with its parent's."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.intake.checks.registry import rule
from mapping.intake.codes import is_code
from mapping.intake.draft import Draft
from mapping.intake.faults import Fault


@rule("code_parent", section="3.2", on=Draft)
def code_parent(draft: Draft) -> Iterator[Fault]:
    """A code begins with its parent's."""
    for position, code in enumerate(draft.written):
        if code and draft.parent and is_code(code) and not code.startswith(draft.parent):
            yield draft.fault(position, value=code, parent=draft.parent)
