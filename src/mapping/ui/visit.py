"""Which snapshot a visit looks at: the one that its link names, else for all of the visit the one that was current at its beginning.

Figures must not change under an open page without a word; a page that is loaded anew begins with the current ones.
"""

from __future__ import annotations

import secrets
from contextlib import suppress

import streamlit as st

from mapping.live.current import live_or_figures
from mapping.model.locale import Lang
from mapping.model.selection import Fallback, number_in
from mapping.store import NoSnapshot, Snapshot, StoreError, current_id
from mapping.store.home import default_home
from mapping.store.opened import snapshot_by_id
from mapping.store.shelf import is_id, snapshot_folder
from mapping.ui.state import Screen, change, followed, kept_selection, lack, take_lacking
from mapping.views.map.newer import lacking_said

_OPENED, _LEFT, _FAULT, _VISIT = "snapshot_opened", "snapshot_left", "snapshot_fault", "visit"


def looked_at() -> Snapshot | None:
    """The snapshot of this run, under the work. One that is gone or damaged gives way to the current one, and that is told.

    None when nothing was published yet. Raises NoSnapshot when the current one cannot be opened.
    """
    if followed():
        named, seq = st.query_params.get("snapshot"), number_in(st.query_params.get("seq", ""))
    else:
        kept = kept_selection()
        named, seq = (kept.snapshot, kept.seq) if kept else (None, None)
    linked = _there(named)
    if linked is not None:
        return _under_work(linked, linked.seq if seq is None else seq)
    figures = _gone_on_with() or _begun()
    return figures and _under_work(figures, seq)


def _under_work(figures: Snapshot, seq: int | None) -> Snapshot:
    """The figures with what was reported; where that cannot be read they are shown alone, and that is told."""
    shown, fault = live_or_figures(figures, seq)
    if fault is not None:
        st.session_state[_FAULT] = fault
    return shown


def _there(snapshot_id: str | None) -> Snapshot | None:
    """The snapshot of an id; None for none, and where it is gone or damaged."""
    if snapshot_id:
        with suppress(NoSnapshot):
            return snapshot_by_id(snapshot_folder(default_home(), snapshot_id).name)
    return None


def _gone_on_with() -> Snapshot | None:
    """The snapshot that the visit began with, or moved to."""
    return _there(st.session_state.get(_OPENED))


def _begun() -> Snapshot | None:
    """The current snapshot, with which the visit goes on from now on."""
    current = current_id(default_home())
    if current is None:
        return None
    snapshot = snapshot_by_id(current)
    lost = st.session_state.get(_OPENED)
    if lost and lost != current:
        lack(Fallback("snapshot", lost, current))
    st.session_state[_OPENED] = current
    return snapshot


def look_at(snapshot_id: str | None) -> None:
    """Look at a snapshot from now on: one that is not current is named in the link, None is the current one.

    One that cannot be opened is not moved to, and why is told.
    """
    current = current_id(default_home())
    wanted = snapshot_id or current
    if wanted is None:
        return
    try:
        snapshot_by_id(wanted)
    except NoSnapshot as fault:
        st.session_state[_FAULT] = fault
        return
    st.session_state[_LEFT] = st.session_state.get(_OPENED)
    if wanted == current:
        st.session_state[_OPENED] = current
    if kept_selection():
        change(snapshot=None if wanted == current else wanted, seq=None)


def take_up(snapshot_id: object) -> None:
    """Go on with what an open page shows whose visit was forgotten: the server was started anew, or it was away for long.

    The browser may tell anything; what is not there is told to be gone.
    """
    if isinstance(snapshot_id, str) and is_id(snapshot_id):
        st.session_state[_OPENED] = snapshot_id


def visit() -> str:
    """What tells this visit from the one that the same open page may have had before."""
    token: str = st.session_state.setdefault(_VISIT, secrets.token_hex(4))
    return token


def take_lacks(screen: Screen) -> list[str]:
    """What the snapshot shown lacks of the view that was shown before, in sentences; given out once."""
    before = _there(st.session_state.get(_LEFT))
    return [lacking_said(one, before=before, now=screen.snapshot, lang=screen.lang) for one in take_lacking()]


def take_fault(lang: Lang) -> str:
    """Why a snapshot was not moved to, or is shown without the work; empty where nothing is wrong. Given out once."""
    fault: StoreError | None = st.session_state.pop(_FAULT, None)
    return fault.told(lang) if fault else ""
