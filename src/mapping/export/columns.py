"""The words of an exported table: its header and the values of closed lists, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from mapping.locale import Lang, has_text, text
from mapping.locale.texts import catalogue

_LIST_OF = {
    "level": "level",
    "group": "group",
    "target_group": "group",
    "category": "category",
    "seven_member": "seven_member",
    "status": "status",
    "state": "state",
    "label": "change",
}


def header_of(columns: Iterable[object], lang: Lang) -> dict[str, str]:
    """The header words of the columns that the catalogue knows (`column.<code>`); others are left out."""
    return {str(name): text(f"column.{name}", lang) for name in columns if has_text(f"column.{name}")}


def words_of(columns: Iterable[object], lang: Lang) -> dict[str, Mapping[str, str]]:
    """For each column that holds codes of a closed list, the word of each code (`value.<list>.<code>`)."""
    return {str(name): closed_list(_LIST_OF[str(name)], lang) for name in columns if str(name) in _LIST_OF}


@cache
def closed_list(name: str, lang: Lang) -> Mapping[str, str]:
    """The words of a closed list by code: level, group, category, seven_member, status, state, change."""
    prefix = f"value.{name}."
    return {key.removeprefix(prefix): words[lang] for key, words in catalogue().items() if key.startswith(prefix)}
