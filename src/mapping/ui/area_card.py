"""The area looked at: its name, category and the ways on."""

from __future__ import annotations

from html import escape

import streamlit as st

from mapping.model.levels import Level, level_of
from mapping.ui.links import go_to
from mapping.ui.state import Screen


def show_area_card(screen: Screen) -> None:
    """Name and code; one action to the mahalla's page, one to the measures of the area."""
    area = screen.selection.area
    is_mahalla = level_of(area) is Level.MAHALLA
    with st.container(key="area_card", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<div class="area-card" data-area-code="{escape(area)}"><strong>{escape(screen.area_name(area))}</strong>'
            f"<span>{escape(area)}</span>{badge(screen, area) if is_mahalla else ''}</div>"
        )
        if is_mahalla:
            go_to(screen, "mahalla", "panel.open_mahalla", primary=True)
        go_to(screen, "measures", "panel.open_measures")


def badge(screen: Screen, area: str) -> str:
    """The official category of the period's year as a coloured sign with its letter."""
    given = screen.snapshot.categories(area, year=screen.selection.period.year)["category"]
    if given.empty:
        return ""
    category = given.iloc[0]
    letter, word = screen.text(f"category.{category}_letter"), screen.text(f"category.{category}")
    return f'<em class="badge badge-{escape(category)}"><b>{escape(letter)}</b>{escape(word)}</em>'
