"""Ways from page to page that take the whole view along."""

from __future__ import annotations

import streamlit as st

from mapping.ui.state import Screen

PAGES = {"map": "pages/map.py", "mahalla": "pages/mahalla.py", "measures": "pages/measures.py"}


def go_to(screen: Screen, page: str, label: str, *, primary: bool = False) -> None:
    """A link to another page with the same selection; `label` is a key of the catalogue."""
    with st.container(key=f"go_{page}{'_primary' if primary else ''}", width="content"):
        st.page_link(PAGES[page], label=screen.text(label), query_params=screen.selection.to_query())
