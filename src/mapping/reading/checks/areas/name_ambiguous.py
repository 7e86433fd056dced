"""A name without a code fits one area only."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("name_ambiguous", section="3.3", on=FileDraft)
def name_ambiguous(draft: FileDraft) -> Iterator[Fault]:
    """A name without a code fits one area only."""
    yield from draft.open_names("name_ambiguous")
