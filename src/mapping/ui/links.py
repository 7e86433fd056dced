"""Ways from page to page that take the whole view along."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import cache
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from mapping.model.locale import Lang, text
from mapping.model.markup import Markup, markup
from mapping.model.selection import Selection
from mapping.ui.state import Screen, apart

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
    "factors": "pages/factors.py",
    "changes": "pages/changes.py",
    "packs": "pages/packs.py",
    "data": "pages/data.py",
    "people": "pages/people.py",
    "audit": "pages/audit.py",
    "mine": "pages/mine.py",
    "waiting": "pages/waiting.py",
}

PLACES = {
    "work": ("mine",),
    "map": ("map",),
    "measures": ("measures", "execution", "gaps", "post", "waiting"),
    "meeting": ("meeting", "decisions", "compare", "changes", "packs"),
    "analysis": ("certainty", "categories", "factors"),
    "data": ("data",),
    "people": ("people", "audit"),
}
"""The bar of every page, in its order: each place with its pages, of which the first is what the place leads to.

A page that stands here nowhere is reached by going down from another one, or by the search: see `DEEPER`.
"""
CORNER = frozenset({"data", "people"})
"""The places that stand apart, in the corner: for those who look after it, not for those who read it."""
DEEPER = {"mahalla": "map"}
"""The place that a page belongs to which no bar leads to."""


def place_of(page: str) -> str:
    """The place that a page belongs to."""
    return DEEPER.get(page) or next(place for place, pages in PLACES.items() if page in pages)


def pages(lang: Lang) -> list[Any]:
    """Streamlit's pages, titled in a language; fresh copies, for Streamlit marks the one that it runs."""
    return [copy(page) for page in _pages(lang)]


@cache
def _pages(lang: Lang) -> list[Any]:
    """Made once: Streamlit would look for each page's script at every change of the view."""
    paths = {name: page_path(name).strip("/") for name in PAGES}
    return [
        st.Page(script, title=text(f"page.{name}", lang), url_path=paths[name], default=not paths[name])
        for name, script in PAGES.items()
    ]


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
    own = {**apart(screen.selection), **(more or {})}
    name = "go primary" if primary else "go"
    st.html(
        markup('<a class="{}" data-page="{}" {}>{}</a>', name, page, along(page_path(page), own), screen.text(label)),
        width="content",
    )


def along(path: str, own: Mapping[str, str]) -> Markup:
    """The attributes of an HTML link that takes along the view that the address bar holds.

    `own` stands over what it says there, an empty value takes it away. The view is added by the browser
    (`assets/links.js`): the link is the same for every view, and is sent once.
    """
    query = urlencode(own)
    return markup('href="{}{}{}" data-view="{}"', path, "?" if query else "", query, query)
