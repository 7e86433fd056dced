"""Decisions: one component with the form and the list, which asks the server itself, so that typing waits for no page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mapping.access.audit import Act
from mapping.export.columns import closed_list
from mapping.live.decisions.among_measures import not_yet_measures, publish_as_measures
from mapping.live.decisions.journal import read_journal
from mapping.model.locale import name_column
from mapping.model.locale.texts import catalogue
from mapping.model.problems import Refused
from mapping.model.vocabulary import TermKind
from mapping.reading.messages import place
from mapping.reading.specification import message
from mapping.store import StoreError
from mapping.ui.components import component
from mapping.ui.decisions.last_meeting import show_last_meeting
from mapping.ui.links import page_path
from mapping.ui.person import may_publish, note
from mapping.ui.plain import as_text
from mapping.ui.state import Screen
from mapping.ui.visit import look_at
from mapping.views.map import addresses

KEY = "decisions"
_MADE, _MADE_KEY = "decisions_made", "make_measures"


def show_decisions(screen: Screen) -> None:
    """What became of the last meeting's, the form for the area looked at, and the decisions of the area and of areas within it."""
    show_last_meeting(screen, is_open=False)
    component("decisions")(key=KEY, data=_data(screen))
    if may_publish(screen.snapshot.region) and not screen.selection.snapshot:
        _show_publishing(screen)


def _show_publishing(screen: Screen) -> None:
    """The button that puts the decisions among the measures, where any is not there as it was decided."""
    if told := st.session_state.pop(_MADE, None):
        st.success(as_text(told), icon=":material/task_alt:")
    figures = screen.snapshot.figures
    rows = not_yet_measures(figures, read_journal(figures.home).versions.values(), screen.lang)
    rows = rows[rows["area"].str.startswith(screen.selection.area)]  # of what the list above shows
    count = len(rows)
    if count and st.button(as_text(screen.text("decided.make", count=count)), icon=":material/publish:", key=_MADE_KEY):
        try:
            with st.spinner(screen.text("data.publishing")):
                manifest = publish_as_measures(figures.home, figures, rows, screen.lang)
        except Refused as refused:
            problem = refused.problems[0]
            st.error(f"{as_text(place(problem, screen.lang))}: {as_text(message(problem, screen.lang))}")
            return
        except StoreError as fault:
            st.error(as_text(fault.told(screen.lang)))
            return
        note(Act.PUBLISHED, area=screen.snapshot.region, about=manifest.id)
        look_at(None)  # who published it knows that other measures come
        st.session_state[_MADE] = screen.text("decided.made", count=count, id=manifest.id)
        st.rerun()


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
