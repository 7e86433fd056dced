"""Looking at a snapshot that is not the current one: the notice on every page, and the link that always shows it."""

from __future__ import annotations

from html import escape

import streamlit as st

from mapping.model import wording
from mapping.store import current_id
from mapping.store.home import default_home
from mapping.ui.links import along
from mapping.ui.state import Screen, change
from mapping.views.map import addresses


def show_older_notice(screen: Screen) -> None:
    """Nothing for the current snapshot; else which one is looked at, and the way back to the current."""
    if screen.snapshot.id == current_id(default_home()):
        return
    st.html(f'<style>@import url("{addresses.assets()}/changes.css");</style>')
    day = wording.day(screen.snapshot.as_of, screen.lang)
    with st.container(key="older", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/history: {screen.text('changes.older', day=day, id=screen.snapshot.id)}")
        st.button(screen.text("changes.to_current"), key="to_current", on_click=change, kwargs={"snapshot": None})


def link_to_these_figures(screen: Screen) -> str:
    """The snapshot's id as an HTML link that shows this view of this snapshot also when another is current."""
    words = escape(screen.text("page.snapshot", id=screen.snapshot.id))
    title = escape(screen.text("changes.permanent"))
    return f'<a {along("", {"snapshot": screen.snapshot.id})} target="_self" title="{title}">{words}</a>'
