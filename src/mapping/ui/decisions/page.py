"""Decisions: one component with the form and the list, which asks the server itself, so that typing waits for no page."""

from __future__ import annotations

from typing import Any

from mapping.export.columns import closed_list
from mapping.model.locale import name_column
from mapping.model.locale.texts import catalogue
from mapping.model.vocabulary import TermKind
from mapping.ui.components import component
from mapping.ui.decisions.last_meeting import show_last_meeting
from mapping.ui.links import page_path
from mapping.ui.state import Screen
from mapping.views.map import addresses

KEY = "decisions"


def show_decisions(screen: Screen) -> None:
    """What became of the last meeting's, the form for the area looked at, and the decisions of the area and of areas within it."""
    show_last_meeting(screen, is_open=False)
    component("decisions")(key=KEY, data=_data(screen))


def _data(screen: Screen) -> dict[str, Any]:
    snapshot, selection = screen.snapshot, screen.selection
    return {
        "address": addresses.decisions(),
        "search": addresses.search(snapshot.served, screen.lang),
        "snapshot": snapshot.id,
        "area": selection.area,
        "area_name": screen.area_name(selection.area),
        "lang": str(screen.lang),
        "data_page": page_path("data"),
        "words": {
            **_words(screen),
            "how_to_import": screen.text("decision.how_to_import", page=screen.text("page.data")),
            "finder_nothing": screen.text("finder.nothing"),
        },
        "lists": {
            "agency": _terms(screen, TermKind.AGENCY),
            "factor": _terms(screen, TermKind.FACTOR),
            "sector": _terms(screen, TermKind.SECTOR),
            "target_group": list(closed_list("group", screen.lang).items()),
            "seven_member": list(closed_list("seven_member", screen.lang).items()),
        },
    }


def _words(screen: Screen) -> dict[str, str]:
    """Every text of the catalogue's section `decision`, with its placeholders."""
    return {
        key.removeprefix("decision."): words[screen.lang]
        for key, words in catalogue().items()
        if key.startswith("decision.")
    }


def _terms(screen: Screen, kind: TermKind) -> list[tuple[str, str]]:
    return [(str(code), str(name)) for code, name in screen.snapshot.terms(kind)[name_column(screen.lang)].items()]
