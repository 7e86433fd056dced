"""PDF of a region, a district or a mahalla: a page for the area and each district, and the measures of every mahalla."""

from __future__ import annotations

from collections.abc import Container, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mapping.export.packs import letters
from mapping.export.packs.columns import parted
from mapping.export.packs.pdf_paper import ABOVE, BAND, BOTTOM, HEAD, LEFT, SIDE, TOP, WIDTH, Paper
from mapping.export.packs.picture import FIGURE_HEIGHT, FIGURE_WIDTH, figure_png
from mapping.export.packs.story import (
    attention_grid,
    children_grid,
    children_of,
    measure_cells,
    method_grid,
    name_of,
    on_the_map,
    stamp,
    story,
    subject,
    with_ratios,
)
from mapping.export.packs.view_facts import view_of
from mapping.export.packs.workbook_tables import measures_sheet
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, name_column, text
from mapping.model.selection import Selection
from mapping.store import Snapshot

INCH = 25.4
MAP_HEIGHT = WIDTH * FIGURE_HEIGHT / FIGURE_WIDTH  # millimetres
WIDTHS = (83.0, 55.0, 16.5, 19.5, 8.0)  # millimetres: measure, who is responsible, deadline, state, per cent
NUMBERS = (False, False, True, False, True)
_STATE = 3
_COLUMNS = ("text", "seven_member", "district_post", "deadline", "state", "progress", "days_overdue")
_NAME = 4.6  # millimetres of the row with a mahalla's name
_SMALL = 7.5  # points of the list's letters
_LINE = letters.LINE * INCH / 72  # millimetres of a line for each point of size


@dataclass(frozen=True)
class Row:
    """A measure in the list: its cells, whether it is overdue, and how high its row is, in millimetres."""

    cells: tuple[str, ...]
    overdue: bool
    height: float


def pdf_pack(snapshot: Snapshot, selection: Selection, area: str, lang: Lang) -> bytes:
    """The document (.pdf) of an area. Raises KeyError for an unknown area.

    The area's page; a table of what lies below it; of a region a page for each district; the measures of the period's
    last quarter by mahalla, of a region each district's on its own pages; the method in short.
    """
    chosen = view_of(selection, area, lang)
    name = name_of(snapshot, area, lang)
    paper = Paper(f"{name}: {subject(snapshot, chosen)}", stamp(snapshot, lang), lang.tag, snapshot.as_of)
    level = level_of(area)
    _page(paper, snapshot, chosen, level=0)
    if level is not Level.MAHALLA:
        _children(paper, snapshot, chosen)
    listed = [area]
    if level is Level.REGION:
        listed = children_of(snapshot, area)
        for code in listed:
            _page(paper, snapshot, view_of(selection, code, lang), level=1)
    _measures(paper, snapshot, chosen, listed)
    _method(paper, snapshot, chosen)
    return paper.whole()


def _page(paper: Paper, snapshot: Snapshot, selection: Selection, *, level: int) -> None:
    """The area on one page."""
    lang, told = selection.lang, story(snapshot, selection)
    y = paper.heading(
        told.name, f"{told.subject} · {told.risk} · {on_the_map(snapshot, selection)}", [(told.name, level)]
    )
    picture = figure_png(snapshot, selection)
    y = paper.picture(picture, y, WIDTH, MAP_HEIGHT, f"{told.name}. {on_the_map(snapshot, selection)}")
    y = paper.grid(with_ratios(told, lang), y, 9.5, title=told.name)
    y = paper.tally(told.tally, y)
    written = [wording.number(cases, lang) for cases in told.series]
    y = paper.columns(
        text("html_pack.chart", lang), told.quarters, told.series, written, selection.period.quarters, y, 38
    )
    paper.grid_on_page(attention_grid(told, lang), y, (10, 9, 8, 7), title=told.name)


def _children(paper: Paper, snapshot: Snapshot, selection: Selection) -> None:
    lang = selection.lang
    kind = text(f"slides.children_{level_of(selection.area).below}", lang)
    title = f"{name_of(snapshot, selection.area, lang)}: {kind}"
    y = paper.heading(title, subject(snapshot, selection), [(kind, 1)])
    paper.grid(children_grid(snapshot, selection), y, 8.5, title=title)


def _method(paper: Paper, snapshot: Snapshot, selection: Selection) -> None:
    title = text("html_pack.method", selection.lang)
    y = paper.heading(title, subject(snapshot, selection), [(title, 0)])
    paper.grid(method_grid(snapshot, selection), y, 9.5, title=title)


def _measures(paper: Paper, snapshot: Snapshot, selection: Selection, listed: Sequence[str]) -> None:
    """The measures of each mahalla under the areas listed, each area from a new page; then mahallas without any."""
    lang = selection.lang
    kind = f"{text('slides.measures', lang)}, {wording.quarter(selection.period.last, lang)}"
    by_mahalla: dict[str, list[Row]] = {}
    for row in measures_sheet(snapshot, selection).rows.to_dict("records"):
        by_mahalla.setdefault(str(row["area"]), []).extend(_rows(row, lang))
    for place, code in enumerate(listed):
        name = name_of(snapshot, code, lang)
        bookmarks = [(kind, 0)] * (place == 0) + [(name, 1)] * (len(listed) > 1)
        y = paper.heading(f"{name}: {kind}", "", bookmarks)
        _list(paper, snapshot, by_mahalla, code, lang, y, f"{name}: {kind}")


def _list(
    paper: Paper, snapshot: Snapshot, by_mahalla: Mapping[str, list[Row]], area: str, lang: Lang, y: float, title: str
) -> None:
    names = snapshot.areas[name_column(lang)]
    mahallas = [area] if level_of(area) is Level.MAHALLA else list(snapshot.mahallas_of(area))
    heads = (
        text("measure.text", lang), text("slides.responsible", lang), text("measure.deadline", lang),
        text("measure.state", lang), "%",
    )  # fmt: skip
    y = _heads(paper, heads, y)
    for code in mahallas:
        rows = by_mahalla.get(code, [])
        if rows and y + _NAME + rows[0].height > BOTTOM:
            y = _next_page(paper, heads, title)
        if rows:
            paper.row((f"{names[code]} · {code}",), y, (WIDTH,), _NAME, 8.5, numbers=(False,), bold=True, ground=BAND)
            y += _NAME
        for row in rows:
            if y + row.height > BOTTOM:
                y = _next_page(paper, heads, title)
            alarm = (_STATE,) if row.overdue else ()
            paper.row(row.cells, y, WIDTHS, row.height, _SMALL, numbers=NUMBERS, alarm=alarm)
            y += row.height
    _without(paper, [str(names[code]) for code in mahallas if code not in by_mahalla], y + 3, lang, title)


def _without(paper: Paper, names: Sequence[str], y: float, lang: Lang, title: str) -> None:
    """The mahallas for which nothing is planned."""
    if not names:
        return
    words = f"{text('slides.unplanned', lang)} ({wording.number(len(names), lang)}): {', '.join(names)}"
    if y + letters.height(words, WIDTH * 72 / INCH, 9) * INCH / 72 > BOTTOM:
        y = paper.go_on(title)
    paper.block(words, LEFT, y, WIDTH, 9)


def _rows(row: Mapping[Hashable, Any], lang: Lang) -> list[Row]:
    """A measure's row; several where its words are higher than half a page."""
    what, *who, deadline, state, progress, late = measure_cells(row, _COLUMNS, lang)
    overdue = not pd.isna(row["days_overdue"])
    cells = (what, "; ".join(filter(None, who)), deadline, f"{state} ({late})" if overdue else state, progress)
    widths = [width * 72 / INCH for width in WIDTHS]
    parts = parted(cells, widths, _SMALL, (BOTTOM - TOP) / 2 * 72 / INCH, side=SIDE * 72 / INCH)
    return [Row(part, overdue, _height(part, bold=range(_STATE, _STATE + overdue))) for part in parts]


def _height(cells: Sequence[str], *, bold: Container[int]) -> float:
    """How high a row of the list must be, in millimetres."""
    rooms = [(width - 2 * SIDE) * 72 / INCH for width in WIDTHS]
    most = max(
        len(letters.lines(words, room, _SMALL, bold=at in bold))
        for at, (words, room) in enumerate(zip(cells, rooms, strict=True))
    )
    return most * _SMALL * _LINE + 2 * ABOVE


def _heads(paper: Paper, heads: Sequence[str], y: float) -> float:
    height = _height(heads, bold=range(len(heads)))
    paper.row(heads, y, WIDTHS, height, _SMALL, numbers=NUMBERS, bold=True, ground=HEAD)
    return y + height


def _next_page(paper: Paper, heads: Sequence[str], title: str) -> float:
    return _heads(paper, heads, paper.go_on(title))
