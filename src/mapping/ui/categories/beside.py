"""Official against computed: how many mahallas have which pair, the rules, and the mahallas that differ."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.model import wording
from mapping.model.markup import Markup, joined, markup
from mapping.model.selection import Value
from mapping.model.vocabulary import Category
from mapping.stats.categories import GRAVITY, Rules, Shift, cross_table
from mapping.ui.about import about_button
from mapping.ui.categories.drawn import Drawn
from mapping.ui.categories.listing import listed_codes, show_list
from mapping.ui.categories.rule_words import cross, rules_in_words
from mapping.ui.kinds import badge
from mapping.ui.state import Screen
from mapping.views.map.categories import compared
from mapping.views.map.view import compute

NOTE = Markup('<p class="category-note">{}</p>')
SIZE = Markup("<span>{} <b>{}</b></span>")
COLUMNS = ["category_official", "category_computed", "count", "rr", "p_raised"]


def show_beside(screen: Screen, rules: Rules, year: int) -> Drawn:
    """Table, rules and list; the map shows where they differ, or without official categories the computed ones."""
    categories = compared(screen.snapshot, year, rules).loc[listed_codes(screen)]
    st.html(NOTE.format(screen.text("categories.by_figures", year=rules.figures_year(year))))
    if categories["category_official"].isna().all():
        drawn = Screen(screen.snapshot, screen.selection.showing(Value.COMPUTED))
        st.html(markup("<p>{}</p>{}", screen.text("categories.no_official", year=year), _sizes(screen, categories)))
        st.html(rules_in_words(screen, rules))
        red = categories[categories["category_computed"] == Category.RED]
        show_list(screen, red[COLUMNS[1:]].sort_values("rr", ascending=False), key="computed", year=year)
        return Drawn(drawn, compute(screen.snapshot, drawn.selection))
    both = markup("{}<div>{}</div>", _cross(screen, categories), rules_in_words(screen, rules))
    st.html(markup('<div class="category-both">{}</div>', both))
    st.html(markup('<p class="category-sum">{}{}</p>', _summary(screen, categories), about_button(screen, "agreement")))
    show_list(screen, _differing(categories), key="differences", year=year)
    return Drawn(screen, compute(screen.snapshot, screen.selection))


def _differing(found: pd.DataFrame) -> pd.DataFrame:
    """The mahallas whose categories differ: the widest difference first, then the highest risk."""
    apart = found["category_computed"].map(GRAVITY).astype("float64") - found["category_official"].map(GRAVITY).astype(
        "float64"
    )
    rows = found.assign(apart=apart.abs())[found["shift"].isin([Shift.GRAVER, Shift.LIGHTER])]
    return rows.sort_values(["apart", "rr"], ascending=False)[COLUMNS]


def _sizes(screen: Screen, categories: pd.DataFrame) -> Markup:
    sizes = categories["category_computed"].value_counts()
    marks = joined(
        SIZE.format(badge(screen, category), wording.number(sizes.get(str(category), 0), screen.lang))
        for category in Category
    )
    return markup('<div class="category-sizes">{}{}</div>', marks, about_button(screen, "computed"))


def _summary(screen: Screen, found: pd.DataFrame) -> str:
    moves = found["shift"].value_counts()
    both = int(found["shift"].notna().sum())
    numbers = {str(one): int(moves.get(str(one), 0)) for one in Shift} | {"both": both, "without": len(found) - both}
    share = wording.number(100 * numbers["same"] / both if both else None, screen.lang)
    return screen.text(
        "categories.summary", share=share, **{name: wording.number(one, screen.lang) for name, one in numbers.items()}
    )


def _cross(screen: Screen, categories: pd.DataFrame) -> Markup:
    """Rows official, columns computed; above the diagonal the computed one is lighter, below it graver."""
    table = cross_table(categories["category_official"], categories["category_computed"])
    order = [str(category) for category in table.columns]
    rows = [
        (
            badge(screen, official),
            joined(_cell(screen, official, by_rule, number) for by_rule, number in zip(order, numbers, strict=True)),
        )
        for official, numbers in zip(order, table.to_numpy().tolist(), strict=True)
    ]
    corner = f"{screen.text('ranking.official')} ↓ · {screen.text('ranking.computed')} →"
    return cross(corner, (badge(screen, category) for category in order), rows)


def _cell(screen: Screen, official: str, by_rule: str, number: int) -> Markup:
    apart = GRAVITY[by_rule] - GRAVITY[official]
    kind, sign = ("graver", "▲") if apart > 0 else ("lighter", "▼") if apart < 0 else ("same", "")
    shown = wording.number(number, screen.lang)
    return markup('<td class="{}" title="{}">{} <i>{}</i></td>', kind, screen.text(f"shift.{kind}"), shown, sign)
