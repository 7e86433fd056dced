"""The titled parts of which pages are made."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from mapping.model import wording
from mapping.model.markup import Markup, each, markup
from mapping.ui.about import about_button
from mapping.ui.state import Screen
from mapping.views.map import addresses


def load_style(sheet: str) -> None:
    """A style sheet of `assets`, on top of that of every page."""
    st.html(markup('<style>@import url("{}/{}.css");</style>', addresses.assets(), sheet))


def panel(screen: Screen, title: str, content: Markup, about: str = "") -> Markup:
    """A titled part of the page; `about` is the figure that its button tells of."""
    return markup('<section class="panel">{}{}</section>', heading(screen, title, about), content)


def heading(screen: Screen, title: str, about: str = "", *, level: int = 2) -> Markup:
    """The title of a part of the page with the button that tells of a figure."""
    button = about_button(screen, about) if about else ""
    return markup('<h{level} class="panel-title">{}{}</h{level}>', title, button, level=level)


def show_title(title: str, note: str) -> None:
    """The title of a page without a snapshot's figures, and beside it what to do there."""
    st.html(markup('<div class="panel-title">{}<small>{}</small></div>', title, note))


def table(rows: Iterable[tuple[object, ...]], head: tuple[str, ...] = ()) -> Markup:
    """A small table; the first column names, the others are numbers or words."""
    header = markup("<thead><tr>{}</tr></thead>", each("<th>{}</th>", head)) if head else ""
    body = each("<tr>{}</tr>", (each("<td>{}</td>", row) for row in rows))
    return markup('<table class="facts">{}<tbody>{}</tbody></table>', header, body)


def rest_of(screen: Screen, more: int) -> Markup:
    """That a list goes on, by so many rows; nothing where it does not."""
    words = screen.text("gap.rest", count=wording.number(more, screen.lang))
    return markup('<p class="rest">{}</p>', words) if more > 0 else Markup()
