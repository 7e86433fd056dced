"""The changes of one kind as a list, and as a file."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.export.columns import words_of
from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.model.periods import Quarter
from mapping.ui.download import show_download
from mapping.ui.panels import heading
from mapping.ui.paper import show_on_paper
from mapping.ui.state import Screen
from mapping.views.difference import COLUMNS, SHOWN, ChangeKind, Difference, with_names

HEIGHT = 590
ROW_HEIGHT = 34
_NUMBERS = ("before", "after", "difference", "days_overdue")
_LABELS = {"difference": "changes.difference", **dict.fromkeys(("status_before", "status_after"), "column.status")}


def show_change_table(screen: Screen, found: Difference, kind: ChangeKind) -> None:
    """The list in words with its download; the largest revisions first."""
    frame = with_names(found, kind, screen.lang)
    days = f"{found.before.as_of.isoformat()}_{found.after.as_of.isoformat()}"
    with st.container(key="change_actions", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(heading(screen, screen.text(f"changes.{kind}"), "revisions"))
        show_download(
            screen, lambda: frame.assign(snapshot_before=found.before.id), rows=len(frame), key=f"changes_{kind}",
            subject=str(kind), period=days,
        )  # fmt: skip
    shown = show_change_rows(frame, kind, screen.lang)
    show_on_paper(shown, [screen.text(_LABELS.get(name, f"column.{name}")) for name in shown.columns])


def show_change_rows(frame: pd.DataFrame, kind: ChangeKind, lang: Lang) -> pd.DataFrame:
    """The rows of a frame that `with_names` gave, in words; what is shown is given back."""
    shown = _in_words(frame[[*SHOWN[kind]]], lang)
    height = min(HEIGHT, (len(shown) + 1) * ROW_HEIGHT + 4)
    st.dataframe(
        shown, column_config=_columns(kind, lang), hide_index=True, height=height, width="stretch", row_height=ROW_HEIGHT,
        placeholder=wording.NOTHING,
    )  # fmt: skip
    return shown


def _columns(kind: ChangeKind, lang: Lang) -> dict[str, Any]:
    config: dict[str, Any] = {}
    for name in SHOWN[kind]:
        label = text(_LABELS.get(name, f"column.{name}"), lang)
        if name in _NUMBERS:
            config[name] = st.column_config.NumberColumn(label, format="%+d" if name == "difference" else None)
        else:
            config[name] = st.column_config.TextColumn(label, width="large" if name == "text" else None)
    return config


def _in_words(frame: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """Codes of closed lists, periods and days as the language writes them."""
    words = words_of(frame.columns, lang)
    shown = frame.copy()
    for name in frame.columns:
        if name in words:
            shown[name] = [words[name].get(value, wording.NOTHING) for value in frame[name]]
        elif name == "period":
            shown[name] = [wording.quarter(Quarter.parse(value), lang) for value in frame[name]]
        elif COLUMNS[ChangeKind.MEASURES_DONE].get(name, "").startswith("datetime"):
            shown[name] = [wording.day(value, lang) for value in frame[name]]
        elif name.startswith("year"):
            shown[name] = frame[name].astype("str")
    return shown
