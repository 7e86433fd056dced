"""The district or city that a row names is known: else its mahalla would be looked for in the whole region."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("wider_unknown", section="3.3", on=FileDraft)
def wider_unknown(draft: FileDraft) -> Iterator[Fault]:
    """The district or city that a row names is known."""
    yield from draft.open_names("wider_unknown")
