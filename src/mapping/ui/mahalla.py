"""The page of one mahalla."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st
from markupsafe import Markup

from mapping.model import wording
from mapping.model.levels import Level, level_of, lineage
from mapping.model.locale import Lang, name_column
from mapping.model.vocabulary import Group
from mapping.ui.about import about_button
from mapping.ui.area_card import badge
from mapping.ui.download import show_download
from mapping.ui.execution.answers import show_answers
from mapping.ui.execution.measure_detail import show_detail
from mapping.ui.execution.timeline import show_timeline
from mapping.ui.figures_row import show_figures
from mapping.ui.links import go_to
from mapping.ui.measure_list import export_frame, show_tally
from mapping.ui.measure_rows import listing, show_rows
from mapping.ui.measure_words import word_of
from mapping.ui.state import Screen
from mapping.ui.trend import show_trend
from mapping.views.map.areas import area_figure
from mapping.views.oversight.situation import measures_under


def show_mahalla(screen: Screen) -> None:
    """Names, figures, people, categories, trends, factors, posts, who answers, and the measures quarter by quarter."""
    if level_of(screen.selection.area) is not Level.MAHALLA:
        st.info(screen.text("panel.choose"), icon=":material/location_on:")
        go_to(screen, "map", "panel.back_to_map", primary=True)
        return
    _show_title(screen)
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
            Markup(
                '<div class="mahalla-title" data-area-code="{area}"><h1>{area_name}</h1>{badge}'
                "<span>{within}</span><span>{code} {area}</span>"
                "<span>{others}</span></div>"
            ).format(
                area=area,
                area_name=screen.area_name(area),
                badge=badge(screen, area),
                within=within,
                code=screen.text("panel.code"),
                others=" · ".join(others),
            )
        )
        go_to(screen, "map", "panel.back_to_map")


def _panel(title: str, content: str, about: str = "") -> None:
    """A titled part of the page; `about` is the button that tells what its figures are."""
    st.html(
        Markup('<section class="panel"><h2 class="panel-title">{}{}</h2>{}</section>').format(title, about, content)
    )


def _table(rows: Iterable[tuple[str, ...]], head: tuple[str, ...] = ()) -> Markup:
    """A small table; the first column names, the others are numbers or words."""
    header = (
        Markup("<thead><tr>{}</tr></thead>").format(Markup().join(Markup("<th>{}</th>").format(cell) for cell in head))
        if head
        else ""
    )
    body = Markup().join(
        Markup("<tr>{}</tr>").format(Markup().join(Markup("<td>{}</td>").format(cell) for cell in row)) for row in rows
    )
    return Markup('<table class="facts">{}<tbody>{}</tbody></table>').format(header, body)


def _show_people(screen: Screen) -> None:
    year, area = screen.selection.period.year, screen.selection.area
    rows = []
    for group in Group:
        people = float(screen.snapshot.population(year, group, area).iloc[0])
        written = screen.text("panel.not_known") if pd.isna(people) else wording.number(people, screen.lang)
        rows.append((screen.text(f"group.{group}"), written))
    _panel(f"{screen.text('panel.population')}, {year}", _table(rows), about_button(screen, "people"))


def _show_categories(screen: Screen) -> None:
    given = screen.snapshot.categories(screen.selection.area)
    if given.empty:
        _panel(screen.text("category.years"), Markup("<p>{}</p>").format(screen.text("category.none")))
        return
    marks = Markup().join(
        Markup('<span class="badge badge-{}"><b>{}</b>{}</span>').format(
            category, screen.text(f"category.{category}_letter"), year
        )
        for category, year in zip(given["category"], given["year"], strict=True)
    )
    _panel(
        screen.text("category.years"),
        Markup('<div class="badges">{}</div>').format(marks),
        about_button(screen, "category"),
    )


def _show_factors(screen: Screen) -> None:
    found = screen.snapshot.factors(screen.selection.area)
    nothing = Markup("<p>{}</p>").format(screen.text("panel.no_factors"))
    if found.empty:
        _panel(screen.text("panel.factors", year=screen.selection.period.year), nothing)
        return
    year = min(screen.selection.period.year, int(found["year"].max()))
    here = found[found["year"] == year].sort_values("cases", ascending=False)
    most = max(1, int(here["cases"].max())) if len(here) else 1
    rows = Markup().join(
        Markup('<li><span>{}</span><b>{}</b><i style="width:{:.0f}%"></i></li>').format(
            word_of(screen, "factor", factor), cases, 100 * cases / most
        )
        for factor, cases in zip(here["factor"], here["cases"], strict=True)
    )
    content = Markup('<ul class="bars">{}</ul>').format(rows) if rows else nothing
    _panel(screen.text("panel.factors", year=year), content, about_button(screen, "factors"))


def _show_posts(screen: Screen) -> None:
    assigned = screen.snapshot.assignments([screen.selection.area])
    pairs = zip(assigned["agency"], assigned["post"], strict=True)
    rows = [(word_of(screen, "agency", agency), word_of(screen, "post", post)) for agency, post in pairs]
    content = _table(rows) if rows else Markup("<p>{}</p>").format(screen.text("panel.no_posts"))
    _panel(screen.text("panel.posts"), content, about_button(screen, "assigned"))


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
    _panel(
        f"{screen.text('panel.indicators')} · {wording.period(screen.selection.period, screen.lang)}",
        _table(indicator_rows(screen), head),
        about_button(screen, "rate"),
    )


def _show_measures(screen: Screen) -> None:
    """All of the mahalla's measures, of every quarter."""
    area = screen.selection.area
    measures = measures_under(screen.snapshot, area)
    shown = listing(screen, measures, key="mahalla", subject=area)
    with st.container(key="measures_title", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(Markup('<h2 class="panel-title">{}</h2>').format(screen.text("panel.measures")))
        if len(measures):
            show_download(
                screen,
                lambda: export_frame(screen, shown.whole),
                rows=len(shown.found),
                key="mahalla",
                subject="measures",
                period="all",
            )
    if measures.empty:
        st.info(screen.text("panel.no_measures"))
        return
    show_tally(screen, shown.found)
    show_rows(screen, shown, show_detail)
