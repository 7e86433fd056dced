"""The name beside a code is a name of that area."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.matching.wording import called
from mapping.reading.registry import Severity, rule

_ALIKE = 70.0


@rule("code_and_name_differ", Severity.SHOULD, section="3.3", on=FileDraft)
def code_and_name_differ(draft: FileDraft) -> Iterator[Fault]:
    """The name beside a code is a name of that area."""
    for position, code in enumerate(draft.written):
        known = draft.reference.areas.get(code)
        name = draft.names[position]
        if known and name and called(name).key not in known.keys and not _is_similar(called(name).key, known.keys):
            yield draft.fault(position, value=name, code=code, known=known.name)


def _is_similar(key: str, keys: set[str]) -> bool:
    return any(fuzz.ratio(key, one) >= _ALIKE for one in keys)
