"""Other thresholds tried out: which mahallas would have another category. Nothing is kept."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.model import wording
from mapping.model.markup import Markup, joined, markup
from mapping.model.vocabulary import Category
from mapping.stats.categories import Condition, Measure, Rules, Shift, computed, shift
from mapping.ui.about import about_button
from mapping.ui.categories.drawn import Drawn
from mapping.ui.categories.listing import listed_codes, show_list
from mapping.ui.categories.rule_words import measure_word, threshold_word
from mapping.ui.kinds import badge
from mapping.ui.state import Screen
from mapping.views.map.categories import by_rule
from mapping.views.map.view import SHIFTS, by_kind

SIZE = Markup("<span>{} {} → <b>{}</b></span>")
SIZES = Markup('<div class="category-sizes">{}</div><p class="category-sum">{}{}</p>')
REACH = {
    Measure.RISK: (3.0, 0.05),
    Measure.PROBABILITY: (1.0, 0.01),
    Measure.PROBABILITY_HIGH: (1.0, 0.01),
    Measure.COUNT: (30.0, 1.0),
    Measure.RATE: (400.0, 5.0),
}
"""How far a slider goes and in which steps; twice as far as the rule's own threshold where that is more."""


def show_what_if(screen: Screen, rules: Rules, year: int) -> Drawn:
    """A slider for each threshold, and the mahallas that flip, as a list and on the map."""
    risks = by_rule(screen.snapshot, year, rules)
    st.html(markup('<p class="category-note">{}</p>', screen.text("categories.tried", year=rules.figures_year(year))))
    tried = computed(risks, _tried(screen, rules))
    flips = shift(risks["category_computed"], tried)
    rows = risks.assign(category_tried=tried, shift=flips).loc[listed_codes(screen)]
    st.html(_sizes(screen, rows))
    columns = ["category_computed", "category_tried", "count", "rr", "p_raised"]
    flipped = rows[rows["shift"].isin([Shift.GRAVER, Shift.LIGHTER])]
    show_list(screen, flipped[columns].sort_values("rr", ascending=False), key="flips", year=year)
    view = by_kind(risks, flips, tuple(str(kind) for kind in SHIFTS))
    return Drawn(screen, view, f"{year} · {screen.text('categories.flips')}", tried)


def _tried(screen: Screen, rules: Rules) -> Rules:
    """The rules with the thresholds that the sliders show."""
    tried, keys = rules, []
    places = list(rules.thresholds())
    for column, (at, place, condition) in zip(_columns(len(places)), places, strict=True):
        keys.append(f"w_threshold_{rules.digest}_{at}_{place}")
        with column:
            value = _slider(screen, rules.rules[at].category, condition, keys[-1])
        if value != condition.value:
            tried = tried.with_threshold(at, place, value)
    st.button(
        screen.text("categories.reset"), key="thresholds_reset", icon=":material/restart_alt:", disabled=tried == rules,
        on_click=_forget, args=(keys,),
    )  # fmt: skip
    return tried


def _forget(keys: list[str]) -> None:
    """Sliders without a kept value show the threshold in force."""
    for key in keys:
        st.session_state.pop(key, None)


def _columns(number: int) -> list[st.delta_generator.DeltaGenerator]:
    """Two sliders in a row."""
    rows = [st.columns(2, gap="medium") for _ in range((number + 1) // 2)]
    return [column for row in rows for column in row][:number]


def _slider(screen: Screen, category: Category, condition: Condition, key: str) -> float:
    """A threshold as the reader sets it, written as the language writes numbers."""
    end, step = REACH[condition.measure]
    far = end if condition.measure.is_share else max(end, 2 * condition.value)
    steps = round(far / step)
    offered = sorted({condition.value, *(round(place * step, 6) for place in range(steps + 1))})
    return st.select_slider(
        f"{screen.text(f'category.{category}')}: {measure_word(screen, condition)}", offered, condition.value, key=key,
        format_func=lambda value: threshold_word(screen, condition.measure, value),
    )  # fmt: skip


def _sizes(screen: Screen, rows: pd.DataFrame) -> Markup:
    """How many mahallas have each category, by the rules in force and by those tried."""
    now, then = rows["category_computed"].value_counts(), rows["category_tried"].value_counts()
    moves = rows["shift"].value_counts()

    def written(number: int) -> str:
        return wording.number(number, screen.lang)

    marks = joined(
        SIZE.format(badge(screen, category), written(now.get(str(category), 0)), written(then.get(str(category), 0)))
        for category in Category
    )
    graver, lighter = (written(moves.get(name, 0)) for name in ("graver", "lighter"))
    flipped = screen.text("categories.flips_sum", graver=graver, lighter=lighter)
    return SIZES.format(marks, flipped, about_button(screen, "computed"))
