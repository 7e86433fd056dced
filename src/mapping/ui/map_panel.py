"""The map: only the drawing of the view travels, the frame and its geometry stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from mapping.ui.controls import periods_beside
from mapping.ui.kinds import kind_sign, kind_words
from mapping.ui.meeting.link import show_present_link
from mapping.ui.state import Screen, transit
from mapping.views.map import addresses, titles
from mapping.views.map.base import told_base
from mapping.views.map.first import focus_of, shapes
from mapping.views.map.layer import Drawing, Painted, risk_map
from mapping.views.map.titles import kind_pattern
from mapping.views.map.view import View, class_string, colours, faint_colours

KEY = "map"
HEIGHT = 640  # the frame's own; the page's style sheet stretches it to the screen


def show_map(screen: Screen, view: View, *, told: str | None = None, selected: str | None = None) -> None:
    """Draw the view; a click on an area leads a step down towards it. `told`: where the words of tooltips lie, if not in figures;
    `selected`: the area that is outlined, where the view stands in for that of another area.
    """
    drawing = drawing_of(screen, view, told)
    if selected is not None:
        drawing = replace(drawing, selected=selected, toward=None)
    show_drawing(drawing, key=KEY, height=HEIGHT, over=lambda: show_present_link(screen))


def show_drawing(
    drawing: Drawing,
    *,
    key: str,
    height: int,
    then: Callable[[str], None] | None = None,
    over: Callable[[], None] | None = None,
) -> None:
    """A frame with a drawing, in a container `{key}_frame`; `then` is given the area that is clicked, else one goes a step
    down towards it.

    `over` draws what lies over the frame.
    """
    with st.container(key=f"{key}_frame"):
        st_folium(
            risk_map(
                base=addresses.assets(),
                early=tuple(one for one in (drawing.geometry, drawing.around, drawing.look) if one),
                glides=not drawing.linked,
            ),
            key=key,
            height=height,
            use_container_width=True,
            returned_objects=["last_object_clicked_tooltip", "last_object_clicked_count"],
            feature_group_to_add=Painted(replace(drawing, base=told_base())),
            on_change=lambda: _clicked(key, then or _select),
            render=False,
        )
        if over is not None:
            over()


def _clicked(key: str, then: Callable[[str], None]) -> None:
    clicked: dict[str, Any] = st.session_state.get(key) or {}
    code = clicked.get("last_object_clicked_tooltip")
    if code:
        then(code)


def _select(code: str) -> None:
    transit(lambda selection: selection.toward(code))


def drawing_of(screen: Screen, view: View, told: str | None = None) -> Drawing:
    """The drawing of a view of the screen's snapshot and selection; `told` as for `show_map`."""
    selection, snapshot = screen.selection, screen.snapshot
    geometry, around = shapes(snapshot, selection)
    theme = screen.theme
    return Drawing(
        geometry=geometry,
        around=around,
        names=addresses.names(snapshot.served, screen.lang),
        values=told or addresses.values(addresses.shown(snapshot, selection), selection),
        classes=class_string(view),
        colours=colours(selection, view, theme),
        faint=faint_colours(selection, view, theme),
        patterns=[kind_pattern(one) for one in view.kinds] or None,
        letters=[kind_sign(screen, one) for one in view.kinds] or None,
        selected=selection.area,
        focus=focus_of(selection.area),
        scope=selection.scope,
        scope_of_around=snapshot.region,
        look=addresses.look(screen.lang, theme),
        title=screen.text("map.map", title=view_title(screen)),
        failed=screen.text("map.failed"),
        words=_words(screen, view),
        steps={} if told else _steps(screen),
        toward=None if told or view.kinds else addresses.toward(addresses.shown(snapshot, selection), selection, theme),
        clusters=addresses.outlines(snapshot.served, selection) if selection.has_outlines else None,
    )


def _steps(screen: Screen) -> dict[str, tuple[str, str]]:
    """Where the views of the neighbouring periods are to be had, by the control that leads to them."""
    if screen.selection.value.is_cluster:  # too dear to be found for what may never be asked
        return {}
    beside = {key: replace(screen.selection, period=period) for key, period in periods_beside(screen).items()}
    return {
        key: (
            addresses.painting(addresses.shown(screen.snapshot, one), one, screen.theme),
            addresses.values(addresses.shown(screen.snapshot, one), one),
        )
        for key, one in beside.items()
    }


def _words(screen: Screen, view: View) -> dict[str, Any]:
    """What this view calls things: kinds, and what is counted where that is not cases."""
    words: dict[str, Any] = {"kinds": kind_words(screen, view)}
    if screen.selection.tells_measures:
        words |= {"count": screen.text(f"value.{screen.selection.value}"), "none": screen.text("figure.none")}
    return words


def view_title(screen: Screen) -> str:
    """What the map shows, in one line."""
    return titles.view_title(screen.snapshot, screen.selection)
