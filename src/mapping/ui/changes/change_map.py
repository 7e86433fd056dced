"""The map of one kind of change, by the same layer as every map."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.model.levels import Level
from mapping.model.markup import Markup, joined, markup
from mapping.store import Snapshot
from mapping.ui.map_panel import show_drawing
from mapping.ui.state import Screen
from mapping.views.difference import ChangeKind, Difference
from mapping.views.map import addresses
from mapping.views.map.changes import Mark, area_marks, class_string, drawn_before, marks_of
from mapping.views.map.display import read_index, set_name
from mapping.views.map.layer import Drawing

KEY = "change_map"
HEIGHT = 480
ROW = Markup('<span class="legend-row"><i style="background-color:{}"></i>{}{}{}</span>')


def show_change_map(screen: Screen, before: Snapshot, found: Difference, kind: ChangeKind) -> None:
    """Every mahalla of the region, those that changed in colour; a click selects one."""
    shown = before if drawn_before(kind) else screen.snapshot
    codes, marks = shown.mahallas_of(shown.region), area_marks(found, kind)
    drawing = _drawing(screen, shown, class_string(marks, kind, codes), kind, addresses.changes(
        before.served, screen.snapshot.served, str(kind), screen.lang
    ))  # fmt: skip
    show_drawing(drawing, key=KEY, height=HEIGHT)
    _show_legend(screen, marks[marks.index.isin(codes)], kind)


def _drawing(screen: Screen, shown: Snapshot, classes: str, kind: ChangeKind, values: str) -> Drawing:
    index, theme, region = read_index(shown.folder), screen.theme, shown.region
    marks = marks_of(kind)
    return Drawing(
        geometry=addresses.geometry(shown.served, index[set_name(Level.MAHALLA, region)]),
        around=addresses.geometry(shown.served, index[set_name(Level.DISTRICT, region)]),
        names=addresses.names(shown.served, screen.lang),
        values=values,
        classes=classes,
        colours=[mark.colour(theme) for mark in marks],
        faint=None,
        patterns=None,
        letters=[mark.sign for mark in marks],
        selected=screen.selection.area,
        scope=region,
        scope_of_around=region,
        look=addresses.look(screen.lang, theme),
        title=screen.text("map.map", title=f"{screen.text('page.changes')} · {screen.text(f'changes.{kind}')}"),
        failed=screen.text("map.failed"),
        words={"none": screen.text("changes.mark_same")},
        pins=True,
    )


def _show_legend(screen: Screen, marks: pd.Series, kind: ChangeKind) -> None:
    counts = marks.value_counts()
    rows = joined(
        ROW.format(
            mark.colour(screen.theme),
            f"{mark.sign} " if mark.sign else "",
            screen.text(f"changes.mark_{mark}"),
            "" if mark is Mark.SAME else markup("<b>{}</b>", counts.get(str(mark), 0)),
        )
        for mark in marks_of(kind)
    )
    st.html(markup('<div class="legend"><div class="legend-rows">{}</div></div>', rows))
