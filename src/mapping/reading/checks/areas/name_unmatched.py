"""A name without a code is the name of an area in the parent, in any of four languages."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("name_unmatched", section="3.3", on=FileDraft)
def name_unmatched(draft: FileDraft) -> Iterator[Fault]:
    """A name without a code is the name of an area in the parent, in any of four languages."""
    yield from draft.open_names("name_unmatched")
