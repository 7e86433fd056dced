"""The legend, drawn from the same classes that colour the map."""

from __future__ import annotations

import math
from html import escape

import streamlit as st

from mapping import wording
from mapping.maps.palettes import CATEGORY_PATTERNS, INK
from mapping.maps.view import CATEGORIES, View, colours
from mapping.model.selection import ClassRule, Value
from mapping.ui.map_panel import view_title
from mapping.ui.state import Screen


def show_legend(screen: Screen, view: View) -> None:
    """A row per class with its colour, its bounds and the number of areas in it; no data last."""
    labels = _category_labels(screen) if screen.selection.classes is ClassRule.CATEGORY else _bounds(screen, view)
    ramp = colours(screen.selection, view, screen.theme)
    *sizes, without = view.sizes
    rows = [
        _row(f"background-color:{colour};{_pattern(screen, place)}", label, size)
        for place, (colour, label, size) in enumerate(zip(ramp, labels, sizes, strict=True))
    ]
    ink = INK[screen.theme]
    hatch = f"background:repeating-linear-gradient(45deg,{ink.none_ground} 0 4px,{ink.none_line} 4px 5px)"
    rows.append(_row(hatch, screen.text("legend.none"), without))
    st.html(
        f'<div class="legend" role="group" aria-label="{escape(screen.text("legend.title"))}">'
        f'<div class="legend-title">{escape(view_title(screen))}</div><div class="legend-rows">{"".join(rows)}</div>'
        f'<div class="legend-note">{escape(_note(screen))}</div></div>'
    )


def _row(style: str, label: str, size: int) -> str:
    return f'<span class="legend-row"><i style="{style}"></i>{escape(label)}<b>{size}</b></span>'


def _bounds(screen: Screen, view: View) -> list[str]:
    """The closed bounds of each class as words: the lowest value, then edge to edge."""
    value = screen.selection.value
    digits = 0 if value is Value.COUNT else 1
    signed = value.is_change

    def written(number: float) -> str:
        return wording.number(number, screen.lang, digits=digits, signed=signed)

    lows = [view.lowest, *view.edges[:-1]]
    labels = []
    for place, (low, high) in enumerate(zip(lows, view.edges, strict=True)):
        low_shown = low + 1 if value is Value.COUNT and place > 0 else low
        single = math.isnan(low_shown) or low_shown >= high or written(low_shown) == written(high)
        labels.append(written(high) if single else f"{written(low_shown)} {wording.EN_DASH} {written(high)}")
    return labels


def _category_labels(screen: Screen) -> list[str]:
    return [f"{screen.text(f'category.{one}_letter')} · {screen.text(f'category.{one}')}" for one in CATEGORIES]


def _pattern(screen: Screen, place: int) -> str:
    if screen.selection.classes is not ClassRule.CATEGORY:
        return ""
    ink = INK[screen.theme].pattern
    match CATEGORY_PATTERNS[CATEGORIES[place]]:
        case "lines":
            return f"background-image:repeating-linear-gradient(-45deg,transparent 0 4px,{ink} 4px 5px)"
        case "dots":
            return f"background-image:radial-gradient({ink} 1.2px,transparent 1.4px);background-size:6px 6px"
        case _:
            return ""


def _note(screen: Screen) -> str:
    if screen.selection.classes is ClassRule.CATEGORY:
        return ""
    note = screen.text("legend.locked" if screen.selection.locked else "legend.shared")
    return f"{note}; {screen.text('legend.per_100k_change')}" if screen.selection.value.is_change else note
