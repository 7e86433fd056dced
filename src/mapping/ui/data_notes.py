"""What of the data is not on the map: areas without figures, figures without areas. Kept and shown, never dropped."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mapping.model import wording
from mapping.model.markup import Markup, each, markup
from mapping.ui.drawer import show_drawer
from mapping.ui.state import Screen

SHOWN = 12


def show_data_notes(screen: Screen) -> None:
    """A button with both lists behind it."""
    show_drawer(screen.text("notes.title"), partial(_show_lists, screen), icon=":material/info:", key="data_notes")


def _show_lists(screen: Screen) -> None:
    unplaced, without = screen.snapshot.unplaced, screen.snapshot.without_figures
    absent = [
        f"{screen.area_name(area)} · {area} · {table}"
        for area, table in zip(without["area"], without["table"], strict=True)
    ]
    strays = [
        f"{area} · {table} · {rows}"
        for area, table, rows in zip(unplaced["area"], unplaced["table"], unplaced["rows"], strict=True)
    ]
    lists = _list(screen, "notes.without", len(without), absent) + _list(
        screen, "notes.unplaced", len(unplaced), strays
    )
    st.html(markup('<div class="notes-list">{}</div>', lists))


def _list(screen: Screen, title: str, count: int, lines: list[str]) -> Markup:
    items = each("<li>{}</li>", lines[:SHOWN])
    return markup("<b>{}: {}</b><ul>{}</ul>", screen.text(title), wording.number(count, screen.lang), items)
