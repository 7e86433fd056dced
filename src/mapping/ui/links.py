"""Ways from page to page that take the whole view along."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from mapping.model.selection import Selection
from mapping.ui.state import Screen

PAGES = {
    "map": "pages/map.py",
    "mahalla": "pages/mahalla.py",
    "measures": "pages/measures.py",
    "execution": "pages/execution.py",
    "gaps": "pages/gaps.py",
    "post": "pages/post.py",
    "meeting": "pages/meeting.py",
    "decisions": "pages/decisions.py",
    "compare": "pages/compare.py",
    "certainty": "pages/certainty.py",
    "categories": "pages/categories.py",
    "changes": "pages/changes.py",
    "packs": "pages/packs.py",
    "data": "pages/data.py",
}


def page_address(page: str, selection: Selection) -> str:
    """The address of a page with a selection."""
    return f"{page_path(page)}?{urlencode(selection.to_query())}"


def page_path(page: str) -> str:
    """The path of a page; the first stands at the root."""
    return f"/{'' if page == next(iter(PAGES)) else page}"


def go_to(
    screen: Screen, page: str, label: str, *, primary: bool = False, more: Mapping[str, str] | None = None
) -> None:
    """A link to another page with the same selection, and `more` of its own; `label` is a key of the catalogue."""
    with st.container(key=f"go_{page}{'_primary' if primary else ''}", width="content"):
        st.page_link(
            PAGES[page], label=screen.text(label), query_params={**screen.selection.to_query(), **(more or {})}
        )
