"""Where no parent is named, names are looked up in the one in which all others lie."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule


@rule("parent_inferred", Severity.INFO, section="3.2", on=FileDraft)
def parent_inferred(draft: FileDraft) -> Iterator[Fault]:
    """Where no parent is named, names are looked up in the one in which all others lie."""
    parent = draft.matches.inferred_parent
    if parent:
        known = draft.reference.areas.get(parent)
        yield Fault(draft.file, None, None, parent, {"name": known.name if known else parent})
