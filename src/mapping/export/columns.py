"""The words of an exported table: its header and the values of closed lists, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache

from mapping.measures.progress import State
from mapping.model.levels import Level
from mapping.model.locale import Lang, has_text, text
from mapping.model.vocabulary import Category, Group, MeasureStatus, SevenMember
from mapping.stats.categories import Shift
from mapping.stats.change import Change
from mapping.stats.results import Spot
from mapping.stats.revision import Revision

_LISTS: dict[str, type[StrEnum]] = {
    "level": Level,
    "group": Group,
    "category": Category,
    "seven_member": SevenMember,
    "status": MeasureStatus,
    "state": State,
    "change": Change,
    "spot": Spot,
    "shift": Shift,
    "revision": Revision,
}
_LIST_OF = {
    **{name: name for name in _LISTS},
    **{f"{name}_{side}": name for name in ("category", "status") for side in ("before", "after")},
    **{f"category_{side}": "category" for side in ("left", "right")},
    "category_official": "category",
    "category_computed": "category",
    "category_tried": "category",
    "target_group": "group",
    "label": "change",
}


def header_of(columns: Iterable[object], lang: Lang) -> dict[str, str]:
    """The header words of the columns that the catalogue knows (`column.<code>`); others are left out."""
    return {str(name): text(f"column.{name}", lang) for name in columns if has_text(f"column.{name}")}


def words_of(columns: Iterable[object], lang: Lang) -> dict[str, Mapping[str, str]]:
    """For each column that holds codes of a closed list, the word of each code (`<list>.<code>`)."""
    return {str(name): closed_list(_LIST_OF[str(name)], lang) for name in columns if str(name) in _LIST_OF}


@cache
def closed_list(name: str, lang: Lang) -> Mapping[str, str]:
    """The words of a closed list by code: level, group, category, seven_member, status, state, change, spot, shift, revision."""
    return {str(code): text(f"{name}.{code}", lang) for code in _LISTS[name] if code}
