"""The file holds all areas of every parent of which it holds one: what is lacking and published would be gone."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.levels import parent_of
from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.codes import is_code
from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule


@rule("area_absent", Severity.SHOULD, section="3.5", on=BoundaryDraft)
def area_absent(draft: BoundaryDraft) -> Iterator[Fault]:
    """The file holds all areas of every parent of which it holds one."""
    yield from (fault for code, fault in _absent(draft) if code not in draft.reference.published)


@rule("area_lost", Severity.ASK, section="3.5", on=BoundaryDraft)
def area_lost(draft: BoundaryDraft) -> Iterator[Fault]:
    """No published area beside those of the file is gone without a word."""
    yield from (fault for code, fault in _absent(draft) if code in draft.reference.published)


def _absent(draft: BoundaryDraft) -> Iterator[tuple[str, Fault]]:
    codes = {code for code in draft.matches.codes if is_code(code)}
    parents = {draft.parent} if draft.parent else {parent_of(code) for code in codes}
    for parent in sorted(filter(None, parents)) if codes else ():
        for area in draft.reference.within(draft.level, parent):
            if area.code not in codes:
                yield area.code, Fault(draft.file, None, None, f"{area.code} {area.name}", {"parent": parent})
