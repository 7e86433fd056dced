"""Codes of measures in the reader's words."""

from __future__ import annotations

from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.model.periods import Quarter
from mapping.model.vocabulary import SevenMember, TermKind
from mapping.store import Snapshot
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
    return word_in(screen.snapshot, column, value, screen.lang)


def word_in(snapshot: Snapshot, column: str, value: str, lang: Lang) -> str:
    """The same for any language."""
    if column == "quarter":
        return wording.quarter(Quarter.parse(value), lang)
    if column == "silent":
        return text("work.silent_for", lang, days=int(value))
    if column == "post" and value in list(SevenMember):
        column = "seven_member"
    if column in _LISTS:
        return text(f"{_LISTS[column]}.{value}", lang)
    return term_names(snapshot, _TERMS[column], lang).get(value, value)
