"""The maps: one layer in two or three frames that move together, each in its classes' colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Literal

import streamlit as st

from mapping.model.comparison import ComparedBy
from mapping.model.markup import Markup, markup
from mapping.model.selection import ClassRule, Value
from mapping.ui.compare.choice import Pair, select_left, show_left, show_right
from mapping.ui.controls import shown_word
from mapping.ui.kinds import kind_sign, kind_word
from mapping.ui.legend import faint_row, legend_note, legend_row, rows_without, show_legend, show_rows
from mapping.ui.map_panel import drawing_of, show_drawing
from mapping.ui.meeting.link import show_present_link
from mapping.ui.state import Screen
from mapping.views.map import addresses
from mapping.views.map.absence import why_no_difference
from mapping.views.map.bounds import difference_bounds
from mapping.views.map.comparison import Compared, Side, side_title
from mapping.views.map.layer import Drawing
from mapping.views.map.titles import figure_title
from mapping.views.map.view import View, colours, faint_colours

_NEAR_ZERO = 1e-9
HEAD = Markup('<div class="compare-head"><span>{}</span><strong>{}</strong></div>')
HEIGHT = 420  # the frame's own; the page's style sheet stretches it to the screen


def show_maps(pair: Pair, left: Side, right: Side, found: Compared, third: Callable[[], None]) -> None:
    """Left, right, and the difference, or what `third` shows where there is none; below them what colours mean."""
    kind = pair.comparison.kind
    with st.container(key="compare_maps"):
        seats = st.columns(3, gap="small")
    with seats[0]:
        show_left(pair)
        _show_side(pair, left, found.left, key="compare_left", then=partial(select_left, kind))
    with seats[1]:
        show_right(pair)
        _show_side(pair, right, found.right, key="compare_right")
    with seats[2]:
        if found.difference is None:
            third()
        else:
            _show_difference(pair, left, right, found.difference)
    _show_legends(pair, right, found)


def _show_legends(pair: Pair, right: Side, found: Compared) -> None:
    screen = Screen(right.snapshot, right.selection)
    sides, third = st.columns([2, 1], gap="small")
    with sides:
        show_legend(
            screen, found.left, beside=found.right, title=what_title(screen), note=screen.text("compare.one_scale")
        )
    if found.difference is not None:
        with third:
            _show_difference_legend(pair, screen, found.difference)


def _show_side(pair: Pair, side: Side, view: View, *, key: str, then: Callable[[str], None] | None = None) -> None:
    # On paper, where the control above the map is not, this tells which side it is.
    title = side_title(pair.comparison.kind, side, pair.screen.lang)
    st.html(markup('<div class="compare-side">{}</div>', title))
    screen = Screen(side.snapshot, side.selection)
    drawn = replace(drawing_of(screen, view, _told(pair)), steps={}, clusters=None)
    show_drawing(_linked(pair, drawn), key=key, height=HEIGHT, then=then, over=lambda: show_present_link(screen))


def _show_difference(pair: Pair, left: Side, right: Side, view: View) -> None:
    screen, kind = Screen(right.snapshot, right.selection), pair.comparison.kind
    titles = [side_title(kind, side, screen.lang) for side in (right, left)]
    # Two lines, as the controls above the other maps have.
    less = screen.text("compare.less", right=titles[0], left=titles[1])
    st.html(HEAD.format(screen.text("compare.difference_map"), less))
    changed = replace(right.selection, value=Value.CHANGE) if not view.kinds else right.selection
    drawn = drawing_of(Screen(right.snapshot, changed), view, _told(pair))
    named = screen.text("map.map", title=f"{screen.text('compare.difference_map')} · {' − '.join(titles)}")
    show_drawing(_linked(pair, replace(drawn, clusters=None, title=named)), key="compare_difference", height=HEIGHT)


def _told(pair: Pair) -> str | None:
    """Where tooltips that tell both sides lie; two districts tell each their own figures."""
    if pair.comparison.kind is ComparedBy.DISTRICTS:
        return None
    screen = pair.screen
    return addresses.compared(screen.snapshot.served, pair.comparison, screen.selection, screen.lang)


def _linked(pair: Pair, drawing: Drawing) -> Drawing:
    """Two districts lie apart: they move by the same distance from where each was shown whole."""
    linked: Literal["home", "place"] = "home" if pair.comparison.kind is ComparedBy.DISTRICTS else "place"
    return replace(drawing, linked=linked, focus=None)


def what_title(screen: Screen) -> str:
    """What both maps show, without what tells them apart."""
    selection = screen.selection
    if selection.classes is ClassRule.CATEGORY or selection.value.is_category:
        return shown_word(screen, selection.shown)
    return " · ".join(figure_title(screen.snapshot, selection))


def _show_difference_legend(pair: Pair, screen: Screen, view: View) -> None:
    changed = screen.selection if view.kinds else replace(screen.selection, value=Value.CHANGE)
    labels = _labels(screen, view)
    *sizes, unsure, hidden, without = [str(size) for size in view.sizes]
    rows = [
        legend_row(colour, label, size)
        for colour, label, size in zip(colours(changed, view, screen.theme), labels, sizes, strict=True)
    ]
    if view.edges.size and view.lowest > view.edges[0] > -_NEAR_ZERO:
        rows = rows[1:]  # what fell, where nothing did: the class would read as a second zero
    ramp = faint_colours(changed, view, screen.theme)
    if ramp:
        word = "change.cannot_tell" if pair.comparison.kind is ComparedBy.PERIODS else "revision.same"
        rows.append(faint_row(screen, ramp, screen.text(word), unsure))
    rows += rows_without(screen, hidden, without, screen.text("legend.none"))
    bare = why_no_difference(screen.snapshot, screen.selection, view)
    unit = screen.text(f"compare.unit_{'category' if view.kinds else screen.selection.value}")
    show_rows(screen, f"{screen.text('compare.difference')}: {unit}", rows, legend_note("", bare))


def _labels(screen: Screen, view: View) -> list[str]:
    if view.kinds:
        return [f"{kind_sign(screen, one)} {kind_word(screen, one)}".strip() for one in view.kinds]
    return difference_bounds(screen.selection, view, screen.lang)
