"""The agenda of this visitor's meeting, kept in the session and, on its page, in the link alike."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from mapping.ui.chrome import tell_fallback
from mapping.ui.state import Screen, take_choice
from mapping.views.briefing.agenda import Agenda, read_agenda
from mapping.views.briefing.brief import Order

_KEPT, _WRITTEN = "meeting_agenda", "meeting_agenda_written"


def load_agenda(screen: Screen) -> Agenda:
    """The link's agenda when a link was followed, else the session's; always as of the period looked at."""
    given = st.query_params.get("agenda")
    if given is not None and given != st.session_state.get(_WRITTEN):
        agenda, fallbacks = read_agenda({"agenda": given}, screen.snapshot, screen.selection)
        for fallback in fallbacks:
            tell_fallback(screen, fallback)
        st.session_state[_KEPT] = agenda
    agenda = kept_agenda(screen)
    st.session_state[_WRITTEN] = agenda_query(agenda).get("agenda")
    return agenda


def kept_agenda(screen: Screen) -> Agenda:
    """The session's agenda, as of the period looked at; districts that this snapshot does not have are left out."""
    agenda: Agenda = st.session_state.get(_KEPT) or Agenda(Order.OVERDUE, screen.selection.period)
    known = screen.snapshot.children(screen.snapshot.region).index
    picked = tuple(code for code in agenda.picked if code in known)
    return replace(agenda, period=screen.selection.period, picked=picked)


def made_agenda(screen: Screen) -> dict[str, str]:
    """What the agenda made in this session adds to a link; nothing while none was made."""
    return agenda_query(kept_agenda(screen)) if _KEPT in st.session_state else {}


def keep_agenda(screen: Screen, order: Order | None, picked: tuple[str, ...]) -> None:
    """Another order, or other districts picked."""
    take_choice()
    st.session_state[_KEPT] = Agenda(order, screen.selection.period, picked)


def agenda_query(agenda: Agenda) -> dict[str, str]:
    """What an agenda adds to a link; nothing while no district is picked."""
    return {name: one for name, one in agenda.to_query().items() if name == "agenda" and one}
