"""What stands on every page: name, pages, place, search, language; and the notices that must be seen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import datetime
from urllib.parse import urlencode

import streamlit as st

from mapping.model.locale import Lang, text
from mapping.model.markup import Markup, joined, markup
from mapping.model.problems import Told
from mapping.model.selection import Fallback, NoStatistics
from mapping.store import Damaged, NoSnapshot, current_id
from mapping.store.home import default_home
from mapping.store.opened import damage_among
from mapping.ui.head import show_head
from mapping.ui.older import link_to_these_figures, show_older_notice
from mapping.ui.plain import as_text
from mapping.ui.state import Screen, load_selection, query_lang, take_fallbacks, write_address
from mapping.ui.visit import looked_at, take_fault, take_lacks
from mapping.views.map import addresses

_LOG = logging.getLogger("riskmap.ui")

# Signs, not stress. Not in the style sheet, which comes later: until then an empty one in italics would make the browser fetch
# the italic font for its height alone.
UPRIGHT = ".stApp :is(i, em) { font-style: normal; }"


def show_page(draw: Callable[[Screen], None], *, page: str) -> None:
    """A page whose link is the selection alone: the address is right before anything is drawn."""
    screen = _begin(page)
    if screen is not None:
        with nullcontext(screen.snapshot):  # held while it is drawn
            write_address(screen.selection)
            draw(screen)
            _show_foot(screen)


def show_filtered_page(draw: Callable[[Screen], Mapping[str, str]], *, page: str) -> None:
    """A page with filters of its own: `draw` gives back what they add to the link."""
    screen = _begin(page)
    if screen is not None:
        with nullcontext(screen.snapshot):
            more = draw(screen)
            _show_foot(screen)
            write_address(screen.selection, more)


def show_page_of_any_state(draw: Callable[[Lang, Screen | None], None], *, page: str) -> None:
    """A page that is needed most when nothing is published yet."""
    screen = _begin(page, hint="data.first")
    if screen is None:
        st.html(markup('<nav class="languages">{}</nav>', joined(map(_language_link, Lang))))
    draw(screen.lang if screen else query_lang(), screen)
    if screen is not None:
        write_address(screen.selection)
        _show_foot(screen)


def _language_link(lang: Lang) -> Markup:
    """Where there is no head yet, the way to another language."""
    here = Markup(' aria-current="true"') if lang is query_lang() else ""
    return markup('<a href="?lang={}" target="_self"{}>{}</a>', lang, here, text(f"language.{lang}", lang))


def _begin(page: str, *, hint: str = "page.no_snapshot") -> Screen | None:
    """The style and what stands on every page; None when there is nothing to show, which `hint` tells."""
    st.html(markup('<style>{}</style><style>@import url("{}/screen.css");</style>', UPRIGHT, addresses.assets()))
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
    except NoStatistics:
        st.warning(text("page.no_statistics", query_lang()), icon=":material/warning:")
    return None


def _show_notices(screen: Screen) -> None:
    for fallback in take_fallbacks():
        tell_fallback(screen, fallback)
    for lack in take_lacks(screen):
        st.warning(as_text(lack), icon=":material/history:")
    if fault := take_fault(screen.lang):
        st.error(as_text(fault), icon=":material/error:")


def tell_fallback(screen: Screen, fallback: Fallback) -> None:
    """A notice that a link asked for what is not there, and what is shown instead."""
    tell_lost(fallback.told(screen.lang))


def tell_lost(sentence: str) -> None:
    """A notice that a part of a link could not be kept."""
    st.warning(as_text(sentence), icon=":material/link_off:")


def _show_foot(screen: Screen) -> None:
    link = link_to_these_figures(screen)
    st.html(markup('<div class="foot">{} · {}</div>', screen.snapshot.title(screen.lang), link))


def tell_fault(fault: Exception) -> bool:
    """A fault in the reader's words; what the one who runs the server needs goes to the log."""
    query = st.query_params.to_dict()
    known = fault if isinstance(fault, Told) else damage_among(query.values())
    snapshot = query.get("snapshot") or current_id(default_home())
    cause = None if known is fault else fault
    _LOG.error(
        "page %s?%s, snapshot %r: %s", st.context.url, urlencode(query), snapshot, known or "failed", exc_info=cause
    )
    if known:
        st.error(known.told(query_lang()), icon=":material/error:")
    else:
        st.error(text("page.fault", query_lang(), time=f"{datetime.now():%Y-%m-%d %H:%M:%S}"))
    return True
