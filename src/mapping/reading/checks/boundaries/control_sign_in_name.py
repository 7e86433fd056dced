"""A name holds no control signs: with one no slides, pictures or workbooks could be written."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.signs import has_unwritable, made_visible
from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("control_sign_in_name", section="5.6", on=BoundaryDraft)
def control_sign_in_name(draft: BoundaryDraft) -> Iterator[Fault]:
    """A name holds no control signs: with one no slides, pictures or workbooks could be written."""
    for column, names in ((None, draft.names), *draft.given_names.items()):
        for position, name in enumerate(names):
            if has_unwritable(name):
                yield draft.fault(position, column, made_visible(name))
