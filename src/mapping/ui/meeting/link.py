"""The way from a map to the presenter."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from mapping.model.markup import Markup
from mapping.ui.links import along
from mapping.ui.meeting.agenda import agenda_query, made_agenda
from mapping.ui.state import Screen, apart
from mapping.views.briefing.agenda import Agenda
from mapping.views.map import addresses

LINK = Markup('<a class="present-link" {} target="_blank" rel="noopener"><i aria-hidden="true"></i>{}</a>')


def present_address(screen: Screen, agenda: Agenda) -> str:
    """The presenter at the view looked at; its theme is that of the device."""
    query = {**screen.selection.to_query(), **agenda_query(agenda)}
    return f"{addresses.PRESENT}?{urlencode(query, safe=',')}"


def present_here(screen: Screen, agenda: Agenda) -> str:
    """The same in the theme of this page."""
    return f"{present_address(screen, agenda)}&theme={screen.theme}"


def show_present_link(screen: Screen) -> None:
    """A small button over a map that opens the presenter beside this page, at the map's view."""
    own = {**apart(screen.selection), **made_agenda(screen), "theme": screen.theme}
    st.html(LINK.format(along(addresses.PRESENT, own), screen.text("meeting.present")))
