"""Gaps: the agenda of the next meeting, by rule and area, with the list behind every number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mapping.measures.gaps import RULES
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.markup import Markup, joined, markup
from mapping.model.periods import Quarter
from mapping.model.selection import Value
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.ui.about import about_button
from mapping.ui.download import show_download
from mapping.ui.execution.choice import Choice, choose_quarter, keep, load_choice, quarter_of
from mapping.ui.execution.gap_words import gap_table
from mapping.ui.execution.matrix import draw, on_map, short_name
from mapping.ui.links import go_to, page_address
from mapping.ui.panels import load_style, rest_of
from mapping.ui.state import Screen
from mapping.views.oversight.situation import all_measures, gaps_under

LISTED = 250
TWO_COLUMNS_FROM = 16
SECTION = Markup('<section>{}<table class="agenda"><tbody>{}</tbody></table>{}</section>')
LINE = Markup('<tr><td><a href="{}" target="_self">{}</a><small>{}</small></td>{}</tr>')


def show_gaps(screen: Screen) -> dict[str, str]:
    """Counts by area and rule; a pressed cell chooses what is listed."""
    load_style("execution")
    choice = load_choice()
    quarter = quarter_of(screen, choice)
    with st.container(key="gaps_controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        choose_quarter(screen, quarter)
        st.html(markup('<p class="up-to">{}</p>', screen.text("gap.up_to_note")))
    area = screen.selection.area
    when = Quarter.parse(quarter) if quarter else screen.selection.period.last
    gaps = gaps_under(screen.snapshot, area, when)
    row, rule = choice.row if choice.row.startswith(area) else "", choice.column if choice.column in RULES else ""
    if gaps.empty:
        st.success(screen.text("gap.none"))
        return Choice(quarter=choice.quarter).to_query()
    _show_counts(screen, area, when, f"{row}|{rule}" if row or rule else "")
    _show_list(screen, chosen_gaps(gaps, row, rule), row or area, rule, str(when))
    return Choice(quarter=choice.quarter, row=row, column=rule).to_query()


def chosen_gaps(found: pd.DataFrame, row: str, rule: str) -> pd.DataFrame:
    """The gaps of an area and of a rule; empty lets all through."""
    kept = found["area"].str.startswith(row)
    return found[kept & (found["rule"] == rule)] if rule else found[kept]


@kept(most=64)
def gap_counts(snapshot: Snapshot, area: str, quarter: Quarter) -> pd.DataFrame:
    """Gaps by part of the area (rows, the most first, then the area's own) and by rule (columns)."""
    found = gaps_under(snapshot, area, quarter)
    digits = {Level.REGION: 7, Level.DISTRICT: None, Level.MAHALLA: None}[level_of(area)]
    parts = found["area"].str[:digits]
    counts = pd.crosstab(parts, found["rule"]).reindex(columns=list(RULES), fill_value=0)
    if level_of(area) is Level.REGION:
        counts = counts.reindex(snapshot.children(area).index.union(counts.index), fill_value=0)
    order = np.lexsort((counts.index, -counts.sum(axis=1).to_numpy()))
    return counts.iloc[order]


def _show_counts(screen: Screen, area: str, quarter: Quarter, chosen: str) -> None:
    counts = gap_counts(screen.snapshot, area, quarter)
    columns = [
        *({"code": rule, "label": screen.text(f"gap.{rule}")} for rule in counts.columns),
        {"code": "", "label": screen.text("state.total")},
    ]
    rows = [
        *({"code": str(code), "label": short_name(screen, str(code))} for code in counts.index),
        {"code": "", "label": screen.text("execution.whole")},
    ]
    numbers = np.pad(counts.to_numpy(), ((0, 1), (0, 1)))
    numbers[-1] = numbers[:-1].sum(axis=0)
    numbers[:, -1] = numbers[:, :-1].sum(axis=1)
    # One scale over the table: what is as dark is as many. Totals have no colour.
    most = np.zeros_like(numbers)
    most[:-1, :-1] = max(1, numbers[:-1, :-1].max(initial=0))
    cells = [
        [
            _cell(screen, row["label"], *cell)
            for cell in zip((column["label"] for column in columns), line, tops, strict=True)
        ]
        for row, line, tops in zip(rows, numbers.tolist(), most.tolist(), strict=True)
    ]
    draw(screen, title=screen.text("gap.title"), rows=rows, columns=columns, cells=cells, chosen=chosen)


def _cell(screen: Screen, row: str, rule: str, number: int, most: int) -> dict[str, Any]:
    """`most` is the number that is coloured deepest; 0 for a total, which has no colour."""
    return {"bad": number, "of": most, "parts": None, "told": f"{row}, {rule}: {wording.number(number, screen.lang)}"}


def _show_list(screen: Screen, gaps: pd.DataFrame, area: str, rule: str, quarter: str) -> None:
    table = gap_table(screen, gaps, all_measures(screen.snapshot))
    what = screen.text(f"gap.{rule}" if rule else "gap.all")
    title = " · ".join([screen.area_name(area), what, wording.number(len(table), screen.lang)])
    with st.container(key="cell_title", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(markup('<h2 class="panel-title list-title">{}{}</h2>', title, about_button(screen, "gaps")))
        if rule or area != screen.selection.area:
            st.button(
                screen.text("execution.clear_cell"), key="clear_cell", on_click=keep, kwargs={"row": "", "column": ""}
            )
        go_to(on_map(screen, Value.GAPS, quarter), "map", "execution.on_map")
        show_download(screen, lambda: table, rows=len(table), key="gaps", subject="gaps", period=quarter)
    st.html(agenda(screen, table))


def agenda(screen: Screen, table: pd.DataFrame) -> Markup:
    """The list by rule, as HTML that also prints; long lists say how much is left to the file."""
    parts = []
    for rule, rows in table.groupby("rule", sort=False):
        lines = joined(_line(screen, row) for row in rows.head(LISTED).to_dict("records"))
        head = markup("<h3>{}<b>{}</b></h3>", screen.text(f"gap.{rule}"), wording.number(len(rows), screen.lang))
        parts.append(SECTION.format(head, lines, rest_of(screen, len(rows) - LISTED)))
    long = " long" if len(table) > TWO_COLUMNS_FROM else ""
    return markup('<div class="agenda-list{}">{}</div>', long, joined(parts))


def _line(screen: Screen, row: dict[Any, Any]) -> Markup:
    code = str(row["area"])
    place = "mahalla" if level_of(code) is Level.MAHALLA else "map"
    link = page_address(place, screen.selection.at(code))
    name = row["mahalla_name"] or screen.area_name(code)
    district = row["district_name"] if row["mahalla_name"] else ""
    detail, measure = row["detail"], row["text"]
    said = markup("<td>{}</td><td>{}</td>", detail, measure) if measure else markup('<td colspan="2">{}</td>', detail)
    return LINE.format(link, name, district, said)
