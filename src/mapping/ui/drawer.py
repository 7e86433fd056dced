"""A button with something behind it that is drawn only while it is open: most views are looked at with all closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st


def show_drawer(
    label: str,
    draw: Callable[[], None],
    *,
    key: str,
    icon: str | None = None,
    width: Literal["content", "stretch"] = "content",
) -> None:
    """What `draw` shows, behind a button; opening and closing runs the page once each."""
    drawer = st.popover(label, icon=icon, key=key, width=width, on_change="rerun")
    if drawer.open:
        with drawer:
            draw()


def keep(*keys: str) -> None:
    """Hold what was chosen in a drawer while it is closed; Streamlit forgets what is not drawn."""
    for key in keys:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
