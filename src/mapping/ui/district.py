"""The page of one district: its passport, on one sheet of paper as well."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from mapping.measures.progress import State
from mapping.measures.rollup import By, roll_up
from mapping.model import wording
from mapping.model.levels import Level
from mapping.model.markup import Markup, each, joined, markup
from mapping.model.vocabulary import Category
from mapping.stats.change import Change
from mapping.ui.figures_row import show_figures
from mapping.ui.links import along, go_to, page_path
from mapping.ui.measure_filter import MeasureFilter, to_measures
from mapping.ui.measure_words import word_of
from mapping.ui.panels import panel, table
from mapping.ui.small_map import show_district_map
from mapping.ui.state import Screen, apart
from mapping.ui.trend import show_trend
from mapping.views.briefing.brief import Attention, attention
from mapping.views.briefing.words import attention_sentence
from mapping.views.map.areas import change_figures
from mapping.views.oversight.factors import factors_under
from mapping.views.oversight.situation import gaps_under, measures_under
from mapping.views.oversight.tallies import categories_under

TITLE = Markup(
    '<div class="mahalla-title" data-area-code="{area}"><h1>{name}</h1><span>{within}</span><span>{code} {area}</span></div>'
)
PLACE = Markup('<li><a data-page="mahalla" {}>{}</a><span>{}</span></li>')
NUMBER = Markup('<a data-page="{}" {}>{}</a>')
BAR = Markup('<li><span>{}</span><b>{}</b><i style="width:{:.0f}%"></i></li>')
MOST_IMPROVED, MOST_FACTORS = 3, 6


def show_district(screen: Screen) -> None:
    """Figures, map and trend; worst and most improved mahallas and why; factors, sectors, gaps; who is assigned, by agency."""
    with st.container(key="district"):
        _show_title(screen)
        show_figures(screen)
        place, mahallas, execution = st.columns([0.3, 0.36, 0.34], gap="medium")
        with place:
            show_district_map(screen)
            show_trend(screen, screen.selection.area)
            _show(screen, "category.years", _categories(screen), "category")
        with mahallas:
            _show(screen, "district.worst", _worst(screen))
            _show(screen, "district.improved", _improved(screen), "change_year")
            _show_factors(screen)
        with execution:
            _show(screen, "district.sectors", _sectors(screen), "overdue")
            _show(screen, "district.gaps", _gaps(screen), "gaps")
            _show(screen, "district.posts", _posts(screen), "assigned")


def _show_title(screen: Screen) -> None:
    area = screen.selection.area
    with st.container(key="mahalla_title", horizontal=True, vertical_alignment="center", gap="small"):
        within = screen.area_name(screen.snapshot.region)
        st.html(TITLE.format(area=area, name=screen.area_name(area), within=within, code=screen.text("panel.code")))
        go_to(screen, "map", "panel.back_to_map")
        go_to(screen, "measures", "panel.open_measures")


def _show(screen: Screen, title: str, content: Markup, about: str = "") -> None:
    st.html(panel(screen, screen.text(title), content, about))


def _none(screen: Screen, key: str) -> Markup:
    return markup("<p>{}</p>", screen.text(key))


def _linked(screen: Screen, number: int, page: str, **view: str) -> Markup:
    """A number that leads to its list; as it is where there is nothing to list."""
    written = wording.number(number, screen.lang)
    return NUMBER.format(page, along(page_path(page), view), written) if number else markup("{}", written)


def _categories(screen: Screen) -> Markup:
    """How many mahallas are in each category, by year."""
    given = categories_under(screen.snapshot, screen.selection.area)
    if not given:
        return _none(screen, "category.none")
    head = ("", *(screen.text(f"category.{one}") for one in Category))
    rows = [(year, *(given[year][one] for one in Category)) for year in sorted(given)]
    return table(rows, head)


def _worst(screen: Screen) -> Markup:
    selection = screen.selection
    found = attention(screen.snapshot, selection.area, selection.indicator, selection.group, selection.period)
    lines = [_place(screen, one.area, _why(screen, one)) for one in found]
    return markup('<ol class="places">{}</ol>', joined(lines)) if lines else _none(screen, "district.none_worst")


def _why(screen: Screen, one: Attention) -> Markup:
    """Why a mahalla needs attention; what is said of its overdue measures leads to them."""
    sentence = attention_sentence(one, screen.lang)
    told = screen.text("attention.overdue", overdue=wording.number(one.overdue, screen.lang))
    at = sentence.lower().find(told.lower())
    if at < 0:
        return markup("{}", sentence)
    only = MeasureFilter(str(screen.selection.period.last), State.OVERDUE.value)
    end = at + len(told)
    return markup("{}{}{}", sentence[:at], to_measures(screen, sentence[at:end], only, area=one.area), sentence[end:])


def _improved(screen: Screen) -> Markup:
    """The mahallas whose rate fell by more than chance explains, the most first."""
    selection, lang = screen.selection, screen.lang
    chosen = screen.snapshot, selection.indicator, selection.group, selection.period, selection.period.year_before
    changed = change_figures(*chosen, Level.MAHALLA)
    here = changed.loc[changed.index.intersection(screen.snapshot.mahallas_of(selection.area))]
    fell = here[here["label"] == Change.FELL].sort_values("value").head(MOST_IMPROVED)
    lines = [
        _place(
            screen,
            str(code),
            screen.text("district.fell", before=wording.number(before, lang), count=wording.number(count, lang)),
        )
        for code, before, count in fell[["count_before", "count"]].itertuples(name=None)
    ]
    return markup('<ol class="places">{}</ol>', joined(lines)) if lines else _none(screen, "district.none_improved")


def _place(screen: Screen, code: str, sentence: str) -> Markup:
    return PLACE.format(
        along(page_path("mahalla"), apart(replace(screen.selection, area=code))), screen.area_name(code), sentence
    )


def _show_factors(screen: Screen) -> None:
    selection = screen.selection
    found = factors_under(screen.snapshot, selection.area, selection.period.year, selection.period.last).head(
        MOST_FACTORS
    )
    most = int(found["cases"].max()) if len(found) else 1
    bars = joined(
        BAR.format(word_of(screen, "factor", str(factor)), wording.number(cases, screen.lang), 100 * cases / most)
        for factor, cases in found["cases"].items()
    )
    content = markup('<ul class="bars">{}</ul>', bars) if bars else _none(screen, "panel.no_factors")
    st.html(panel(screen, screen.text("panel.factors", year=found.attrs["year"]), content, "factors"))


def _sectors(screen: Screen) -> Markup:
    """Of each sector's measures of the quarter how many are asked for, done, overdue."""
    area, quarter = screen.selection.area, str(screen.selection.period.last)
    measures = measures_under(screen.snapshot, area, quarter).dropna(subset=["sector"])
    if measures.empty:
        return _none(screen, "panel.no_measures")
    counts = roll_up(measures, By.SECTOR)
    states = ("asked", "done", State.OVERDUE.value)

    def listed(sector: str, state: str) -> str:
        number = int(counts[state].to_dict()[sector])
        words = wording.number(number, screen.lang)
        return to_measures(screen, words, MeasureFilter(quarter, state, sector)) if number else words

    rows = [
        (word_of(screen, "sector", sector), *(listed(sector, state) for state in states)) for sector in counts.index
    ]
    return table(rows, ("", *(screen.text(f"district.{name}") for name in ("asked", "done", "overdue"))))


def _gaps(screen: Screen) -> Markup:
    quarter = screen.selection.period.last
    counts = gaps_under(screen.snapshot, screen.selection.area, quarter)["rule"].value_counts()
    if counts.empty:
        return _none(screen, "gap.none")
    return table(
        (
            screen.text(f"gap.{rule}"),
            _linked(
                screen, int(count), "gaps", x_quarter=str(quarter), x_row=screen.selection.area, x_column=str(rule)
            ),
        )
        for rule, count in counts.items()
    )


def _posts(screen: Screen) -> Markup:
    """The posts assigned to the district itself, by agency; and to how many of its mahallas somebody is assigned."""
    area, snapshot = screen.selection.area, screen.snapshot
    assigned = snapshot.assignments([area])
    agencies: dict[str, list[str]] = {}
    for agency, post in zip(assigned["agency"], assigned["post"], strict=True):
        agencies.setdefault(word_of(screen, "agency", agency), []).append(word_of(screen, "post", post))
    rows = [(agency, each("<div>{}</div>", posts)) for agency, posts in agencies.items()]
    content = table(rows) if rows else _none(screen, "panel.no_posts")
    mahallas = snapshot.mahallas_of(area)
    covered = pd.Index(snapshot.assignments(mahallas)["area"]).nunique()
    note = screen.text("district.covered", count=int(covered), total=len(mahallas))
    return markup('{}<p class="note">{}</p>', content, note)
