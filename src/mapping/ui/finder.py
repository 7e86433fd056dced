"""The search box: any alphabet, any apostrophe, name or code."""

from __future__ import annotations

import streamlit as st

from mapping.maps import addresses
from mapping.ui.components import component
from mapping.ui.state import Screen, transit

KEY = "finder"


def show_finder(screen: Screen) -> None:
    """A place that is found becomes the area looked at."""
    component("finder")(
        key=KEY,
        data={
            "search": addresses.search(screen.snapshot.id, screen.lang),
            "label": screen.text("finder.label"),
            "hint": f"{screen.text('finder.label')}: {screen.text('finder.hint').lower()}",
            "nothing": screen.text("finder.nothing"),
        },
        on_code_change=_found,
    )


def _found() -> None:
    code = getattr(st.session_state.get(KEY), "code", None)
    if code:
        transit(lambda selection: selection.at(code))
