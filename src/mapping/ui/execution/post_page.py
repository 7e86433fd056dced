"""Post: everything that one post answers for, on one page to print."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from mapping.measures.progress import State
from mapping.measures.rollup import By, roll_up
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.periods import Quarter
from mapping.model.vocabulary import SevenMember
from mapping.ui.about import about_button
from mapping.ui.components import component
from mapping.ui.controls import choose
from mapping.ui.download import show_download
from mapping.ui.execution.choice import Choice, choose_quarter, keep, load_choice, load_style, quarter_of
from mapping.ui.execution.gap_words import gap_line
from mapping.ui.execution.matrix import short_name
from mapping.ui.measure_list import export_frame, show_tally, word_of
from mapping.ui.state import Screen
from mapping.views.oversight.duties import Duties, duties, posts
from mapping.views.oversight.situation import gaps_under, situation

LISTED = 60
OPEN = (State.OVERDUE, State.IN_PROGRESS, State.PLANNED)


def show_post(screen: Screen) -> dict[str, str]:
    """The post, its tally, its areas, its open measures with the overdue first, and the gaps there."""
    load_style()
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
        found = duties(screen.snapshot, post, area, quarter)
        show_download(
            screen, lambda: export_frame(screen, found.measures), rows=len(found.measures), key="post", subject=post, period=quarter or "all",
        )  # fmt: skip
        component("print")(key="print", data={"label": screen.text("execution.print")})
    _show_title(screen, post, quarter)
    show_tally(screen, found.measures)
    with st.container(key="post_body"):
        left, right = st.columns([0.64, 0.36], gap="medium")
    with left:
        st.html(_open_measures(screen, found.measures))
    with right:
        st.html(_areas(screen, found) + _mahallas(screen, found, quarter) + _gaps(screen, found, quarter))
    return Choice(quarter=choice.quarter, post=post).to_query()


def post_name(screen: Screen, post: str) -> str:
    """The post's name, or that of the member of the mahalla seven."""
    if post in list(SevenMember):
        return f"{screen.text('execution.seven')}: {screen.text(f'seven_member.{post}')}"
    return word_of(screen, "post", post)


def _show_title(screen: Screen, post: str, quarter: str) -> None:
    when = wording.quarter(Quarter.parse(quarter), screen.lang) if quarter else screen.text("execution.all_quarters")
    st.html(
        f'<div class="post-title"><h1>{escape(post_name(screen, post))}</h1>'
        f"<span>{escape(screen.area_name(screen.selection.area))} · {escape(when)} · "
        f"{escape(screen.text('page.as_of', day=wording.day(screen.snapshot.as_of, screen.lang)))}</span></div>"
    )


def _section(screen: Screen, title: str, content: str, about: str) -> str:
    button = about_button(screen, about)
    return f'<section class="panel"><h2 class="panel-title">{escape(title)}{button}</h2>{content}</section>'


def _open_measures(screen: Screen, measures: pd.DataFrame) -> str:
    """What is still to be done: overdue, then by deadline."""
    rows = measures[measures["state"].isin(OPEN)]
    rows = rows.assign(late=rows["days_overdue"].fillna(0)).sort_values(
        ["late", "deadline", "id"], ascending=[False, True, True]
    )
    title = f"{screen.text('execution.open')}: {wording.number(len(rows), screen.lang)}"
    if rows.empty:
        return _section(screen, title, f"<p>{escape(screen.text('execution.nothing_open'))}</p>", "states")
    lines = "".join(
        f'<tr class="{state}"><td><i class="state-{state}"></i>{escape(_when(screen, state, deadline, days))}</td>'
        f"<td>{escape(screen.area_name(area))}<small>{escape(short_name(screen, area[:7]))}</small></td><td>{escape(str(text))}</td></tr>"
        for state, deadline, days, area, text in rows.head(LISTED)[
            ["state", "deadline", "days_overdue", "area", "text"]
        ].itertuples(index=False)
    )
    more = len(rows) - LISTED
    rest = (
        f'<p class="rest">{escape(screen.text("gap.rest", count=wording.number(more, screen.lang)))}</p>'
        if more > 0
        else ""
    )
    return _section(screen, title, f'<table class="agenda">{lines}</table>{rest}', "states")


def _when(screen: Screen, state: str, deadline: pd.Timestamp, days: int) -> str:
    if state == State.OVERDUE:
        return screen.text("gap.overdue_line", days=wording.number(days, screen.lang))
    return wording.day(deadline, screen.lang)


def _areas(screen: Screen, found: Duties) -> str:
    """Where the work lies: districts, or mahallas of one district, the most overdue first."""
    by = By.DISTRICT if level_of(screen.selection.area) is Level.REGION else By.MAHALLA
    counts = roll_up(found.measures, by).sort_values([State.OVERDUE.value, "asked"], ascending=False)
    lines = "".join(
        f"<tr><td>{escape(short_name(screen, str(code)))}</td><td>{row['done']}</td><td>{row['open'] - row[State.OVERDUE.value]}</td>"
        f"<td><b>{row[State.OVERDUE.value]}</b></td></tr>"
        for code, row in zip(
            counts.index, counts.head(20).astype({"share_done": float}).to_dict("records"), strict=False
        )
    )
    head = "".join(f"<th>{escape(screen.text(f'execution.{part}'))}</th>" for part in ("done", "going", "overdue"))
    table = f'<table class="facts"><thead><tr><th></th>{head}</tr></thead><tbody>{lines}</tbody></table>'
    content = table if lines else f"<p>{escape(screen.text('panel.no_measures'))}</p>"
    return _section(screen, screen.text("execution.by_area"), content, "matrix")


def _mahallas(screen: Screen, found: Duties, quarter: str) -> str:
    """The mahallas that the post is assigned to, those longest in red first."""
    if not found.mahallas:
        return ""
    when = Quarter.parse(quarter) if quarter else screen.selection.period.last
    red = (
        situation(screen.snapshot, when)
        .red_years.reindex(found.mahallas, fill_value=0)
        .sort_values(ascending=False, kind="stable")
    )
    marks = "".join(
        f'<span class="badge {"badge-red" if years else ""}">{f"<b>{years}</b>" if years else ""}{escape(screen.area_name(str(code)))}</span>'
        for code, years in red.head(40).items()
    )
    more = f" … +{len(red) - 40}" if len(red) > 40 else ""
    title = f"{screen.text('execution.assigned')}: {wording.number(len(red), screen.lang)}"
    note = f"<p class='note'>{escape(screen.text('execution.years_note'))}</p>" if (red > 0).any() else ""
    return _section(screen, title, f'<div class="badges">{marks}{more}</div>{note}', "assigned")


def _gaps(screen: Screen, found: Duties, quarter: str) -> str:
    """Gaps of the post's measures and mahallas, without the overdue ones, which are listed beside."""
    when = Quarter.parse(quarter) if quarter else screen.selection.period.last
    rows = gaps_under(screen.snapshot, screen.selection.area, when)
    mine = rows["measure"].isin(found.measures["id"]) | ((rows["measure"] == "") & rows["area"].isin(found.mahallas))
    rows = rows[mine & (rows["rule"] != "overdue")]
    lines = "".join(
        f"<li><b>{escape(screen.area_name(area))}</b> {escape(gap_line(screen, rule, details))}</li>"
        for rule, area, details in rows[["rule", "area", "details"]].head(20).itertuples(index=False)
    )
    title = f"{screen.text('gap.here')}: {wording.number(len(rows), screen.lang)}"
    content = f'<ul class="gap-lines">{lines}</ul>' if lines else f"<p>{escape(screen.text('gap.none'))}</p>"
    return _section(screen, title, content, "gaps")
