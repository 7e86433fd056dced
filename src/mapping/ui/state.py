"""What this visitor looks at: one selection, kept in the session and in the address bar alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from mapping.model.locale import DEFAULT_LANG, Lang, text
from mapping.model.selection import Fallback, Selection, from_query
from mapping.store import NoSnapshot, Snapshot, current_id
from mapping.store.home import default_home
from mapping.store.opened import snapshot_by_id
from mapping.store.shelf import snapshot_folder
from mapping.views.map.names import area_names, indicator_names
from mapping.views.map.palettes import Theme

_SELECTION = "selection"
_WRITTEN = "written_query"
_FALLBACKS = "fallbacks"


@dataclass(frozen=True)
class Screen:
    """Everything a panel needs: the snapshot, the selection, and words in the reader's language."""

    snapshot: Snapshot
    selection: Selection

    @property
    def lang(self) -> Lang:
        return self.selection.lang

    @property
    def theme(self) -> Theme:
        return "dark" if st.context.theme.type == "dark" else "light"

    def text(self, key: str, **values: object) -> str:
        """A text of the catalogue in the reader's language."""
        return text(key, self.lang, **values)

    def area_name(self, code: str) -> str:
        """An area's name in the reader's language; the code itself where the name is not known."""
        return area_names(self.snapshot, self.lang).get(code, code)

    def indicator_name(self, code: str) -> str:
        return indicator_names(self.snapshot, self.lang)[code]


def published() -> Snapshot | None:
    """The current snapshot, or None when nothing was published yet."""
    snapshot_id = current_id(default_home())
    return snapshot_by_id(snapshot_id) if snapshot_id else None


def looked_at() -> Snapshot | None:
    """The snapshot that the link or the session names, where it is still there and whole; else the current one.

    None when nothing was published yet. Raises NoSnapshot when the current one cannot be opened.
    """
    if _followed():
        named = st.query_params.get("snapshot")
    else:
        named = st.session_state[_SELECTION].snapshot if _SELECTION in st.session_state else None
    if named:
        with suppress(NoSnapshot):
            return snapshot_by_id(snapshot_folder(default_home(), named).name)
    return published()


def _followed() -> bool:
    """Whether the address bar says something that this page did not write: a link, or the browser's history."""
    query = st.query_params.to_dict()
    return bool(query) and query != st.session_state.get(_WRITTEN)


def query_lang() -> Lang:
    """The language of the link, for the little that is said before a selection exists."""
    given = st.query_params.get("lang", DEFAULT_LANG)
    return Lang(given) if given in list(Lang) else DEFAULT_LANG


def load_selection(snapshot: Snapshot) -> Selection:
    """The selection of this run: the session's, unless the address bar says something new.

    A link, the browser's back and forward change the address bar before the script runs; a control changes
    the session. Raises ValueError when the snapshot has no statistics.
    """
    query = st.query_params.to_dict()
    if _followed() or _SELECTION not in st.session_state or not _fits(st.session_state[_SELECTION], snapshot):
        given = query or st.session_state.get(_WRITTEN, {})
        st.session_state[_SELECTION], st.session_state[_FALLBACKS] = from_query(given, snapshot)
        # Noted at once: the next step in the browser's history may end this run before its last line.
        st.session_state[_WRITTEN] = given
    selection: Selection = st.session_state[_SELECTION]
    return selection


def _fits(selection: Selection, snapshot: Snapshot) -> bool:
    """Whether a kept selection still exists in a snapshot that may have been published since."""
    return not from_query(selection.to_query(), snapshot)[1]


def take_fallbacks() -> list[Fallback]:
    """What the last link asked for in vain; given out once."""
    found: list[Fallback] = st.session_state.get(_FALLBACKS, [])
    st.session_state[_FALLBACKS] = []
    return found


def write_address(selection: Selection, more: Mapping[str, str] | None = None) -> None:
    """Put the view into the address bar; a step in the browser's history only where it differs."""
    query = {**selection.to_query(), **(more or {})}
    st.session_state[_WRITTEN] = query
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


def apart(selection: Selection) -> dict[str, str]:
    """What the link of a selection says that the view looked at does not; empty for what only that one says."""
    looked_at: Selection = st.session_state[_SELECTION]
    if selection == looked_at:
        return {}
    here, there = looked_at.to_query(), selection.to_query()
    return {name: there.get(name, "") for name in here | there if there.get(name) != here.get(name)}


def take_choice() -> None:
    """Called with everything a visitor chooses: the address that comes along is no link.

    A choice leaves the browser with the address that stands there, which may be older than the one this page wrote last; taken
    for a step back in the browser's history it would undo the choice.
    """
    written = st.session_state.get(_WRITTEN)
    if written and st.query_params.to_dict() != written:
        st.query_params.from_dict(written)


def change(**fields: Any) -> None:
    """Change fields of the selection."""
    take_choice()
    st.session_state[_SELECTION] = replace(st.session_state[_SELECTION], **fields)


def transit(step: Callable[[Selection], Selection]) -> None:
    """Apply a transition to the selection."""
    take_choice()
    st.session_state[_SELECTION] = step(st.session_state[_SELECTION])
