"""Looking at a snapshot that is not the current one: the notice on every page, and the link that always shows it."""

from __future__ import annotations

import streamlit as st

from mapping.model import wording
from mapping.model.markup import Markup, markup
from mapping.store import current_id
from mapping.store.home import default_home
from mapping.ui.links import along
from mapping.ui.panels import load_style
from mapping.ui.state import Screen
from mapping.ui.visit import look_at


def show_older_notice(screen: Screen) -> None:
    """Which snapshot a link has named, where it is not the current one, and the way to the current; else nothing."""
    if screen.selection.snapshot is None or screen.snapshot.id == current_id(default_home()):
        return
    load_style("changes")
    day = wording.day(screen.snapshot.as_of, screen.lang)
    with st.container(key="older", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/history: {screen.text('changes.older', day=day, id=screen.snapshot.id)}")
        st.button(screen.text("changes.to_current"), key="to_current", on_click=look_at, args=(None,))


def link_to_these_figures(screen: Screen) -> Markup:
    """The snapshot's id as an HTML link that shows this view of this snapshot also when another is current."""
    words = screen.text("page.snapshot", id=screen.snapshot.id)
    title = screen.text("changes.permanent")
    work = {} if screen.snapshot.figures is screen.snapshot else {"seq": str(screen.snapshot.seq)}
    own = along("", {"snapshot": screen.snapshot.id, **work})
    return markup('<a {} target="_self" title="{}">{}</a>', own, title, words)
