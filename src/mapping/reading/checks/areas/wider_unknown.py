"""The district or city that a row names is known: else its mahalla would be looked for in the whole region."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.checks.registry import rule
from mapping.reading.draft import Draft
from mapping.reading.faults import Fault


@rule("wider_unknown", section="3.3", on=Draft)
def wider_unknown(draft: Draft) -> Iterator[Fault]:
    """The district or city that a row names is known."""
    yield from draft.open_names("wider_unknown")
