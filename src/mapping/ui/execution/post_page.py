"""Post: everything that one post answers for, on one page to print."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from mapping.measures.progress import ASKED, DONE, State
from mapping.measures.rollup import By, roll_up
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.markup import Markup, joined, markup
from mapping.model.periods import Quarter
from mapping.model.vocabulary import SevenMember
from mapping.ui.components import component
from mapping.ui.controls import choose
from mapping.ui.download import show_download
from mapping.ui.execution.choice import Choice, choose_quarter, keep, load_choice, quarter_of
from mapping.ui.execution.gap_words import gap_line
from mapping.ui.execution.matrix import short_name
from mapping.ui.execution.measure_detail import show_detail
from mapping.ui.measure_filter import MeasureFilter, to_measures
from mapping.ui.measure_list import export_frame, show_tally
from mapping.ui.measure_rows import listing, show_rows
from mapping.ui.measure_words import word_of
from mapping.ui.panels import heading, load_style, panel, table
from mapping.ui.state import Screen
from mapping.views.oversight.duties import Duties, duties, posts
from mapping.views.oversight.situation import gaps_under, situation

OPEN = tuple(state for state in ASKED if state not in DONE)
BADGE = Markup('<span class="badge {}">{}{}</span>')


def show_post(screen: Screen) -> dict[str, str]:
    """The post, its tally, its areas, its open measures with the overdue first, and the gaps there."""
    load_style("execution")
    choice = load_choice()
    offered = posts(screen.snapshot)
    post = choice.post if choice.post in offered else next(iter(offered))
    quarter = quarter_of(screen, choice) if choice.quarter else ""
    area = screen.selection.area
    with st.container(key="post_controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(key="c_post"):
            choose(
                screen.text("measure.post"), list(offered), post, key="w_x_post",
                words=lambda code: post_name(screen, code), then=lambda code: keep(post=code),
            )  # fmt: skip
        choose_quarter(screen, quarter, with_all=True)
        owed = duties(screen.snapshot, post, area, quarter)
        show_download(
            screen, lambda: export_frame(screen, owed.measures), rows=len(owed.measures), key="post", subject=post, period=quarter or "all",
        )  # fmt: skip
        component("print")(key="print", data={"label": screen.text("execution.print")})
    _show_title(screen, post, quarter)
    show_tally(screen, owed.measures, MeasureFilter(quarter=quarter, post=post))
    with st.container(key="post_body"):
        left, right = st.columns([0.64, 0.36], gap="medium")
    with left:
        _show_open(screen, owed.measures, (post, area, quarter))
    with right:
        st.html(
            _areas(screen, owed, MeasureFilter(quarter=quarter, post=post))
            + _mahallas(screen, owed, quarter)
            + _gaps(screen, owed, quarter)
        )
    return Choice(quarter=choice.quarter, post=post).to_query()


def post_name(screen: Screen, post: str) -> str:
    """The post's name, or that of the member of the mahalla seven."""
    if post in list(SevenMember):
        return f"{screen.text('execution.seven')}: {screen.text(f'seven_member.{post}')}"
    return word_of(screen, "post", post)


def _show_title(screen: Screen, post: str, quarter: str) -> None:
    when = wording.quarter(Quarter.parse(quarter), screen.lang) if quarter else screen.text("execution.all_quarters")
    where = screen.area_name(screen.selection.area)
    day = screen.text("page.as_of", day=wording.day(screen.snapshot.as_of, screen.lang))
    name = post_name(screen, post)
    st.html(markup('<div class="post-title"><h1>{}</h1><span>{} · {} · {}</span></div>', name, where, when, day))


def _show_open(screen: Screen, measures: pd.DataFrame, subject: tuple[str, str, str]) -> None:
    """What is still to be done or to be confirmed, the most urgent first, with what was reported and the form to report."""
    still = measures[measures["state"].isin(OPEN)]
    title = f"{screen.text('execution.open')}: {wording.number(len(still), screen.lang)}"
    if still.empty:
        st.html(panel(screen, title, markup("<p>{}</p>", screen.text("execution.nothing_open")), "states"))
        return
    st.html(heading(screen, title, "states"))
    show_rows(screen, listing(screen, still, key="post", subject=subject), show_detail, narrow=True)


def _areas(screen: Screen, owed: Duties, only: MeasureFilter) -> Markup:
    """Where the work lies: districts, or mahallas of one district, the most overdue first."""
    by = By.DISTRICT if level_of(screen.selection.area) is Level.REGION else By.MAHALLA
    counts = roll_up(owed.measures, by).sort_values([State.OVERDUE.value, "asked"], ascending=False)
    late = State.OVERDUE.value

    def listed(area: str, state: str, number: int) -> str:
        words = wording.number(number, screen.lang)
        return to_measures(screen, words, replace(only, state=state), area=area) if number else words

    rows = [
        (
            short_name(screen, code),
            listed(code, "done", done),
            listed(code, "going", going - overdue),
            markup("<b>{}</b>", listed(code, "overdue", overdue)),
        )
        for code, done, going, overdue in counts[["done", "open", late]].head(20).itertuples()
    ]
    head = ("", *(screen.text(f"execution.{part}") for part in ("done", "going", "overdue")))
    content = table(rows, head) if rows else markup("<p>{}</p>", screen.text("panel.no_measures"))
    return panel(screen, screen.text("execution.by_area"), content, "matrix")


def _mahallas(screen: Screen, owed: Duties, quarter: str) -> Markup:
    """The mahallas that the post is assigned to, those longest in red first."""
    if not owed.mahallas:
        return Markup()
    when = Quarter.parse(quarter) if quarter else screen.selection.period.last
    red = (
        situation(screen.snapshot, when)
        .red_years.reindex(owed.mahallas, fill_value=0)
        .sort_values(ascending=False, kind="stable")
    )
    marks = joined(
        BADGE.format(
            "badge-red" if years else "", markup("<b>{}</b>", years) if years else "", screen.area_name(str(code))
        )
        for code, years in red.head(40).items()
    )
    more = f" … +{len(red) - 40}" if len(red) > 40 else ""
    title = f"{screen.text('execution.assigned')}: {wording.number(len(red), screen.lang)}"
    note = markup("<p class='note'>{}</p>", screen.text("execution.years_note")) if (red > 0).any() else ""
    return panel(screen, title, markup('<div class="badges">{}{}</div>{}', marks, more, note), "assigned")


def _gaps(screen: Screen, owed: Duties, quarter: str) -> Markup:
    """Gaps of the post's measures and mahallas, without the overdue ones, which are listed beside."""
    when = Quarter.parse(quarter) if quarter else screen.selection.period.last
    rows = gaps_under(screen.snapshot, screen.selection.area, when)
    mine = rows["measure"].isin(owed.measures["id"]) | ((rows["measure"] == "") & rows["area"].isin(owed.mahallas))
    rows = rows[mine & (rows["rule"] != "overdue")]
    lines = joined(
        markup("<li><b>{}</b> {}</li>", screen.area_name(area), gap_line(screen, rule, details))
        for rule, area, details in rows[["rule", "area", "details"]].head(20).itertuples(index=False)
    )
    title = f"{screen.text('gap.here')}: {wording.number(len(rows), screen.lang)}"
    content = markup('<ul class="gap-lines">{}</ul>', lines) if lines else markup("<p>{}</p>", screen.text("gap.none"))
    return panel(screen, title, content, "gaps")
