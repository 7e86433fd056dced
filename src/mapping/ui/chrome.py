"""What stands on every page: name, pages, place, search, language; and the notices that must be seen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape

import streamlit as st

from mapping.model.locale import Lang, text
from mapping.model.selection import Fallback
from mapping.stats.category_rules import RulesFault
from mapping.store import Damaged, NoSnapshot
from mapping.ui.head import show_head
from mapping.ui.older import link_to_these_figures, show_older_notice
from mapping.ui.state import Screen, load_selection, looked_at, query_lang, take_fallbacks, write_address
from mapping.views.map import addresses

# Signs, not stress. Not in the style sheet, which comes later: until then an empty one in italics would make the browser fetch
# the italic font for its height alone.
UPRIGHT = ".stApp :is(i, em) { font-style: normal; }"


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


def show_page_of_any_state(draw: Callable[[Lang], None], *, page: str) -> None:
    """A page that is needed most when nothing is published yet."""
    screen = _begin(page, hint="data.first")
    if screen is None:
        st.html(f'<nav class="languages">{"".join(_language_link(lang) for lang in Lang)}</nav>')
    draw(screen.lang if screen else query_lang())
    if screen is not None:
        write_address(screen.selection)
        _show_foot(screen)


def _language_link(lang: Lang) -> str:
    """Where there is no head yet, the way to another language."""
    here = ' aria-current="true"' if lang is query_lang() else ""
    return f'<a href="?lang={lang}" target="_self"{here}>{escape(text(f"language.{lang}", lang))}</a>'


def _begin(page: str, *, hint: str = "page.no_snapshot") -> Screen | None:
    """The style and what stands on every page; None when there is nothing to show, which `hint` tells."""
    st.html(f'<style>{UPRIGHT}</style><style>@import url("{addresses.assets()}/screen.css");</style>')
    screen = open_screen(hint)
    if screen is not None:
        show_head(screen, page)
        show_older_notice(screen)
        _show_notices(screen)
    return screen


def open_screen(hint: str = "page.no_snapshot") -> Screen | None:
    """The snapshot and the selection; None, with a message on the page, when there is nothing to show."""
    try:
        snapshot = looked_at()
        if snapshot is None:
            st.info(text(hint, query_lang()), icon=":material/info:")
            return None
        return Screen(snapshot, load_selection(snapshot))
    except Damaged as fault:
        st.error(fault.told(query_lang()), icon=":material/error:")
    except NoSnapshot:
        st.info(text(hint, query_lang()), icon=":material/info:")
    except ValueError:
        st.warning(text("page.no_statistics", query_lang()), icon=":material/warning:")
    return None


def _show_notices(screen: Screen) -> None:
    for fallback in take_fallbacks():
        tell_fallback(screen, fallback)


def tell_fallback(screen: Screen, fallback: Fallback) -> None:
    """A notice that a link asked for what is not there, and what is shown instead."""
    st.warning(
        screen.text("page.fallback", parameter=fallback.parameter, given=fallback.given[:60], used=fallback.used),
        icon=":material/link_off:",
    )


def _show_foot(screen: Screen) -> None:
    st.html(f'<div class="foot">{escape(screen.snapshot.title(screen.lang))} · {link_to_these_figures(screen)}</div>')


def tell_fault(fault: Exception) -> bool:
    """A fault in the reader's words; of an unforeseen one the details go to the server's log."""
    if isinstance(fault, RulesFault):
        st.error(fault.told(query_lang()), icon=":material/error:")
        return True
    logging.getLogger("riskmap").exception("a page failed")
    st.error(text("page.fault", query_lang(), time=f"{datetime.now():%Y-%m-%d %H:%M:%S}"))
    return True
