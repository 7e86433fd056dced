"""Post: everything that one post answers for, on one page to print."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from mapping.measures.progress import State
from mapping.measures.rollup import By, roll_up
from mapping.measures.urgency import by_urgency
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
from mapping.ui.measure_list import export_frame, show_tally
from mapping.ui.measure_words import word_of
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
        Markup('<div class="post-title"><h1>{}</h1><span>{} · {} · {}</span></div>').format(
            post_name(screen, post),
            screen.area_name(screen.selection.area),
            when,
            screen.text("page.as_of", day=wording.day(screen.snapshot.as_of, screen.lang)),
        )
    )


def _section(screen: Screen, title: str, content: str, about: str) -> Markup:
    button = about_button(screen, about)
    return Markup('<section class="panel"><h2 class="panel-title">{}{}</h2>{}</section>').format(title, button, content)


def _open_measures(screen: Screen, measures: pd.DataFrame) -> Markup:
    """What is still to be done: overdue, then by deadline."""
    rows = by_urgency(measures[measures["state"].isin(OPEN)])
    title = f"{screen.text('execution.open')}: {wording.number(len(rows), screen.lang)}"
    if rows.empty:
        return _section(screen, title, Markup("<p>{}</p>").format(screen.text("execution.nothing_open")), "states")
    lines = Markup().join(
        Markup(
            '<tr class="{state}"><td><i class="state-{state}"></i>{when}</td>'
            "<td>{area_name}<small>{short_name}</small></td><td>{text}</td></tr>"
        ).format(
            state=state,
            when=_when(screen, state, deadline, days),
            area_name=screen.area_name(area),
            short_name=short_name(screen, area[:7]),
            text=str(text),
        )
        for state, deadline, days, area, text in rows.head(LISTED)[
            ["state", "deadline", "days_overdue", "area", "text"]
        ].itertuples(index=False)
    )
    more = len(rows) - LISTED
    rest = (
        Markup('<p class="rest">{}</p>').format(screen.text("gap.rest", count=wording.number(more, screen.lang)))
        if more > 0
        else ""
    )
    return _section(screen, title, Markup('<table class="agenda">{}</table>{}').format(lines, rest), "states")


def _when(screen: Screen, state: str, deadline: pd.Timestamp, days: int) -> str:
    if state == State.OVERDUE:
        return screen.text("gap.overdue_line", days=wording.number(days, screen.lang))
    return wording.day(deadline, screen.lang)


def _areas(screen: Screen, found: Duties) -> Markup:
    """Where the work lies: districts, or mahallas of one district, the most overdue first."""
    by = By.DISTRICT if level_of(screen.selection.area) is Level.REGION else By.MAHALLA
    counts = roll_up(found.measures, by).sort_values([State.OVERDUE.value, "asked"], ascending=False)
    lines = Markup().join(
        Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td><b>{}</b></td></tr>").format(
            short_name(screen, str(code)), row["done"], row["open"] - row[State.OVERDUE.value], row[State.OVERDUE.value]
        )
        for code, row in zip(
            counts.index, counts.head(20).astype({"share_done": float}).to_dict("records"), strict=False
        )
    )
    head = Markup().join(
        Markup("<th>{}</th>").format(screen.text(f"execution.{part}")) for part in ("done", "going", "overdue")
    )
    table = Markup('<table class="facts"><thead><tr><th></th>{}</tr></thead><tbody>{}</tbody></table>').format(
        head, lines
    )
    content = table if lines else Markup("<p>{}</p>").format(screen.text("panel.no_measures"))
    return _section(screen, screen.text("execution.by_area"), content, "matrix")


def _mahallas(screen: Screen, found: Duties, quarter: str) -> Markup:
    """The mahallas that the post is assigned to, those longest in red first."""
    if not found.mahallas:
        return Markup()
    when = Quarter.parse(quarter) if quarter else screen.selection.period.last
    red = (
        situation(screen.snapshot, when)
        .red_years.reindex(found.mahallas, fill_value=0)
        .sort_values(ascending=False, kind="stable")
    )
    marks = Markup().join(
        Markup('<span class="badge {}">{}{}</span>').format(
            "badge-red" if years else "",
            Markup("<b>{}</b>").format(years) if years else "",
            screen.area_name(str(code)),
        )
        for code, years in red.head(40).items()
    )
    more = f" … +{len(red) - 40}" if len(red) > 40 else ""
    title = f"{screen.text('execution.assigned')}: {wording.number(len(red), screen.lang)}"
    note = Markup("<p class='note'>{}</p>").format(screen.text("execution.years_note")) if (red > 0).any() else ""
    return _section(screen, title, Markup('<div class="badges">{}{}</div>{}').format(marks, more, note), "assigned")


def _gaps(screen: Screen, found: Duties, quarter: str) -> Markup:
    """Gaps of the post's measures and mahallas, without the overdue ones, which are listed beside."""
    when = Quarter.parse(quarter) if quarter else screen.selection.period.last
    rows = gaps_under(screen.snapshot, screen.selection.area, when)
    mine = rows["measure"].isin(found.measures["id"]) | ((rows["measure"] == "") & rows["area"].isin(found.mahallas))
    rows = rows[mine & (rows["rule"] != "overdue")]
    lines = Markup().join(
        Markup("<li><b>{}</b> {}</li>").format(screen.area_name(area), gap_line(screen, rule, details))
        for rule, area, details in rows[["rule", "area", "details"]].head(20).itertuples(index=False)
    )
    title = f"{screen.text('gap.here')}: {wording.number(len(rows), screen.lang)}"
    content = (
        Markup('<ul class="gap-lines">{}</ul>').format(lines)
        if lines
        else Markup("<p>{}</p>").format(screen.text("gap.none"))
    )
    return _section(screen, title, content, "gaps")
