"""Codes of measures in the reader's words."""

from __future__ import annotations

from mapping.model import wording
from mapping.model.periods import Quarter
from mapping.model.vocabulary import TermKind
from mapping.ui.state import Screen
from mapping.views.map.names import term_names

_TERMS = {
    "factor": TermKind.FACTOR, "sector": TermKind.SECTOR,
    "agency": TermKind.AGENCY, "district_agency": TermKind.AGENCY, "region_agency": TermKind.AGENCY,
    "post": TermKind.POST, "district_post": TermKind.POST, "region_post": TermKind.POST,
}  # fmt: skip
_LISTS = {"target_group": "group", "seven_member": "seven_member", "status": "status", "state": "state"}


def word_of(screen: Screen, column: str, value: str) -> str:
    """The word for a code of a column: from the dataset's lists, or from the catalogue."""
    if column == "quarter":
        return wording.quarter(Quarter.parse(value), screen.lang)
    if column in _LISTS:
        return screen.text(f"{_LISTS[column]}.{value}")
    return term_names(screen.snapshot, _TERMS[column], screen.lang).get(value, value)
