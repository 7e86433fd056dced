"""One year's categories: a list on the left, the same on the map on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from mapping.model.levels import Level, level_of
from mapping.model.markup import markup
from mapping.model.periods import Period, Span, periods
from mapping.model.selection import ClassRule, Value
from mapping.stats.categories import Rules
from mapping.ui.categories.beside import show_beside
from mapping.ui.categories.drawn import Drawn
from mapping.ui.categories.red import show_red
from mapping.ui.categories.what_if import show_what_if
from mapping.ui.controls import choose
from mapping.ui.legend import show_legend
from mapping.ui.links import go_to
from mapping.ui.map_panel import show_map
from mapping.ui.panels import load_style
from mapping.ui.state import Screen, take_choice
from mapping.views.map import addresses
from mapping.views.map.categories import area_lines, category_word, rules_in_force, years_by_rule

YEAR, PART = "year", "part"


# Each draws its list and gives what is to be drawn on the map.
PARTS: dict[str, Callable[[Screen, Rules, int], Drawn]] = {
    "beside": show_beside,
    "what_if": show_what_if,
    "red": show_red,
}


def show_categories(screen: Screen) -> dict[str, str]:
    """Everything; gives back what the page adds to the link."""
    load_style("categories")
    rules = rules_in_force()
    years = years_by_rule(screen.snapshot, rules)
    if not years:
        st.info(screen.text("categories.no_year"), icon=":material/info:")
        return {}
    year = int(_linked(YEAR, [str(one) for one in years], str(_usual_year(screen, years))))
    part = _linked(PART, list(PARTS), "beside")
    _show_choice(screen, years, year, part)
    left, right = st.columns([0.52, 0.48], gap="medium")
    looked_at = _of_year(screen, year)
    with left:
        drawn = PARTS[part](looked_at, rules, year)
    with right:
        _show_map(drawn, rules, year)
    return {YEAR: str(year), PART: part}


def _usual_year(screen: Screen, years: Sequence[int]) -> int:
    """The latest year with both categories; without one the latest that can be computed."""
    both = [one for one in years if one in screen.snapshot.years_with_categories]
    return (both or years)[-1]


def _linked(name: str, offered: Sequence[str], usual: str) -> str:
    """What the link says; what is not offered becomes the usual."""
    given = st.query_params.get(name)
    return given if given and given in offered else usual


def _put(name: str, value: str | None) -> None:
    if value:
        take_choice()
        st.query_params[name] = value


def _of_year(screen: Screen, year: int) -> Screen:
    """The same screen, with the year's categories of all mahallas as its selection."""
    selection = replace(
        screen.selection, value=Value.AGREEMENT, classes=ClassRule.USUAL, period=Period.parse(str(year)), all_mahallas=True
    )  # fmt: skip
    return Screen(screen.snapshot, selection)


def _show_choice(screen: Screen, years: Sequence[int], year: int, part: str) -> None:
    with st.container(key="categories_choice", horizontal=True, vertical_alignment="bottom", gap="medium"):
        choose(
            screen.text("categories.year"), years[::-1], year, key="w_category_year", words=str,
            then=lambda chosen: _put(YEAR, str(chosen)),
        )  # fmt: skip
        st.session_state["w_category_part"] = part
        st.segmented_control(
            screen.text("categories.part"), list(PARTS), key="w_category_part",
            format_func=lambda one: screen.text(f"categories.part_{one}"),
            on_change=lambda: _put(PART, st.session_state["w_category_part"]),
        )  # fmt: skip


def _show_map(drawn: Drawn, rules: Rules, year: int) -> None:
    screen, view = drawn.screen, drawn.view
    snapshot, selection = screen.snapshot, screen.selection
    with st.container(key="categories_map"):
        show_map(screen, view, told=addresses.categories(snapshot.served, year, screen.lang))
    show_legend(screen, view, title=drawn.title)
    if level_of(selection.area) is Level.MAHALLA:
        official, computed, *figures = area_lines(snapshot, year, rules, screen.lang)[selection.area]
        tried = [] if drawn.tried is None else [_tried_line(screen, drawn.tried[selection.area])]
        line = " · ".join([official, computed, *tried, *figures])
        name = screen.area_name(selection.area)
        st.html(markup('<div class="category-area"><strong>{}</strong><p>{}</p></div>', name, line))
    if selection.period in periods(snapshot.quarters, Span.YEAR):
        go_to(screen, "map", "certainty.on_map")


def _tried_line(screen: Screen, category: str | float | None) -> str:
    """The category that a mahalla would have by the thresholds that are tried, beside that of the rules in force."""
    return f"{screen.text('column.category_tried')}: {category_word(category, screen.lang)}"
