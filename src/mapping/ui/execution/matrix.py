"""The matrix of an area: its parts by sector, agency or another column, as a picture whose cells can be pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from mapping.measures.rollup import NOBODY, By
from mapping.model import wording
from mapping.model.markup import each, markup
from mapping.model.names import bare_name
from mapping.model.periods import Period, Quarter
from mapping.model.selection import Value
from mapping.ui.about import about_button
from mapping.ui.components import component
from mapping.ui.execution.choice import cell_chosen, keep
from mapping.ui.measure_words import word_of
from mapping.ui.state import Screen
from mapping.views.briefing.words import cancelled_beside
from mapping.views.oversight.standing import PARTS, Matrix

KEY = "matrix"
COLUMNS = (By.SECTOR, By.DISTRICT_AGENCY, By.SEVEN_MEMBER, By.FACTOR, By.TARGET_GROUP, By.QUARTER)


def show_matrix(screen: Screen, found: Matrix, by: By, chosen: str, what: str = "") -> None:
    """Each cell: those that are overdue, or `what` else is counted, of those asked for, and a bar of done, in progress and overdue."""
    _show_key(screen, int(found.cancelled[-1, -1]), what)
    columns = [
        *(_entry(code, column_word(screen, by, code)) for code in found.columns),
        _entry("", screen.text("state.total")),
    ]
    rows = [
        *(_entry(code, short_name(screen, code)) for code in found.rows),
        _entry("", screen.text("execution.whole")),
    ]
    draw(
        screen,
        title=screen.text("execution.matrix"),
        rows=rows,
        columns=columns,
        cells=[
            [
                _cell(screen, f"{row['label']}, {column['label']}", parts, cancelled, (what, marked))
                for column, parts, cancelled, marked in zip(columns, line, beside, marks, strict=True)
            ]
            for row, line, beside, marks in zip(
                rows, found.cells.tolist(), found.cancelled.tolist(), found.marked.tolist(), strict=True
            )
        ],
        chosen=chosen,
    )


def draw(
    screen: Screen, *, title: str, rows: Sequence[Any], columns: Sequence[Any], cells: Sequence[Any], chosen: str
) -> None:
    """Mount the matrix; a pressed cell becomes the row and column chosen, pressed again it lets go."""

    def pressed() -> None:
        cell = cell_chosen(KEY)
        if cell:
            row, column = cell.split("|", 1) if cell != chosen else ("", "")
            keep(row=row, column=column)

    component("matrix")(
        key=KEY,
        data={
            "title": title,
            "corner": screen.text("gap.area"),
            "rows": rows,
            "columns": columns,
            "cells": cells,
            "chosen": chosen,
            "locale": wording.number_locale(screen.lang),
        },
        on_cell_change=pressed,
    )


def _entry(code: str, label: str) -> dict[str, str]:
    return {"code": code, "label": label}


def _cell(screen: Screen, where: str, parts: list[int], cancelled: int, counted: tuple[str, int]) -> dict[str, Any]:
    asked, (what, marked) = sum(parts), counted
    words = [
        f"{screen.text(f'execution.{name}')}: {wording.number(number, screen.lang)}"
        for name, number in zip(PARTS, parts, strict=True)
    ]
    if what:
        words.insert(0, f"{what}: {wording.number(marked, screen.lang)}")
    beside = cancelled_beside(cancelled, screen.lang)
    told = f"{where}: {'; '.join(filter(None, [*(words if asked else [screen.text('figure.none')]), beside]))}"
    if not asked:
        return {"bad": 0, "of": None, "parts": None, "told": told}
    return {"bad": marked, "of": asked, "parts": parts, "told": told}


def _show_key(screen: Screen, cancelled: int, what: str) -> None:
    parts = each('<span><i class="part-{}"></i>{}</span>', ((name, screen.text(f"execution.{name}")) for name in PARTS))
    beside = markup("<span>{}</span>", cancelled_beside(cancelled, screen.lang)) if cancelled else ""
    key = screen.text("execution.key_of", what=what) if what else screen.text("execution.key")
    st.html(markup('<div class="matrix-key"><b>{}</b>{}{}{}</div>', key, parts, beside, about_button(screen, "matrix")))


def on_map(screen: Screen, value: Value, quarter: str, *, sector: str = "", agency: str = "") -> Screen:
    """The same place with a value of execution in a quarter, as the map shows it; the map has quarters with figures."""
    shown = replace(screen.selection.showing(str(value)), sector=sector, agency=agency)
    when = Quarter.parse(quarter) if quarter else shown.period.last
    period = Period(when) if when in screen.snapshot.quarters and when != shown.period.last else shown.period
    return Screen(screen.snapshot, replace(shown, period=period))


def column_word(screen: Screen, by: By, code: str) -> str:
    """The name of a column's value; of none, that nobody is named."""
    return screen.text("execution.unnamed") if code == NOBODY else word_of(screen, by.value, code)


def short_name(screen: Screen, code: str) -> str:
    """An area's name, a district's without the word for district."""
    return bare_name(screen.area_name(code))
