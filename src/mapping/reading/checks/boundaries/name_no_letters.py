"""A name is written in letters: signs that no alphabet has come from a code page that was taken for another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.faults import Fault
from mapping.reading.registry import rule

_AS_WRITTEN = set("№°`´^+<>=|~$€")  # signs people do write, and apostrophes typed with what was at hand
_NEVER = {"So", "Sc", "Sm", "Sk", "Co", "Cn"}
_ONLY_OURS = set("ЂЃѓЉЊЌЋЏђљњќћџЈјЅѕ")  # letters of other Cyrillic alphabets: where cp866 is read as cp1251


@rule("name_no_letters", section="3.3", on=BoundaryDraft)
def name_no_letters(draft: BoundaryDraft) -> Iterator[Fault]:
    """A name holds no signs that no alphabet has."""
    for column, names in ((None, draft.names), *draft.given_names.items()):
        for position, name in enumerate(names):
            if _is_garbled(name):
                yield draft.fault(position, column, name)


def _is_garbled(name: str) -> bool:
    odd = [sign for sign in name if unicodedata.category(sign) in _NEVER and sign not in _AS_WRITTEN]
    return "\N{REPLACEMENT CHARACTER}" in name or len(odd) > 1 or (bool(odd) and bool(_ONLY_OURS & set(name)))
