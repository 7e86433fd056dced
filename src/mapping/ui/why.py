"""The first lines of a mahalla's page: why it is what it is, each number with the way to where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterator

import streamlit as st

from mapping.measures.ownership import tier_asked, years_in_red
from mapping.model import wording
from mapping.model.markup import Markup, each, markup
from mapping.model.vocabulary import Category
from mapping.stats.categories import Measure, Rules
from mapping.ui.measure_words import word_of
from mapping.ui.state import Screen
from mapping.ui.told import Lead, told
from mapping.views.map.areas import row_of
from mapping.views.map.categories import by_rule, indicator_of, rules_in_force, years_by_rule
from mapping.views.oversight.factors import factors_under
from mapping.views.oversight.situation import situation
from mapping.views.oversight.tallies import categories_under


def show_why(screen: Screen) -> None:
    """Category, figures against the rule, main factor with its measures, owner: as far as each is known."""
    st.html(markup('<p class="why">{}</p>', each("<span>{}</span> ", why(screen))))


def why(screen: Screen) -> list[Markup]:
    """The sentences."""
    return [*_category(screen), *_figures(screen), *_factor(screen), *_owner(screen)]


def show_why_red(screen: Screen) -> None:
    """Beside the map, of a mahalla that is red: since when, and what the figures say; nothing of any other."""
    year = screen.selection.period.year
    if Category.RED in categories_under(screen.snapshot, screen.selection.area).get(year, ()):
        st.html(
            markup('<p class="why beside">{}</p>', each("<span>{}</span> ", [*_category(screen), *_figures(screen)]))
        )


def _category(screen: Screen) -> Iterator[Markup]:
    area, year = screen.selection.area, screen.selection.period.year
    years = int(years_in_red(screen.snapshot.categories(area), year).get(area, 0))
    if years:
        yield told(screen, "why.red" if years > 1 else "why.red_first", years=_years(screen, years))
        return
    for category in categories_under(screen.snapshot, area).get(year, ()):
        word = Lead(screen.text(f"category.{category}").lower(), 1, "categories")
        yield told(screen, "why.category", year=str(year), category=word)


def _years(screen: Screen, years: int) -> Lead:
    return Lead(wording.number(years, screen.lang), years, "categories", {"part": "red"})


def _figures(screen: Screen) -> Iterator[Markup]:
    """What the rule of categories looks at, and whether it says the same as the official category."""
    snapshot, area, year, lang = screen.snapshot, screen.selection.area, screen.selection.period.year, screen.lang
    rules = rules_in_force()
    if year not in years_by_rule(snapshot, rules):
        return
    row = row_of(by_rule(snapshot, year, rules), area)
    if math.isnan(row["rr"]) or not isinstance(row["category_computed"], str):
        return
    official = next(iter(categories_under(snapshot, area).get(year, ())), "")
    known = "same" if official == row["category_computed"] else "other"
    period, bound = rules.figures_year(year), _threshold(rules)
    there = {
        "value": "risk",
        "classes": "usual",
        "period": str(period),
        "indicator": indicator_of(snapshot, rules),
        "group": "all",
    }
    yield told(
        screen, f"why.figures_{known}", year=str(period),
        count=Lead(wording.number(row["count"], lang), row["count"], "map", {**there, "value": "count"}),
        expected=Lead(wording.figure("expected", row["expected"], lang), row["expected"], "map", there),
        risk=Lead(wording.figure("rr", row["rr"], lang), row["rr"], "certainty", {**there}),
        threshold=Lead(wording.figure("rr", bound, lang), bound, "categories", {"part": "what_if"}),
        category=screen.text(f"category.{row['category_computed']}").lower(),
    )  # fmt: skip


def _threshold(rules: Rules) -> float:
    """The lowest risk that the rules ask of a red mahalla; NaN where they ask for none."""
    asked = (
        condition.value
        for rule in rules.rules
        if rule.category is Category.RED
        for condition in rule.conditions
        if condition.measure is Measure.RISK
    )
    return next(asked, math.nan)


def _factor(screen: Screen) -> Iterator[Markup]:
    snapshot, area, quarter, lang = screen.snapshot, screen.selection.area, screen.selection.period.last, screen.lang
    factors = factors_under(snapshot, area, screen.selection.period.year, quarter)
    if factors.empty:
        return
    factor, row = str(factors.index[0]), factors.iloc[0]
    listed = {"m_factor": factor, "m_quarter": str(quarter)}
    counts = {name: int(row[name]) for name in ("cases", "asked", "overdue")}
    yield told(
        screen, "why.factor" if counts["asked"] else "why.factor_unanswered", year=str(factors.attrs["year"]),
        quarter=wording.quarter(quarter, lang), factor=word_of(screen, "factor", factor),
        cases=Lead(wording.number(counts["cases"], lang), counts["cases"], "factors", {"factor": factor}),
        asked=Lead(wording.number(counts["asked"], lang), counts["asked"], "measures", {**listed, "m_state": "asked"}),
        overdue=Lead(wording.number(counts["overdue"], lang), counts["overdue"], "measures", {**listed, "m_state": "overdue"}),
    )  # fmt: skip


def _owner(screen: Screen) -> Iterator[Markup]:
    area, now = screen.selection.area, situation(screen.snapshot, screen.selection.period.last)
    asked = tier_asked(int(now.red_years.get(area, 0)), now.tiers)
    if asked is None:
        return
    ranks = now.owners.loc[now.owners["area"] == area, "rank"]
    assigned = "assigned" if len(ranks) and int(ranks.max()) >= asked.rank else "not_assigned"
    there = Lead(screen.text(f"why.{assigned}"), 1, "gaps")
    yield told(screen, "why.owner", tier=screen.text(f"tier.{asked.code}"), assigned=there)
