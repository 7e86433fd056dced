"""The figures of the area looked at, in one row: each with what is needed to judge it, and an (i) that tells what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.markup import Markup, each, joined, markup
from mapping.model.periods import Period
from mapping.model.selection import Value
from mapping.model.vocabulary import Category
from mapping.ui.about import about_button
from mapping.ui.kinds import verdict
from mapping.ui.links import along, page_path
from mapping.ui.measure_filter import MeasureFilter, to_measures
from mapping.ui.state import Screen, apart
from mapping.views.briefing.words import cancelled_beside, shown_or_hidden
from mapping.views.map.absence import risk_lacks
from mapping.views.map.areas import area_change, area_figure, area_risk, differing, rate_is_hidden
from mapping.views.oversight.tallies import categories_under, counted_under

CARD = Markup(
    '<div class="figure {}"><div class="label"><span>{}</span>{}</div>'
    '<div class="number">{}</div><div class="notes">{}</div></div>'
)
LEADS = Markup('<a class="leads" data-page="{}" {}>{}</a>')


@dataclass(frozen=True)
class Figure:
    """A number or an answer on the screen: what it is, the number, what qualifies it, and its tone (a CSS class).

    `about` is its key in `mapping.views.map.about`; `leads` the page with the list or the map behind it, and what that page's
    link says otherwise than this one.
    """

    about: str
    label: str
    number: str
    notes: tuple[str, ...] = ()
    tone: str = ""
    leads: tuple[str, Mapping[str, str]] | None = None


def show_figures(screen: Screen) -> None:
    """Count, rate, risk, changes, red mahallas, measures done and overdue of the selected area."""
    show_cards(screen, [*_counts(screen), _risk(screen), *_changes(screen), *_category(screen), *_measures(screen)])


def show_cards(screen: Screen, figures: Iterable[Figure], *, kind: str = "figures") -> None:
    """The figures as cards, each as wide as its neighbours; `kind` are CSS classes of the row."""
    st.html(markup('<div class="{}">{}</div>', kind, joined(_card(screen, figure) for figure in figures)))


def _card(screen: Screen, figure: Figure) -> Markup:
    notes = each("<span>{}</span>", filter(None, figure.notes))
    number: str = figure.number
    if figure.leads:
        page, view = figure.leads
        number = LEADS.format(page, along(page_path(page), view), figure.number)
    return CARD.format(figure.tone, figure.label, about_button(screen, figure.about), number, notes)


def _on_map(screen: Screen, value: Value) -> tuple[str, Mapping[str, str]]:
    """The map of another value of the same area."""
    return "map", apart(screen.selection.showing(value))


def _counts(screen: Screen) -> list[Figure]:
    selection, lang = screen.selection, screen.lang
    row = area_figure(screen.snapshot, selection.indicator, selection.group, selection.period, selection.area)
    return [
        Figure(
            "count",
            screen.text("figure.count"),
            written_count(screen, row),
            (missing_note(screen, row),),
            leads=_on_map(screen, Value.COUNT),
        ),
        Figure(
            "rate",
            screen.text("figure.rate"),
            shown_or_hidden("rate", row["rate"], rate_is_hidden(row), lang),
            (_interval(screen, "rate", row), _people(screen, row["people"])),
            leads=_on_map(screen, Value.RATE),
        ),
    ]


def _risk(screen: Screen) -> Figure:
    """The area's risk among all of its level; of a region, which is its own measure, how many mahallas differ."""
    selection, lang = screen.selection, screen.lang
    chosen = (screen.snapshot, selection.indicator, selection.group, selection.period)
    if level_of(selection.area) is Level.REGION:
        above, below, total = differing(*chosen)
        if total == 0:
            return Figure("raised", screen.text("figure.raised"), wording.NOTHING, (_why_no_risk(screen),))
        notes = (
            screen.text("figure.of", total=wording.number(total, lang)),
            screen.text("figure.raised_note", below=wording.number(below, lang)),
        )
        return Figure(
            "raised", screen.text("figure.raised"), wording.number(above, lang), notes, leads=("certainty", {})
        )
    row = area_risk(*chosen, selection.area)
    if pd.isna(row["rr"]):
        return Figure("risk", screen.text("figure.risk"), wording.NOTHING, (_why_no_risk(screen),))
    chance = row.get("p_raised", np.nan)
    return Figure(
        "risk",
        screen.text("figure.risk"),
        wording.figure("rr", row["rr"], lang),
        (
            _interval(screen, "rr", row),
            screen.text("figure.probability", share=wording.share(chance, lang)) if chance == chance else "",  # noqa: PLR0124
        ),
        tone="cannot_tell" if verdict(row) == "unsure" else "",
        leads=("certainty", {}),
    )


def _why_no_risk(screen: Screen) -> str:
    return screen.text(risk_lacks(screen.snapshot, screen.selection))


def written_count(screen: Screen, row: dict[str, Any]) -> str:
    """A count as a number, or that it is hidden."""
    return screen.text("hidden.word") if row.get("hidden") else wording.number(row["count"], screen.lang)


def missing_note(screen: Screen, row: dict[str, Any]) -> str:
    """Why a figure is hidden or how much of it is missing, in words; empty when nothing is."""
    if row.get("hidden"):
        return screen.text("hidden.note", k=screen.snapshot.smallest)
    if row.get("without_figure", 0) > 0:
        return screen.text("figure.without", count=wording.number(row["without_figure"], screen.lang))
    if row.get("quarters_missing", 0) > 0:
        return screen.text("figure.incomplete", count=wording.number(row["quarters_missing"], screen.lang))
    return ""


def _people(screen: Screen, people: float) -> str:
    if pd.isna(people) or people <= 0:
        return screen.text("figure.no_people")
    return screen.text("figure.people", people=wording.number(people, screen.lang))


def _interval(screen: Screen, name: str, row: dict[str, Any]) -> str:
    written = wording.interval(name, row[f"{name}_lo"], row[f"{name}_hi"], screen.lang)
    return f"{wording.per_cent(95, screen.lang)}: {written}" if written else ""


def _changes(screen: Screen) -> list[Figure]:
    period = screen.selection.period
    figures = [_change(screen, "change", period.previous)]
    if period.year_before != period.previous:
        figures.append(_change(screen, "change_year", period.year_before))
    return figures


def _change(screen: Screen, about: str, before: Period) -> Figure:
    selection, lang = screen.selection, screen.lang
    row = area_change(screen.snapshot, selection.indicator, selection.group, selection.period, before, selection.area)
    if pd.isna(row["difference"]):
        hidden = any(
            area_figure(screen.snapshot, selection.indicator, selection.group, one, selection.area).get("hidden")
            for one in (selection.period, before)
        )
        why = screen.text("hidden.legend" if hidden else "figure.no_before")
        return Figure(about, screen.text(f"figure.{about}"), wording.NOTHING, (why,))
    verdict = screen.text(f"change.{row['label']}_short") if row["label"] else ""
    counts = row["count_before"], row["count_now"]
    # Without people there is no rate, but there are the counts.
    number = wording.from_to(*counts, lang) if np.isnan(row["ratio"]) else wording.change(*counts, row["ratio"], lang)
    was = "" if "→" in number else screen.text("figure.was", count=wording.number(row["count_before"], lang))
    return Figure(
        about,
        screen.text(f"figure.{about}"),
        number,
        (verdict, was),
        tone=str(row["label"]),
        leads=_on_map(screen, Value(about)),
    )


def _category(screen: Screen) -> list[Figure]:
    """The category of a mahalla, how many are red of a larger area; nothing where no mahalla was ever given one."""
    if screen.snapshot.categories(screen.snapshot.region).empty:
        return []
    selection = screen.selection
    year = selection.period.year
    given = categories_under(screen.snapshot, selection.area).get(year, Counter())
    if level_of(selection.area) is Level.MAHALLA:
        label = screen.text("figure.category", year=year)
        if not given:
            return [Figure("category", label, screen.text("category.none"))]
        (own,) = given
        word = screen.text(f"category.{own}")
        return [Figure("category", label, word, tone=f"category-{own}", leads=("categories", {}))]
    label, total = screen.text("figure.red", year=year), wording.number(sum(given.values()), screen.lang)
    if not given:
        return [Figure("red", label, wording.NOTHING, (screen.text("category.none"),))]
    red = wording.number(given[Category.RED], screen.lang)
    of = screen.text("figure.of", total=total)
    return [Figure("red", label, red, (of,), leads=("categories", {"part": "red"}))]


def _measures(screen: Screen) -> list[Figure]:
    quarter = screen.selection.period.last
    measures = counted_under(screen.snapshot, screen.selection.area, quarter)
    total = wording.number(measures.asked, screen.lang)

    def listed(state: str, number: int, words: str) -> str:
        return to_measures(screen, words, MeasureFilter(quarter=str(quarter), state=state)) if number else words

    of = screen.text("figure.of", total=total) if measures.asked else screen.text("figure.none")
    beside = cancelled_beside(measures.cancelled, screen.lang)
    notes = (
        listed("asked", measures.asked, of),
        listed("cancelled", measures.cancelled, beside),
        wording.quarter(quarter, screen.lang),
    )
    tone = "bad" if measures.overdue else ""
    done, overdue = (
        listed(name, number, wording.number(number, screen.lang))
        for name, number in (("done", measures.done), ("overdue", measures.overdue))
    )
    return [
        Figure("done", screen.text("figure.done"), done, notes),
        Figure("overdue", screen.text("figure.overdue"), overdue, notes, tone),
    ]
