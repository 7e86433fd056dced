"""What this visitor looks at: one selection, kept in the session and in the address bar alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from weakref import ref

import streamlit as st

from mapping.live.current import live
from mapping.model.locale import Lang, text
from mapping.model.locale.preferred import preferred
from mapping.model.selection import Fallback, Selection, fitting, from_query
from mapping.store import Snapshot
from mapping.store.opened import snapshot_by_id
from mapping.views.map.names import area_names, indicator_names
from mapping.views.map.palettes import Theme

_SELECTION = "selection"
_WRITTEN = "written_query"
_FALLBACKS = "fallbacks"
_LACKING = "lacking"


class Screen:
    """Everything a panel needs: the snapshot, the selection, and words in the reader's language.

    Streamlit holds what is to be called at the next click, and so the screen, as long as a tab stands open. A screen
    therefore does not keep its snapshot alive; the page does while it is drawn.
    """

    def __init__(self, snapshot: Snapshot, selection: Selection) -> None:
        self.selection = selection
        self._id, self._seq, self._snapshot = snapshot.id, snapshot.seq, ref(snapshot)

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot; opened anew where nobody looked at it for long. Raises NoSnapshot when it is no longer there."""
        return self._snapshot() or live(snapshot_by_id(self._id), self._seq)

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


def followed() -> bool:
    """Whether the address bar says something that this page did not write: a link, or the browser's history."""
    query = st.query_params.to_dict()
    return bool(query) and query != st.session_state.get(_WRITTEN)


def query_lang() -> Lang:
    """The language of the link, else the one that the reader's browser prefers: until a selection exists."""
    given = st.query_params.get("lang")
    return Lang(given) if given in list(Lang) else preferred(st.context.headers.get("Accept-Language", ""))


def load_selection(snapshot: Snapshot) -> Selection:
    """The selection of this run: the session's, unless the address bar says something new.

    A link, the browser's back and forward change the address bar before the script runs; a control changes
    the session. What is kept and the snapshot has not is noted (`take_lacking`). Raises NoStatistics.
    """
    kept = kept_selection()
    if kept is not None and not followed():
        kept, lacking = fitting(kept.to_query(), snapshot)
        st.session_state[_SELECTION] = kept
        lack(*lacking)
        return kept
    given = st.query_params.to_dict() or st.session_state.get(_WRITTEN, {})
    selection, st.session_state[_FALLBACKS] = from_query({"lang": query_lang(), **given}, snapshot)
    st.session_state[_SELECTION] = selection
    # Noted at once: the next step in the browser's history may end this run before its last line.
    st.session_state[_WRITTEN] = given
    return selection


def kept_selection() -> Selection | None:
    """The session's selection; None before the first run."""
    kept: Selection | None = st.session_state.get(_SELECTION)
    return kept


def take_fallbacks() -> list[Fallback]:
    """What the last link asked for in vain; given out once."""
    return _take(_FALLBACKS)


def lack(*lacking: Fallback) -> None:
    """Note what the snapshot shown from now on lacks of the view that was shown before: no link's fault."""
    st.session_state[_LACKING] = [*st.session_state.get(_LACKING, []), *lacking]


def take_lacking() -> list[Fallback]:
    """What was noted by `lack`; given out once."""
    return _take(_LACKING)


def _take(name: str) -> list[Fallback]:
    noted: list[Fallback] = st.session_state.get(name, [])
    st.session_state[name] = []
    return noted


def write_address(selection: Selection, more: Mapping[str, str] | None = None) -> None:
    """Put the view into the address bar; a step in the browser's history only where it differs."""
    query = {**selection.to_query(), **(more or {})}
    st.session_state[_WRITTEN] = query
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


def apart(selection: Selection) -> dict[str, str]:
    """What the link of a selection says that the view looked at does not; empty for what only that one says."""
    looked_at = kept_selection()
    if looked_at is None or selection == looked_at:
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
