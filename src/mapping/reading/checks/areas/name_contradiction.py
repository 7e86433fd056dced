"""The names of a row in several languages are those of one area."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("name_contradiction", section="3.3", on=FileDraft)
def name_contradiction(draft: FileDraft) -> Iterator[Fault]:
    """The names of a row in several languages are those of one area."""
    yield from draft.open_names("name_contradiction")
