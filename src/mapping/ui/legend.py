"""The legend, drawn from the same classes that colour the map."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from mapping.model import wording
from mapping.model.markup import Markup, joined, markup
from mapping.model.selection import Value
from mapping.ui.about import about_button
from mapping.ui.kinds import kind_sign, kind_word
from mapping.ui.map_panel import view_title
from mapping.ui.state import Screen
from mapping.views.map.absence import why_bare
from mapping.views.map.bounds import class_bounds
from mapping.views.map.palettes import INK
from mapping.views.map.space import clusters
from mapping.views.map.swatches import background, swatches
from mapping.views.map.titles import kind_pattern, unsure_word, without_word
from mapping.views.map.view import NO_CLUSTER, View, colours, faint_colours

LEGEND = Markup(
    '<div class="legend" role="group" aria-label="{}"><div class="legend-title">{}{}</div>'
    '<div class="legend-rows">{}{}</div></div>'
)


def show_legend(
    screen: Screen,
    view: View,
    *,
    title: str | None = None,
    beside: View | None = None,
    note: str | None = None,
    status: str = "",
) -> None:
    """A row per class with its colour, its bounds and how many areas have it in full; what is faint and no data last.

    A view `beside`, in the same classes, has its own number in each row; `note` stands in place of the usual one, `status`, which
    must be seen, in place of both.
    """
    labels = _kinds(screen, view) if view.kinds else class_bounds(screen.selection, view, screen.lang)
    views = [view] if beside is None else [view, beside]
    *sizes, unsure, hidden, without = (
        " · ".join(map(str, row)) for row in zip(*(one.sizes for one in views), strict=True)
    )
    rows = [
        legend_row(_background(screen, view, place, colour), label, size)
        for place, (colour, label, size) in enumerate(
            zip(colours(screen.selection, view, screen.theme), labels, sizes, strict=True)
        )
    ]
    ramps = [ramp for one in views if (ramp := faint_colours(screen.selection, one, screen.theme))]
    if ramps:
        rows.append(faint_row(screen, ramps[0], unsure_word(screen.selection.value, screen.lang), unsure))
    rows += [
        *_outline(screen, shown=beside is None),
        *rows_without(screen, hidden, without, without_word(screen.selection)),
    ]
    bare = [why_bare(screen.snapshot, screen.selection, one) for one in views]
    said = legend_note(_note(screen, view) if note is None else note, bare[0] if all(bare) else status)
    show_rows(screen, title or view_title(screen), rows, said)


def show_rows(screen: Screen, title: str, rows: Iterable[Markup], note: Markup, *, about: str | None = None) -> None:
    """The frame of a legend around its rows, and a note after them; `about`: what its button tells of, if not of the view."""
    name, button = screen.text("legend.title"), about_button(screen, about or screen.selection.shown)
    st.html(LEGEND.format(name, title, button, joined(rows), note))


def rows_without(screen: Screen, hidden: str, without: str, word: str) -> list[Markup]:
    """The rows of areas without a class: those whose small counts are hidden, where there are any, and those without a
    figure."""
    filled = swatches(screen.theme)
    rows = [legend_row(filled["none"], word, without)]
    if hidden.strip("0 ·"):
        rows.insert(0, legend_row(filled["hidden"], screen.text("hidden.legend"), hidden))
    return rows


def legend_note(words: str, bare: str = "") -> Markup:
    """What is said after the rows, as HTML; in its place why nothing is coloured, where it is so."""
    if bare:
        return markup('<strong class="legend-note" role="status">{}</strong>', bare)
    return markup('<span class="legend-note">{}</span>', words)


def legend_row(background: str, label: str, size: str) -> Markup:
    """A row as HTML: a swatch with a CSS `background`, what it means, and how many areas have it."""
    return markup('<span class="legend-row"><i style="background:{}"></i>{}<b>{}</b></span>', background, label, size)


def faint_row(screen: Screen, ramp: list[str], word: str, size: str) -> Markup:
    """The row that explains the faint areas, in the faint colours of the outer classes."""
    return legend_row(background(screen.theme, "veil", ramp[0], ramp[-1]), word, size)


def _outline(screen: Screen, *, shown: bool) -> list[Markup]:
    """The row of the clusters' outlines. How many there are is known only to the map, which finds them later."""
    if not (shown and screen.selection.has_outlines):
        return []
    style = f"background:none;border:3px solid {INK[screen.theme].cluster}"
    return [markup('<span class="legend-row"><i style="{}"></i>{}</span>', style, screen.text("legend.outline"))]


def _kinds(screen: Screen, view: View) -> list[str]:
    labels = []
    for code in view.kinds:
        sign = kind_sign(screen, code)
        labels.append(f"{sign} · {_kind(screen, code)}" if sign else _kind(screen, code))
    return labels


def _kind(screen: Screen, code: str) -> str:
    """A kind's word; of a cluster also how high its risk is and how likely by chance."""
    selection = screen.selection
    if not code.isdecimal() or code == NO_CLUSTER:
        return kind_word(screen, code)
    chosen = (selection.value, selection.indicator, selection.group, selection.period)
    found = clusters(screen.snapshot, *chosen).found[int(code) - 1]
    risk = wording.figure("cluster_risk", found.relative_risk, screen.lang)
    return screen.text("legend.cluster", number=code, risk=risk, p=wording.figure("cluster_p", found.p, screen.lang))


def _background(screen: Screen, view: View, place: int, colour: str) -> str:
    return background(screen.theme, kind_pattern(view.kinds[place]) if view.kinds else "", colour)


def _note(screen: Screen, view: View) -> str:
    value = screen.selection.value
    if view.kinds:
        return ""
    if value in (Value.RISK, Value.PROBABILITY):
        return screen.text("legend.average")
    note = screen.text("legend.locked" if screen.selection.locked else "legend.shared")
    return f"{note}; {screen.text('legend.per_100k_change')}" if value.is_change else note
