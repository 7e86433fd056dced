"""The head of every page: its name, the pages, the search, the language, and where one is."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mapping.model import wording
from mapping.model.levels import Level, level_of, lineage
from mapping.model.locale import Lang
from mapping.model.settings import settings
from mapping.store.home import default_home
from mapping.ui.components import component
from mapping.ui.links import CORNER, PLACES, page_path, place_of
from mapping.ui.person import holds_posts, may_administer, may_audit, may_bring, person
from mapping.ui.reporting import may_confirm, work_told
from mapping.ui.state import Screen, change, transit
from mapping.ui.visit import look_at, take_up, visit
from mapping.views.map import addresses
from mapping.views.map.newer import newer_said

KEY = "head"


def show_head(screen: Screen, page: str) -> None:
    """One component; a place that is chosen becomes the area looked at."""
    component("head")(
        key=KEY,
        data=_data(screen, page),
        on_code_change=_go_to_area,
        on_lang_change=_speak,
        on_newer_change=lambda: look_at(None),
        on_work_change=lambda: None,  # the page is drawn anew: others reported
        on_back_change=lambda: None,  # the page is drawn anew: the server was away
        on_opened_change=lambda: take_up(_chosen("opened")),
    )


def _data(screen: Screen, page: str) -> dict[str, Any]:
    snapshot, selection = screen.snapshot, screen.selection
    is_district = level_of(selection.area) is Level.DISTRICT
    return {
        "product": screen.text("page.product"),
        "navigation": screen.text("page.navigation"),
        "here": page,
        "label": screen.text("level.district" if page == "mahalla" and is_district else f"page.{page}"),
        "place": place_of(page),
        "home": page_path("map"),
        "places": _places(screen),
        "finder": {
            "search": addresses.search(snapshot.served, screen.lang),
            "label": screen.text("finder.label"),
            "hint": f"{screen.text('finder.label')}: {screen.text('finder.hint').lower()}",
            "nothing": screen.text("finder.nothing"),
        },
        "about": addresses.about(snapshot.served, screen.lang),
        "person": _person(screen),
        "line": {word: screen.text(f"line.{word}") for word in ("gone", "slow", "back", "signed_out", "sign_in")},
        "widgets": addresses.widget_words(screen.lang),
        "language": screen.text("page.language"),
        "languages": [(str(lang), screen.text(f"language.{lang}")) for lang in Lang],
        "lang": str(screen.lang),
        "theme": screen.theme,
        "help": {
            "address": addresses.help_words(screen.lang),
            "label": screen.text("help.button"),
            "skips": {way: screen.text(f"help.to_{way}") for way in ("contents", "table")},
        },
        "path_label": screen.text("page.path"),
        "up": screen.text("page.up"),
        "path": [{"code": code, "name": screen.area_name(code)} for code in lineage(selection.area)],
        "demonstration": screen.text("page.demonstration") if snapshot.demonstration else "",
        "as_of": screen.text("page.as_of", day=wording.day(snapshot.as_of, screen.lang)),
        "newer": _newer(screen),
        "work": work_told(screen),
    }


def _newer(screen: Screen) -> dict[str, str]:
    """What this page goes on with, and what is said when other figures are current; the browser asks for it from time to time.

    Nothing of it where the link names its snapshot: that page says so itself.
    """
    if screen.selection.snapshot:
        return {}
    shown = screen.snapshot.id
    return {
        "snapshot": shown,
        "visit": visit(),
        "ask": addresses.newer(shown, screen.lang),
        "said": newer_said(default_home(), shown, screen.lang),
        "show": screen.text("newer.show"),
    }


def _person(screen: Screen) -> dict[str, str]:
    """Whose page it is, and the way out; nothing where nobody signs in, or a proxy does it."""
    name = person().name
    if not name:
        return {}
    way_out = f"{addresses.SIGN_OUT}?lang={screen.lang}" if settings().holds_sessions else ""
    label = screen.text("auth.signed_in_as", name=name)
    return {"name": name, "label": label, "address": way_out, "sign_out": screen.text("auth.sign_out")}


def _places(screen: Screen) -> list[dict[str, Any]]:
    """The places to choose from with the pages of each, without those that are not for this person; where a place leads elsewhere for that reason it is called
    by where it leads."""
    offered = {place: [page for page in pages if _may_open(page)] for place, pages in PLACES.items()}
    return [
        {
            "name": place,
            "label": screen.text(f"place.{place}" if pages[0] == PLACES[place][0] else f"page.{pages[0]}"),
            "corner": place in CORNER,
            "pages": [{"name": page, "label": screen.text(f"page.{page}"), "path": page_path(page)} for page in pages],
        }
        for place, pages in offered.items()
        if pages
    ]


_ASKED = {
    "data": may_bring, "people": may_administer, "audit": may_audit, "mine": holds_posts, "waiting": may_confirm,
}  # fmt: skip


def _may_open(page: str) -> bool:
    """Whether a page is offered: of what is not to be done here, or not by this person, none is."""
    return page not in _ASKED or _ASKED[page]()


def _chosen(what: str) -> Any:
    return getattr(st.session_state.get(KEY), what, None)


def _go_to_area() -> None:
    code = _chosen("code")
    if code:
        transit(lambda selection: selection.at(code))


def _speak() -> None:
    lang = _chosen("lang")
    if lang in list(Lang):
        change(lang=Lang(lang))
