"""Years in red in a row, officially and by rule: who must own a mahalla depends on them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from mapping.measures.ownership import tiers
from mapping.model import wording
from mapping.model.markup import Markup, each, markup
from mapping.model.selection import ClassRule, Value
from mapping.stats.categories import Rules
from mapping.ui.about import about_button
from mapping.ui.categories.drawn import Drawn
from mapping.ui.categories.listing import listed_codes, show_list
from mapping.ui.categories.rule_words import cross
from mapping.ui.state import Screen
from mapping.views.map.categories import compared, red_years, years_by_rule
from mapping.views.map.view import compute


def show_red(screen: Screen, rules: Rules, year: int) -> Drawn:
    """How many mahallas have been red for how long, and which; the map shows the year's categories."""
    codes = listed_codes(screen)
    in_red = red_years(screen.snapshot, year, rules).loc[codes]
    given = compared(screen.snapshot, year, rules).loc[codes, ["category_official", "category_computed", "count", "rr"]]
    red = in_red[(in_red > 0).any(axis=1)].join(given)
    known = _known(screen, rules, year)
    st.html(_table(screen, in_red, known))
    spans = {
        side: f"{years[0]}{wording.EN_DASH}{years[-1]}" if years else wording.NOTHING for side, years in known.items()
    }
    st.html(markup('<p class="category-note">{}</p>', screen.text("categories.known", **spans)))
    longest = red.sort_values(["years_official", "years_computed", "rr"], ascending=False)
    show_list(screen, longest, key="red", year=year)
    is_official = year in screen.snapshot.years_with_categories
    shown = (
        replace(screen.selection, classes=ClassRule.CATEGORY)
        if is_official
        else screen.selection.showing(Value.COMPUTED)
    )
    return Drawn(Screen(screen.snapshot, shown), compute(screen.snapshot, shown))


def _table(screen: Screen, in_red: pd.DataFrame, known: dict[str, list[int]]) -> Markup:
    """Rows official and computed; columns the years from which the ownership rules ask for a higher tier.

    A dash where fewer years are known: nobody can tell.
    """
    bounds = sorted({tier.red_years for tier in tiers()})
    rows = [
        (
            screen.text(f"ranking.{side}"),
            each("<td>{}</td>", (_longer(screen, in_red[f"years_{side}"], bound, len(years)) for bound in bounds)),
        )
        for side, years in known.items()
    ]
    caption = markup("{}{}", screen.text("categories.red_caption"), about_button(screen, "owner"))
    return cross("", (screen.text("categories.years_from", years=bound) for bound in bounds), rows, caption)


def _longer(screen: Screen, years: pd.Series, bound: int, known: int) -> str:
    return wording.number((years >= bound).sum() if bound <= known else None, screen.lang)


def _known(screen: Screen, rules: Rules, year: int) -> dict[str, list[int]]:
    """The years up to this one with each kind of category: a row of years cannot be longer."""
    years = {"official": screen.snapshot.years_with_categories, "computed": years_by_rule(screen.snapshot, rules)}
    return {side: [one for one in listed if one <= year] for side, listed in years.items()}
