"""Slides (PPTX) of a region, a district or a mahalla: a slide each for the area and its districts, tables, the method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pptx.slide import Slide

from mapping.export.packs.columns import Row
from mapping.export.packs.picture import FIGURE_HEIGHT, FIGURE_WIDTH, figure_png
from mapping.export.packs.slides_deck import (
    BOTTOM,
    GREY,
    LEFT,
    RIGHT,
    WIDTH,
    Box,
    Deck,
    breaks_words,
    heights_of,
    parted_rows,
    shares_of,
)
from mapping.export.packs.story import (
    Grid,
    attention_grid,
    children_grid,
    children_of,
    measure_grid,
    method_grid,
    name_of,
    on_the_map,
    stamp,
    story,
    subject,
)
from mapping.export.packs.view_facts import view_of
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, text
from mapping.model.selection import Selection
from mapping.store import Snapshot

MAP = Box(LEFT, 1.28, FIGURE_WIDTH, FIGURE_HEIGHT)
FIGURES = Box(6.35, 1.28, RIGHT - 6.35, 2.63)
TALLY = Box(6.35, 3.94, RIGHT - 6.35, 0.72)
CHART = Box(LEFT, 4.72, 4.5, 2.23)
ATTENTION = Box(5.05, 4.74, RIGHT - 5.05, BOTTOM - 4.74)
TABLE = Box(LEFT, 1.3, RIGHT - LEFT, BOTTOM - 1.3)
_TABLE_SIZES = (14, 13, 12, 11)
_SMALLER = (14, 13, 12, 11, 10)


def slides_pack(snapshot: Snapshot, selection: Selection, area: str, lang: Lang) -> bytes:
    """The deck (.pptx) of an area. Raises KeyError for an unknown area.

    A region: title, the region, its districts in a table, a slide for each district, the method in short. A district:
    its slide, its mahallas, its overdue measures, the method. A mahalla: its slide and its measures, the method.
    """
    chosen = view_of(selection, area, lang)
    known = stamp(snapshot, lang)
    deck = Deck(f"{name_of(snapshot, area, lang)}: {subject(snapshot, chosen)}", known, str(lang), snapshot.as_of)
    level = level_of(area)
    if level is Level.REGION:
        _title(deck, snapshot, chosen)
    _area(deck, snapshot, chosen)
    if level is not Level.MAHALLA:
        _children(deck, snapshot, chosen)
    if level is Level.REGION:
        for code in children_of(snapshot, area):
            _area(deck, snapshot, view_of(selection, code, lang))
    else:
        _measures(deck, snapshot, chosen, overdue=level is Level.DISTRICT)
    _method(deck, snapshot, chosen)
    return deck.save()


def _title(deck: Deck, snapshot: Snapshot, selection: Selection) -> None:
    lang = selection.lang
    name, told = name_of(snapshot, selection.area, lang), subject(snapshot, selection)
    slide = deck.slide(name, [f"{name}. {told}"], size=48, box=Box(1, 2.2, WIDTH - 2, 1.1))
    deck.text(slide, Box(1, 3.4, WIDTH - 2, 0.6), [told], (28, 24, 20, 18))
    deck.text(
        slide, Box(1, 4.2, WIDTH - 2, 1.1), [text("page.product", lang), snapshot.title(lang)], (20, 18), colour=GREY
    )


def _area(deck: Deck, snapshot: Snapshot, selection: Selection) -> None:
    """The area on one slide: map, figures, measures, cases by quarter, and what needs attention."""
    lang, told = selection.lang, story(snapshot, selection)
    slide = deck.slide(told.name, told.notes)
    words = f"{told.subject} · {told.risk}"
    deck.text(slide, Box(LEFT, 0.87, RIGHT - LEFT, 0.36), [words], (18, 16, 14, 12), colour=GREY)
    picture = f"{told.name}. {on_the_map(snapshot, selection)}"
    deck.picture(slide, MAP, figure_png(snapshot, selection), picture)
    _fitted(deck, slide, FIGURES, told.figures, text("html_pack.brief", lang))
    deck.tally(slide, TALLY, told.tally, told=text("html_pack.measures", lang))
    period = selection.period.quarters
    deck.chart(slide, CHART, text("html_pack.chart", lang), told.quarters, told.series, period)
    _fitted(deck, slide, ATTENTION, attention_grid(told, lang), text("html_pack.attention", lang))


def _children(deck: Deck, snapshot: Snapshot, selection: Selection) -> None:
    below = level_of(selection.area).below
    title = f"{name_of(snapshot, selection.area, selection.lang)}: {text(f'slides.children_{below}', selection.lang)}"
    _tables(deck, title, subject(snapshot, selection), children_grid(snapshot, selection))


def _measures(deck: Deck, snapshot: Snapshot, selection: Selection, *, overdue: bool) -> None:
    lang = selection.lang
    grid = measure_grid(snapshot, selection, overdue=overdue)
    kind = text("slides.overdue" if overdue else "html_pack.measures", lang)
    title = f"{name_of(snapshot, selection.area, lang)}: {kind}"
    if grid.rows:
        _tables(deck, title, wording.quarter(selection.period.last, lang), grid)


def _tables(deck: Deck, title: str, below: str, grid: Grid) -> None:
    """A table on as few slides as it can be read on without a broken word, in the largest letters for them, the heads on each;
    `below` stands under the title.
    """
    tried = [(size, shares_of(grid, TABLE.width, size)) for size in _TABLE_SIZES]
    whole = [(size, shares) for size, shares in tried if not breaks_words(grid, shares, size)] or tried[-1:]
    size, shares = min(whole, key=lambda one: len(_parts(grid, one[1], one[0])))
    parts = _parts(grid, shares, size)
    for number, part in enumerate(parts, start=1):
        words = title if len(parts) == 1 else f"{title} ({number}/{len(parts)})"
        notes = [words, below, *("; ".join(f"{head}: {cell}" for head, cell in zip(part.head, row, strict=True))
                                   for row in part.rows)]  # fmt: skip
        slide = deck.slide(words, notes, size=26)
        deck.text(slide, Box(LEFT, 0.87, RIGHT - LEFT, 0.36), [below], (18, 16, 14), colour=GREY)
        deck.table(slide, TABLE, part, shares, size, told=words)


def _parts(whole: Grid, shares: Sequence[float], size: float) -> list[Grid]:
    """The rows of a table in parts that fit on a slide, about as many in each."""
    head, *_ = heights_of(whole, shares, size)
    grid = parted_rows(whole, shares, size, TABLE.height - head)
    _, *heights = heights_of(grid, shares, size)
    slides = max(1, -int(-sum(heights) // (TABLE.height - head)))
    even = sum(heights) / slides
    parts, used = [list[Row]()], 0.0
    for row, height in zip(grid.rows, heights, strict=True):
        if parts[-1] and (used + height > TABLE.height - head or used >= even):
            parts.append([])
            used = 0.0
        parts[-1].append(row)
        used += height
    return [replace(grid, rows=tuple(rows)) for rows in parts]


def _method(deck: Deck, snapshot: Snapshot, selection: Selection) -> None:
    lang = selection.lang
    grid = method_grid(snapshot, selection)
    title = text("html_pack.method", lang)
    slide = deck.slide(title, [title, *(f"{name}. {how}" for name, how in grid.rows)])
    place = Box(LEFT, 1.05, RIGHT - LEFT, BOTTOM - 1.05)
    _fitted(deck, slide, place, grid, title)


def _fitted(deck: Deck, slide: Slide, box: Box, grid: Grid, told: str) -> None:
    """A table in the largest letters in which it fits into its box."""
    for size in _SMALLER:
        shares = shares_of(grid, box.width, size)
        if sum(heights_of(grid, shares, size)) <= box.height and not breaks_words(grid, shares, size):
            break
    deck.table(slide, box, grid, shares, size, told=told)
