"""What stands on every page: name, pages, place, search, language; and the notices that must be seen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from typing import Any

import streamlit as st

from mapping import wording
from mapping.locale import text
from mapping.maps import addresses
from mapping.model.levels import lineage
from mapping.store import NoSnapshot
from mapping.ui.controls import show_language
from mapping.ui.finder import show_finder
from mapping.ui.links import PAGES
from mapping.ui.state import Screen, load_selection, published, query_lang, take_fallbacks, transit, write_address


def show_page(draw: Callable[[Screen], None], *, page: str) -> None:
    """A page whose link is the selection alone: the address is right before anything is drawn."""
    screen = _begin(page)
    if screen is not None:
        write_address(screen.selection)
        draw(screen)
        _show_foot(screen)


def show_filtered_page(draw: Callable[[Screen], Mapping[str, str]], *, page: str) -> None:
    """A page with filters of its own: `draw` gives back what they add to the link."""
    screen = _begin(page)
    if screen is not None:
        more = draw(screen)
        _show_foot(screen)
        write_address(screen.selection, more)


def _begin(page: str) -> Screen | None:
    """The style and what stands on every page; None when there is nothing to show."""
    st.html(f'<style>@import url("{addresses.assets()}/screen.css");</style>')
    screen = open_screen()
    if screen is not None:
        _show_head(screen, page)
        _show_notices(screen)
    return screen


def open_screen() -> Screen | None:
    """The snapshot and the selection; None, with a message on the page, when there is nothing to show."""
    try:
        snapshot = published()
        if snapshot is None:
            st.info(text("page.no_snapshot", query_lang()), icon=":material/info:")
            return None
        return Screen(snapshot, load_selection(snapshot))
    except NoSnapshot:
        st.info(text("page.no_snapshot", query_lang()), icon=":material/info:")
    except ValueError:
        st.warning(text("page.no_statistics", query_lang()), icon=":material/warning:")
    return None


def _show_head(screen: Screen, page: str) -> None:
    with st.container(key="head", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="brand", width="content"):
            st.html(f'<span class="brand">{escape(screen.text("page.product"))}</span>')
        with st.container(key="pages", horizontal=True, width="content", gap="small"):
            for name, script in PAGES.items():
                with st.container(key=f"nav_{name}_{'here' if name == page else 'there'}", width="content"):
                    st.page_link(script, label=screen.text(f"page.{name}"), query_params=screen.selection.to_query())
        with st.container(key="search"):
            show_finder(screen)
        with st.container(key="lang"):
            show_language(screen)
    with st.container(key="path", horizontal=True, vertical_alignment="center", gap="small"):
        _show_path(screen)
        _show_standing(screen)


def _show_path(screen: Screen) -> None:
    """Where one is: each wider area a step back."""
    area = screen.selection.area
    with st.container(key="crumbs", horizontal=True, vertical_alignment="center", gap="small", width="content"):
        *wider, here = lineage(area)
        st.button(
            "↑",
            key="up",
            help=screen.text("page.up"),
            disabled=not wider,
            on_click=transit,
            args=(lambda selection: selection.up(),),
        )
        for code in wider:
            st.button(screen.area_name(code), key=f"crumb_{code}", type="tertiary", on_click=transit, args=(_to(code),))
            st.html('<span class="crumb-mark" aria-hidden="true">›</span>')
        st.html(
            f'<span class="crumb-here" aria-current="page" data-area="{escape(here)}">{escape(screen.area_name(here))}</span>'
        )


def _to(code: str) -> Callable[[Any], Any]:
    return lambda selection: selection.at(code)


def _show_standing(screen: Screen) -> None:
    """Whether the figures are invented, and of which day they are."""
    snapshot = screen.snapshot
    demonstration = (
        f'<span class="demo">{escape(screen.text("page.demonstration"))}</span>' if snapshot.demonstration else ""
    )
    as_of = screen.text("page.as_of", day=wording.day(snapshot.as_of, screen.lang))
    st.html(f'<div class="standing">{demonstration}<span>{escape(as_of)}</span></div>')


def _show_notices(screen: Screen) -> None:
    for fallback in take_fallbacks():
        st.warning(
            screen.text("page.fallback", parameter=fallback.parameter, given=fallback.given[:60], used=fallback.used),
            icon=":material/link_off:",
        )


def _show_foot(screen: Screen) -> None:
    foot = screen.text("page.snapshot", id=screen.snapshot.id)
    st.html(f'<div class="foot">{escape(screen.snapshot.title(screen.lang))} · {escape(foot)}</div>')


def tell_fault(_fault: Exception) -> bool:
    """An unforeseen fault, in the reader's words; the details go to the server's log."""
    logging.getLogger("riskmap").exception("a page failed")
    st.error(text("page.fault", query_lang(), time=f"{datetime.now():%Y-%m-%d %H:%M:%S}"))
    return True
