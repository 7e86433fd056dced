"""The map page: region, district or mahalla on the map, with its figures, ranking and trend."""

import streamlit as st

from mapping.model.levels import Level, level_of
from mapping.ui.area_card import show_area_card
from mapping.ui.chrome import show_page
from mapping.ui.controls import patience, show_controls, show_layer_switch
from mapping.ui.data_notes import show_data_notes
from mapping.ui.districts import show_districts
from mapping.ui.download import show_view_download
from mapping.ui.figures_row import show_figures
from mapping.ui.instead import districts_instead
from mapping.ui.legend import show_legend
from mapping.ui.links import go_to
from mapping.ui.map_panel import show_map
from mapping.ui.ranking import show_ranking
from mapping.ui.state import Screen
from mapping.ui.trend import show_trend
from mapping.views.map.view import compute


def draw(screen: Screen) -> None:
    """First what one waits for: the area that was clicked. The map after all that stands above it, or it would move."""
    controls, figures = st.container(), st.container(key="figures")
    left, right = st.columns([0.64, 0.36], gap="small")
    with right:
        show_area_card(screen)
    with controls:
        show_controls(screen)
    with figures:
        with patience(screen):
            view = compute(screen.snapshot, screen.selection)
        show_figures(screen)
    instead = districts_instead(screen, view)
    shown, view = instead or (screen, view)
    with left:
        show_map(shown, view, selected=screen.selection.area if instead else None)
        with st.container(key="under_map", horizontal=True, vertical_alignment="top", gap="small"):
            show_legend(shown, view, status=screen.text("hidden.districts_instead") if instead else "")
            show_layer_switch(screen)
    with right:
        beside = st.container(key="beside")
        show_ranking(shown, view)
        with st.container(key="right_actions", horizontal=True, vertical_alignment="center", gap="small"):
            show_view_download(shown, view)
            show_data_notes(screen)
            go_to(screen, "compare", "compare.open")
    with beside:  # last: of a snapshot that nobody has looked at yet it takes longest
        if level_of(screen.selection.area) is Level.REGION:
            show_districts(screen)
        else:
            show_trend(screen, screen.selection.area)


show_page(draw, page="map")
