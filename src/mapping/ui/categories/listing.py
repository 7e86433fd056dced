"""A list of mahallas with their categories, to be read, to choose from, and to take away."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.locale import name_column
from mapping.ui.download import show_download
from mapping.ui.panels import heading
from mapping.ui.paper import show_on_paper
from mapping.ui.state import Screen, transit
from mapping.views.map.categories import category_word

ROW_HEIGHT = 34
HEIGHT = 520
_LABELS = {
    "category_official": "ranking.official",
    "category_computed": "ranking.computed",
    "count": "ranking.count",
    "category_tried": "categories.tried_short",
    "rr": "ranking.risk",
    "years_official": "categories.years_official",
    "years_computed": "categories.years_computed",
    "p_raised": "ranking.probability",
}
_WORDS = ("category_official", "category_computed", "category_tried")
_FIGURES = ("count", "rr", "p_raised")


def listed_codes(screen: Screen) -> pd.Index:
    """The mahallas that lists tell of: those of the region or district looked at; beside one mahalla, all."""
    area = screen.selection.area
    return screen.snapshot.mahallas_of(screen.snapshot.region if level_of(area) is Level.MAHALLA else area)


def show_list(screen: Screen, rows: pd.DataFrame, *, key: str, year: int) -> None:
    """Rows indexed by code; a row that is chosen becomes the area looked at. `key` names title and file."""
    with st.container(key="categories_list", horizontal=True, vertical_alignment="center", gap="small"):
        title = screen.text(f"categories.list_{key}", count=wording.number(len(rows), screen.lang))
        st.html(heading(screen, title))
        show_download(
            screen, lambda: _with_names(screen, rows).assign(year=year), rows=len(rows), key=f"categories_{key}",
            subject=f"categories-{key}", period=str(year),
        )  # fmt: skip
    if rows.empty:
        return
    shown = _in_words(screen, rows)
    writers = {name: partial(wording.figure, name, lang=screen.lang) for name in _FIGURES if name in shown}
    styled = shown.style
    for name, write in writers.items():
        styled = styled.format(write, subset=[name])
    st.dataframe(
        styled, column_config=_columns(screen, rows), hide_index=True, key=f"list_{key}",
        height=min(HEIGHT, (len(rows) + 1) * ROW_HEIGHT + 4), row_height=ROW_HEIGHT, selection_mode="single-row",
        on_select=lambda: _chosen(f"list_{key}", rows.index), placeholder=wording.NOTHING,
    )  # fmt: skip
    on_paper = shown.assign(**{name: shown[name].map(write) for name, write in writers.items()})
    show_on_paper(on_paper, [_columns(screen, rows)[str(name)]["label"] for name in on_paper.columns])


def _chosen(key: str, codes: pd.Index) -> None:
    chosen = st.session_state[key].selection.rows
    if chosen:
        transit(lambda selection: selection.at(str(codes[chosen[0]])))


def _with_names(screen: Screen, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with code, name and district in front."""
    areas, names = screen.snapshot.areas, screen.snapshot.areas[name_column(screen.lang)]
    named = pd.DataFrame(
        {
            "code": rows.index,
            "name": names.loc[rows.index].to_numpy(),
            "parent_name": names.loc[areas.loc[rows.index, "parent"]].to_numpy(),
        }
    )
    return pd.concat([named, rows.reset_index(drop=True)], axis=1)


def _in_words(screen: Screen, rows: pd.DataFrame) -> pd.DataFrame:
    shown = _with_names(screen, rows).drop(columns="code")
    for name in shown.columns:
        if str(name).startswith("category_"):
            shown[name] = [category_word(one, screen.lang) for one in shown[name]]
    return shown


def _columns(screen: Screen, rows: pd.DataFrame) -> dict[str, Any]:
    config: dict[str, Any] = {
        "name": st.column_config.TextColumn(screen.text("categories.mahalla")),
        "parent_name": st.column_config.TextColumn(screen.text("categories.district")),
    }
    for name in map(str, rows.columns):
        label = screen.text(_LABELS.get(name, f"column.{name}"))
        config[name] = st.column_config.TextColumn(label) if name in _WORDS else st.column_config.Column(label)
    return config
