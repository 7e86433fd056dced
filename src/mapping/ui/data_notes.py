"""What of the data is not on the map: areas without figures, figures without areas. Kept and shown, never dropped."""

from __future__ import annotations

from html import escape

import streamlit as st

from mapping import wording
from mapping.ui.state import Screen

SHOWN = 12


def show_data_notes(screen: Screen) -> None:
    """A button with both lists behind it."""
    unplaced, without = screen.snapshot.unplaced, screen.snapshot.without_figures
    with st.popover(screen.text("notes.title"), icon=":material/info:"):
        st.html(
            f'<div class="notes-list"><b>{escape(screen.text("notes.without"))}: {wording.number(len(without), screen.lang)}</b>'
            f"{_items([f"{screen.area_name(row.area)} · {row.area} · {row.table}" for row in without.head(SHOWN).itertuples()])}"
            f'<b>{escape(screen.text("notes.unplaced"))}: {wording.number(len(unplaced), screen.lang)}</b>'
            f"{_items([f'{row.area} · {row.table} · {row.rows}' for row in unplaced.head(SHOWN).itertuples()])}</div>"
        )


def _items(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
