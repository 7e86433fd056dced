"""The page of one mahalla; of a district, its own."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.model import wording
from mapping.model.levels import Level, level_of, lineage
from mapping.model.locale import Lang, name_column
from mapping.model.markup import Markup, joined, markup
from mapping.model.vocabulary import Group
from mapping.ui.area_card import own_category
from mapping.ui.district import show_district
from mapping.ui.download import show_download
from mapping.ui.execution.answers import show_answers
from mapping.ui.execution.measure_detail import show_detail
from mapping.ui.execution.timeline import show_timeline
from mapping.ui.figures_row import show_figures
from mapping.ui.links import go_to
from mapping.ui.measure_filter import MeasureFilter
from mapping.ui.measure_list import export_frame, filters_of, show_tally
from mapping.ui.measure_rows import listing, show_rows
from mapping.ui.measure_words import word_of
from mapping.ui.panels import heading, panel, table
from mapping.ui.small_map import show_locator
from mapping.ui.state import Screen
from mapping.ui.trend import show_trend
from mapping.ui.why import show_why
from mapping.views.map.areas import area_figure
from mapping.views.oversight.situation import measures_under

TITLE = Markup(
    '<div class="mahalla-title" data-area-code="{area}"><h1>{name}</h1>{badge}'
    "<span>{within}</span><span>{code} {area}</span><span>{others}</span></div>"
)
BADGE = Markup('<span class="badge badge-{}"><b>{}</b>{}</span>')
BAR = Markup('<li><span>{}</span><b>{}</b><i style="width:{:.0f}%"></i></li>')


def show_mahalla(screen: Screen) -> None:
    """Names, figures, people, categories, trends, factors, posts, who answers, and the measures quarter by quarter."""
    level = level_of(screen.selection.area)
    if level is Level.DISTRICT:
        show_district(screen)
        return
    if level is Level.REGION:
        st.info(screen.text("panel.choose"), icon=":material/location_on:")
        go_to(screen, "map", "panel.back_to_map", primary=True)
        return
    _show_title(screen)
    reason, place = st.columns([0.86, 0.14], gap="small")
    with reason:
        show_why(screen)
    with place:
        show_locator(screen)
    show_figures(screen)
    story, answers, numbers = st.columns([0.32, 0.32, 0.36], gap="medium")
    with story:
        show_trend(screen, screen.selection.area)
        _show_people(screen)
        _show_categories(screen)
    with answers:
        _show_factors(screen)
        _show_posts(screen)
    with numbers:
        _show_indicators(screen)
    show_answers(screen)
    show_timeline(screen)
    _show_measures(screen)


def _show_title(screen: Screen) -> None:
    area = screen.selection.area
    areas = screen.snapshot.areas
    names = dict.fromkeys(str(areas.at[area, name_column(lang)]) for lang in Lang)
    others = [name for name in names if name != screen.area_name(area)]
    within = ", ".join(screen.area_name(code) for code in reversed(lineage(area)[:-1]))
    with st.container(key="mahalla_title", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            TITLE.format(
                area=area,
                name=screen.area_name(area),
                badge=own_category(screen, area),
                within=within,
                code=screen.text("panel.code"),
                others=" · ".join(others),
            )
        )
        go_to(screen, "map", "panel.back_to_map")


def _show(screen: Screen, title: str, content: Markup, about: str = "") -> None:
    st.html(panel(screen, title, content, about))


def _show_people(screen: Screen) -> None:
    year, area = screen.selection.period.year, screen.selection.area
    rows = []
    for group in Group:
        people = float(screen.snapshot.population(year, group, area).iloc[0])
        written = screen.text("panel.not_known") if pd.isna(people) else wording.number(people, screen.lang)
        rows.append((screen.text(f"group.{group}"), written))
    _show(screen, f"{screen.text('panel.population')}, {year}", table(rows), "people")


def _show_categories(screen: Screen) -> None:
    given = screen.snapshot.categories(screen.selection.area)
    if given.empty:
        _show(screen, screen.text("category.years"), markup("<p>{}</p>", screen.text("category.none")))
        return
    marks = joined(
        BADGE.format(category, screen.text(f"category.{category}_letter"), year)
        for category, year in zip(given["category"], given["year"], strict=True)
    )
    _show(screen, screen.text("category.years"), markup('<div class="badges">{}</div>', marks), "category")


def _show_factors(screen: Screen) -> None:
    factors = screen.snapshot.factors(screen.selection.area)
    nothing = markup("<p>{}</p>", screen.text("panel.no_factors"))
    if factors.empty:
        _show(screen, screen.text("panel.factors", year=screen.selection.period.year), nothing)
        return
    year = min(screen.selection.period.year, int(factors["year"].max()))
    here = factors[factors["year"] == year].sort_values("cases", ascending=False)
    most = max(1, int(here["cases"].max())) if len(here) else 1
    rows = joined(
        BAR.format(word_of(screen, "factor", factor), cases, 100 * cases / most)
        for factor, cases in zip(here["factor"], here["cases"], strict=True)
    )
    content = markup('<ul class="bars">{}</ul>', rows) if rows else nothing
    _show(screen, screen.text("panel.factors", year=year), content, "factors")


def _show_posts(screen: Screen) -> None:
    assigned = screen.snapshot.assignments([screen.selection.area])
    pairs = zip(assigned["agency"], assigned["post"], strict=True)
    rows = [(word_of(screen, "agency", agency), word_of(screen, "post", post)) for agency, post in pairs]
    content = table(rows) if rows else markup("<p>{}</p>", screen.text("panel.no_posts"))
    _show(screen, screen.text("panel.posts"), content, "assigned")


def indicator_rows(screen: Screen) -> list[tuple[str, str, str, str]]:
    """Every indicator of the mahalla over the period: name, count and rate with interval."""
    selection, lang = screen.selection, screen.lang
    rows = []
    for code in screen.snapshot.indicators.index:
        row = area_figure(screen.snapshot, code, Group.ALL, selection.period, selection.area)
        rows.append(
            (
                screen.indicator_name(code),
                wording.number(row["count"], lang),
                wording.figure("rate", row["rate"], lang),
                wording.interval("rate", row["rate_lo"], row["rate_hi"], lang) or wording.NOTHING,
            )
        )
    return rows


def _show_indicators(screen: Screen) -> None:
    head = ("", screen.text("map.count"), screen.text("map.rate"), screen.text("map.interval"))
    title = f"{screen.text('panel.indicators')} · {wording.period(screen.selection.period, screen.lang)}"
    _show(screen, title, table(indicator_rows(screen), head), "rate")


def _show_measures(screen: Screen) -> None:
    """All of the mahalla's measures, of every quarter."""
    area = screen.selection.area
    measures = measures_under(screen.snapshot, area)
    shown = listing(screen, measures, key="mahalla", subject=area)
    with st.container(key="measures_title", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(heading(screen, screen.text("panel.measures")))
        if len(measures):
            show_download(
                screen, lambda: export_frame(screen, shown.whole), rows=len(shown.found), key="mahalla", subject="measures", period="all",
                filters=filters_of(screen, MeasureFilter(), shown.look),
            )  # fmt: skip
    if measures.empty:
        st.info(screen.text("panel.no_measures"))
        return
    show_tally(screen, shown.found, MeasureFilter(), text=shown.look.text)
    show_rows(screen, shown, show_detail)
