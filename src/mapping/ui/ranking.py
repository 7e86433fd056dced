"""The ranking of the areas on the map, linked with it both ways."""

from __future__ import annotations

import streamlit as st

from mapping import wording
from mapping.maps import addresses
from mapping.maps.palettes import INK
from mapping.maps.view import View, colours
from mapping.model.selection import ClassRule, Value
from mapping.ui.components import component
from mapping.ui.state import Screen, transit

KEY = "ranking"


def show_ranking(screen: Screen, view: View) -> None:
    """Sortable; a row that is chosen becomes the area looked at, the area looked at is the row in sight."""
    selection = screen.selection
    changes = selection.value.is_change and selection.classes is not ClassRule.CATEGORY
    component("ranking")(
        key=KEY,
        height="stretch",
        data={
            "values": addresses.values(screen.snapshot.id, selection),
            "names": addresses.names(screen.snapshot.id, screen.lang),
            "selected": selection.area,
            "change": changes,
            "by": "value" if changes else str(Value.RATE if selection.value.is_change else selection.value),
            "colours": colours(selection, view, screen.theme),
            "none": INK[screen.theme].none_line,
            "locale": wording.number_locale(screen.lang),
            "title": screen.text("ranking.title"),
            "words": {
                **{
                    key: screen.text(f"ranking.{key}")
                    for key in ("name", "count", "rate", "interval", "value", "before", "sort")
                },
                "failed": screen.text("map.failed"),
            },
        },
        on_code_change=_chosen,
    )


def _chosen() -> None:
    code = getattr(st.session_state.get(KEY), "code", None)
    if code:
        transit(lambda selection: selection.at(code))
