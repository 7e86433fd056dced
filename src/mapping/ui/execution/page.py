"""Execution: who is furthest behind, by district and sector, down to the list behind every number."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from mapping.measures.progress import Count, asked, counted_as
from mapping.measures.rollup import NOBODY, By, with_keys
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.markup import Markup, joined, markup
from mapping.model.periods import Quarter
from mapping.model.selection import SILENT_AFTER, Value
from mapping.store.home import default_home
from mapping.ui.controls import choose
from mapping.ui.download import Filter, show_download
from mapping.ui.execution.choice import Choice, choose_quarter, count_of, keep, load_choice, quarter_of
from mapping.ui.execution.effects import show_effects
from mapping.ui.execution.matrix import COLUMNS, column_word, on_map, short_name, show_matrix
from mapping.ui.execution.measure_detail import show_detail
from mapping.ui.execution.plan import show_plan
from mapping.ui.execution.timeline import show_timeline
from mapping.ui.figures_row import Figure, show_cards
from mapping.ui.links import go_to, page_address
from mapping.ui.measure_filter import NEWLY, MeasureFilter, filter_of, to_measures, words_with
from mapping.ui.measure_list import export_frame, filters_of, show_tally
from mapping.ui.measure_rows import Look, listing, show_rows
from mapping.ui.measure_words import word_of
from mapping.ui.panels import load_style, panel
from mapping.ui.reporting import judged_told
from mapping.ui.state import Screen
from mapping.views.briefing.words import cancelled_beside
from mapping.views.oversight.situation import gaps_under, measures_under
from mapping.views.oversight.standing import Behind, behind, matrix, newly_overdue, snapshot_before

POSTS_SHOWN = 7
WORST_SHOWN = 4
POST = Markup(
    "<tr><td><a href='{address}' target='_self'>{name}</a><small>{seat}</small></td>"
    "<td><b>{overdue}</b> / {asked}<small>{cancelled}</small></td></tr>"
)
LATE = Markup("<li><b>{}<small> {}</small></b><span><em>{}, {}</em>{}</span></li>")
NARROWED = {By.SECTOR: "sector", By.DISTRICT_AGENCY: "agency"}


def show_execution(screen: Screen) -> dict[str, str]:
    """Answers, matrix, and at its right the list of the cell that was pressed, else the posts and measures furthest behind."""
    load_style("execution")
    choice = load_choice()
    quarter, by = quarter_of(screen, choice), By(choice.by) if choice.by in list(By) else By.SECTOR
    area, (count, silent) = screen.selection.area, count_of(choice)
    _show_controls(screen, quarter, by, count, silent)
    _show_answers(screen, area, quarter)
    if judged := judged_told(screen):
        st.caption(judged)
    _show_reported(screen, area, quarter, silent)
    picture, lists = st.columns([0.66, 0.34], gap="medium")
    found = matrix(screen.snapshot, area, quarter, by, count, silent)
    only = MeasureFilter() if count is Count.OVERDUE else filter_of(count, silent)
    row = choice.row if choice.row in found.rows else ""
    column = choice.column if choice.column in found.columns else ""
    with picture:
        what = "" if count is Count.OVERDUE else _count_word(screen, count, silent)
        show_matrix(screen, found, by, f"{row}|{column}" if row or column else "", what)
    with lists:
        if row or column:
            _show_list(screen, row or area, quarter, by, column, only, narrow=True)
        else:
            with st.container(key="furthest"):
                _show_posts(screen, area, quarter)
                _show_newly(screen, area)
                _show_worst(screen, area)
    if not (row or column):
        _show_list(screen, area, quarter, by, column, only)
    if level_of(area) is not Level.REGION:
        with st.container(key="timeline_here"):  # not on paper: the list above it says the same, and can be read there
            show_timeline(screen)
    show_effects(screen, area)
    return Choice(choice.quarter, by.value, row, column, count=count.value, silent=str(silent)).to_query()


def _show_controls(screen: Screen, quarter: str, by: By, count: Count, silent: int) -> None:
    with st.container(key="execution_controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        choose_quarter(screen, quarter, with_all=True)
        choose(
            screen.text("execution.by"), list(COLUMNS), by, key="w_x_by",
            words=lambda one: screen.text(f"execution.by_{one}"), then=lambda one: keep(by=str(one), column=""),
        )  # fmt: skip
        choose(
            screen.text("work.count"), list(Count), count, key="w_x_count",
            words=lambda one: _count_word(screen, one, silent), then=lambda one: keep(count=str(one), row="", column=""),
        )  # fmt: skip
        choose(
            screen.text("measure.silent"), list(SILENT_AFTER), silent, key="w_x_silent",
            words=lambda days: screen.text("work.silent_for", days=days), then=lambda days: keep(silent=str(days)),
        )  # fmt: skip
        show_plan(screen)


def _count_word(screen: Screen, count: Count, silent: int) -> str:
    return screen.text("work.silent_for", days=silent) if count is Count.SILENT else screen.text(f"state.{count}")


def _show_reported(screen: Screen, area: str, quarter: str, silent: int) -> None:
    """What was reported done and not confirmed, returned, or not reported on for long, each with the way to its list."""
    measures = measures_under(screen.snapshot, area, quarter)
    cards = []
    for count in (Count.REPORTED, Count.RETURNED, Count.SILENT):
        number = int(counted_as(measures, count, silent).sum())
        written = wording.number(number, screen.lang)
        leads = to_measures(screen, written, filter_of(count, silent, quarter)) if number else written
        cards.append(Figure(count.value, _count_word(screen, count, silent), leads))
    show_cards(screen, cards, kind="figures reported-on")


def _show_answers(screen: Screen, area: str, quarter: str) -> None:
    """The four questions of the meeting, each answered in one card."""
    inner = By.DISTRICT if level_of(area) is Level.REGION else By.MAHALLA
    answers = [
        _furthest(screen, f"execution.furthest_{inner}", area, quarter, inner),
        _furthest(screen, "execution.furthest_sector", area, quarter, By.SECTOR),
        _furthest(screen, "execution.furthest_post", area, quarter, By.DISTRICT_POST),
        _unanswered(screen, area, quarter),
        _newly(screen, area),
    ]
    show_cards(screen, answers, kind="figures answers")


def _furthest(screen: Screen, label: str, area: str, quarter: str, by: By) -> Figure:
    latest = behind(screen.snapshot, area, quarter, by)
    if not latest:
        return Figure("behind", screen.text(label), wording.NOTHING, (screen.text("execution.nothing_overdue"),))
    first = latest[0]
    is_area = by in (By.DISTRICT, By.MAHALLA)
    name = screen.area_name(first.code) if is_area else word_of(screen, by.value, first.code)
    place = short_name(screen, first.seat) if first.seat else ""
    only = MeasureFilter(
        quarter=quarter, sector=first.code if by is By.SECTOR else "", post=first.code if by is By.DISTRICT_POST else ""
    )
    late, beside = _late_of(screen, first, only, first.code if is_area else first.seat or area)
    return Figure("behind", screen.text(label), name, (place, late, beside), "bad wordy")


def _late_of(screen: Screen, one: Behind, only: MeasureFilter, area: str) -> tuple[str, str]:
    """How many of how many are overdue, and the cancelled beside them, each with the way to its list."""

    def listed(state: str, words: str) -> str:
        return to_measures(screen, words, replace(only, state=state), area=area)

    said = words_with(
        "execution.late_of", screen.lang,
        overdue=listed("overdue", wording.number(one.overdue, screen.lang)),
        asked=listed("asked", wording.number(one.asked, screen.lang)),
        share=wording.number(100 * one.share, screen.lang),
    )  # fmt: skip
    beside = cancelled_beside(one.cancelled, screen.lang)
    return said, listed("cancelled", beside) if beside else ""


def _unanswered(screen: Screen, area: str, quarter: str) -> Figure:
    when = Quarter.parse(quarter) if quarter else screen.selection.period.last
    rows = gaps_under(screen.snapshot, area, when)
    missing = rows[rows["rule"] == "no_measure"]
    names = ", ".join(screen.area_name(code) for code in missing["area"].head(3))
    tone = "bad" if len(missing) else ""
    return Figure("gaps", screen.text("gap.no_measure"), wording.number(len(missing), screen.lang), (names,), tone)


def _newly(screen: Screen, area: str) -> Figure:
    found = newly_overdue(screen.snapshot, default_home())
    label = screen.text("execution.newly")
    if found is None:
        return Figure("newly", label, wording.NOTHING, (screen.text("execution.no_snapshot_before"),))
    here = found[found["area"].str.startswith(area)]
    number = wording.number(len(here), screen.lang)
    leads = to_measures(screen, number, MeasureFilter(state=NEWLY), area=area) if len(here) else number
    return Figure("newly", label, leads, (_since(screen),), "bad" if len(here) else "")


def _since(screen: Screen) -> str:
    before = snapshot_before(screen.snapshot, default_home())
    return screen.text("execution.since", day=wording.day(before.as_of, screen.lang)) if before else ""


def _show_posts(screen: Screen, area: str, quarter: str) -> None:
    """The posts with the most overdue work, each a link to its page."""
    rows = joined(
        POST.format(
            address=post_address(screen, post.code, post.seat),
            name=word_of(screen, "post", post.code),
            seat=short_name(screen, post.seat),
            **_numbers_of(screen, post, quarter),
        )
        for post in behind(screen.snapshot, area, quarter, By.DISTRICT_POST)[:POSTS_SHOWN]
    )
    table = markup('<table class="behind">{}</table>', rows) if rows else _nothing(screen)
    st.html(panel(screen, screen.text("execution.posts_behind"), table, "behind"))


def _numbers_of(screen: Screen, post: Behind, quarter: str) -> dict[str, str]:
    """Overdue, asked and cancelled of a post, each with the way to its list."""
    only = MeasureFilter(quarter=quarter, post=post.code)
    numbers = {"overdue": post.overdue, "asked": post.asked}
    words = {name: wording.number(number, screen.lang) for name, number in numbers.items()}
    words["cancelled"] = cancelled_beside(post.cancelled, screen.lang)
    return {
        name: to_measures(screen, said, replace(only, state=name), area=post.seat) if said else ""
        for name, said in words.items()
    }


def post_address(screen: Screen, post: str, seat: str) -> str:
    """The link to a post's page, in the area where it sits."""
    return f"{page_address('post', screen.selection.at(seat))}&{urlencode(Choice(post=post).to_query())}"


def _show_newly(screen: Screen, area: str) -> None:
    overdue = newly_overdue(screen.snapshot, default_home())
    if overdue is not None and len(here := overdue[overdue["area"].str.startswith(area)]):
        title = f"{screen.text('execution.newly')} · {_since(screen)}"
        st.html(panel(screen, title, measure_lines(screen, longest_first(here).head(WORST_SHOWN)), "newly"))


def _show_worst(screen: Screen, area: str) -> None:
    measures = measures_under(screen.snapshot, area)
    worst = longest_first(measures.dropna(subset=["days_overdue"]))
    lines = measure_lines(screen, worst.head(WORST_SHOWN)) if len(worst) else _nothing(screen)
    st.html(panel(screen, screen.text("execution.most_overdue"), lines, "late_days"))


def longest_first(measures: pd.DataFrame) -> pd.DataFrame:
    """Overdue measures, the longest overdue first."""
    return measures.sort_values(["days_overdue", "id"], ascending=[False, True])


def measure_lines(screen: Screen, measures: pd.DataFrame) -> Markup:
    """A few measures as lines: days overdue, mahalla and district, text."""
    unit = screen.text("execution.days")
    lines = joined(
        LATE.format(wording.number(days, screen.lang), unit, screen.area_name(area), short_name(screen, area[:7]), text)
        for area, text, days in measures[["area", "text", "days_overdue"]].itertuples(index=False)
    )
    return markup('<ul class="late-lines">{}</ul>', lines)


def _nothing(screen: Screen) -> Markup:
    return markup("<p>{}</p>", screen.text("execution.nothing_overdue"))


def measures_of_cell(screen: Screen, area: str, quarter: str, by: By, column: str) -> pd.DataFrame:
    """The measures of a cell of the matrix; the cancelled too, which it does not count."""
    measures = with_keys(measures_under(screen.snapshot, area, quarter))
    if column:
        measures = measures[measures[by.value].astype("object").where(measures[by.value].notna(), NOBODY) == column]
    return measures.drop(columns=["district", "region"])


def _filters(screen: Screen, area: str, by: By, column: str, only: MeasureFilter, look: Look) -> list[Filter]:
    """The row and the column of the matrix that were pressed, what it counts, and the words looked for."""
    row = [Filter(screen.text("gap.area"), screen.area_name(area), area)] if area != screen.selection.area else []
    pressed = [Filter(screen.text(f"execution.by_{by}"), column_word(screen, by, column), column)] if column else []
    return [*row, *pressed, *filters_of(screen, only, look)]


def _show_list(
    screen: Screen, area: str, quarter: str, by: By, column: str, only: MeasureFilter, *, narrow: bool = False
) -> None:
    """The list behind the chosen cell, without the cancelled, of what the matrix counts where that is not what is overdue; of the whole area where none is
    chosen."""
    everything = only.keep(measures_of_cell(screen, area, quarter, by, column))
    measures = asked(everything)
    shown = listing(screen, measures, key="cell", subject=(area, quarter, by, column, only))
    parts = [screen.area_name(area), column_word(screen, by, column) if column else ""]
    parts.append(
        wording.quarter(Quarter.parse(quarter), screen.lang) if quarter else screen.text("execution.all_quarters")
    )
    with st.container(key="cell_title", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(markup('<h2 class="panel-title list-title">{}</h2>', " · ".join(part for part in parts if part)))
        if column or area != screen.selection.area:
            st.button(
                screen.text("execution.clear_cell"), key="clear_cell", on_click=keep, kwargs={"row": "", "column": ""}
            )
        narrowed = {NARROWED[by]: column} if by in NARROWED and column not in ("", NOBODY) else {}
        go_to(on_map(screen, Value.OVERDUE, quarter, **narrowed), "map", "execution.on_map")
        show_download(
            screen, lambda: export_frame(screen, shown.whole), rows=len(shown.found), key="cell", subject="measures", period=quarter or "all",
            filters=_filters(screen, area, by, column, only, shown.look),
        )  # fmt: skip
    show_tally(screen, everything)
    if len(measures):
        show_rows(screen, shown, show_detail, narrow=narrow)
