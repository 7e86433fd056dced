"""How sure? Funnel, caterpillar and league table of the mahallas, linked with the map and with each other."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.markup import Markup, joined, markup
from mapping.ui.about import about_button
from mapping.ui.certainty.charts import PICKED, VERDICTS, caterpillar, funnel, points
from mapping.ui.controls import show_what_and_when
from mapping.ui.download import show_download
from mapping.ui.kinds import verdict
from mapping.ui.links import go_to
from mapping.ui.map_panel import show_map
from mapping.ui.paper import show_on_paper
from mapping.ui.state import Screen, transit
from mapping.views.map.absence import risk_lacks
from mapping.views.map.areas import area_risk
from mapping.views.map.league import league, limit_lines, usual_counts
from mapping.views.map.view import compute

SENTENCE = Markup('<div class="certainty-sentence" data-area-code="{}"><strong>{}</strong><p>{}</p></div>')
TITLE = Markup('<div class="panel-title">{}{}{}</div>')
VERDICT = Markup('<span class="certainty-{}"><i aria-hidden="true"></i>{}</span>')
FUNNEL, CATERPILLAR, TABLE, WIDENED = "funnel", "caterpillar", "league", "w_widened"


def show_certainty(screen: Screen) -> None:
    """The map and the sentence on the left, the pictures in the middle, the table on the right."""
    selection = screen.selection
    table = league(screen.snapshot, selection.indicator, selection.group, selection.period)
    drawn = points(screen, table)
    show_what_and_when(screen)
    left, middle, right = st.columns([0.3, 0.4, 0.3], gap="medium")
    with left:
        with st.container(key="certainty_map"):
            show_map(screen, compute(screen.snapshot, selection))
        _show_sentence(screen)
    with middle:
        _show_charts(screen, table, drawn)
    with right:
        _show_league(screen, table)


def _show_sentence(screen: Screen) -> None:
    area = screen.selection.area
    st.html(SENTENCE.format(area, screen.area_name(area), sentence(screen)))
    go_to(screen, "map", "certainty.on_map")


def sentence(screen: Screen) -> str:
    """What can be said of the area looked at, in one sentence."""
    selection, lang = screen.selection, screen.lang
    if level_of(selection.area) is Level.REGION:
        return screen.text("certainty.choose")
    row = area_risk(screen.snapshot, selection.indicator, selection.group, selection.period, selection.area)
    count = row.get("count_with_people", row["count"])
    if pd.isna(count) or not row["expected"] > 0:
        return _nothing(screen)
    low, high = usual_counts(float(row["expected"]))
    return screen.text(
        f"certainty.sentence_{verdict(row)}",
        count=wording.number(count, lang),
        expected=wording.figure("expected", row["expected"], lang),
        low=wording.figure("expected", low, lang),
        high=wording.figure("expected", high, lang),
    )


def _nothing(screen: Screen) -> str:
    """Why nothing can be said."""
    if risk_lacks(screen.snapshot, screen.selection) != "hidden.legend":
        return screen.text("certainty.nothing")
    beside = level_of(screen.selection.area) is Level.MAHALLA
    return screen.text("hidden.not_judged" if beside else "hidden.all", k=screen.snapshot.smallest)


def _show_charts(screen: Screen, table: pd.DataFrame, drawn: pd.DataFrame) -> None:
    with st.container(key="certainty_head", horizontal=True, vertical_alignment="center"):
        st.html(TITLE.format(screen.text("certainty.funnel"), about_button(screen, "funnel"), ""))
        widened = st.toggle(screen.text("certainty.widened"), key=WIDENED, help=screen.text("certainty.widened_help"))
    lines = limit_lines(table, widened=widened)
    _show_chart(funnel(screen, drawn, lines, height=390), FUNNEL)
    st.html(_legend(screen))
    st.html(TITLE.format(screen.text("certainty.caterpillar"), about_button(screen, "caterpillar"), ""))
    _show_chart(caterpillar(screen, drawn, height=250), CATERPILLAR)


def _show_chart(chart: Any, key: str) -> None:
    st.altair_chart(chart, key=key, on_select=lambda: _picked(key), selection_mode=[PICKED])


def _picked(key: str) -> None:
    found = (st.session_state[key].get("selection") or {}).get(PICKED) or []
    if found:
        transit(lambda selection: selection.at(str(found[0]["code"])))


def _legend(screen: Screen) -> Markup:
    rows = joined(VERDICT.format(name, screen.text(f"certainty.{name}")) for name in VERDICTS)
    lines = screen.text("certainty.lines")
    return markup('<div class="certainty-legend">{}<span>{}</span></div>', rows, lines)


def _show_league(screen: Screen, table: pd.DataFrame) -> None:
    note = markup("<small>{}</small>", screen.text("certainty.league_note"))
    st.html(TITLE.format(screen.text("certainty.league"), about_button(screen, "ranks"), note))
    st.dataframe(
        _shown(screen, table), key=TABLE, hide_index=True, height=700, on_select=lambda: _chosen(table),
        selection_mode="single-row",
    )  # fmt: skip
    on_paper = _shown(screen, table)
    show_on_paper(on_paper, list(on_paper.columns), screen=screen, codes=table.index)
    selection = screen.selection
    show_download(
        screen, lambda: league_table(screen, table), rows=len(table), key="league", subject=f"{selection.indicator}-league",
        period=str(selection.period),
    )  # fmt: skip


def _chosen(table: pd.DataFrame) -> None:
    rows = st.session_state[TABLE].selection.rows
    if rows:
        transit(lambda selection: selection.at(str(table.index[rows[0]])))


def _shown(screen: Screen, table: pd.DataFrame) -> pd.DataFrame:
    lang = screen.lang
    places = [
        wording.NOTHING if pd.isna(row) else f"{wording.number(low, lang)}–{wording.number(high, lang)}"
        for row, low, high in zip(table["rank"], table["rank_lo"], table["rank_hi"], strict=True)
    ]
    risks = [
        wording.NOTHING
        if pd.isna(rr)
        else f"{wording.figure('rr', rr, lang)} ({wording.interval('rr', low, high, lang)})"
        for rr, low, high in zip(table["rr"], table["rr_lo"], table["rr_hi"], strict=True)
    ]
    return pd.DataFrame(
        {
            screen.text("certainty.places"): places,
            screen.text("certainty.mahalla"): [screen.area_name(code) for code in table.index],
            screen.text("certainty.count"): table["count"].astype("Int64"),
            screen.text("certainty.smoothed"): risks,
        }
    )


def league_table(screen: Screen, table: pd.DataFrame) -> pd.DataFrame:
    """The table for download: codes, names, figures, places with their ends."""
    selection = screen.selection
    columns = ["count", "people", "expected", "smr", "rr", "rr_lo", "rr_hi", "p_raised", "rank", "rank_lo", "rank_hi"]
    told = pd.DataFrame(
        {
            "code": table.index,
            "name": [screen.area_name(code) for code in table.index],
            "indicator": selection.indicator,
            "group": str(selection.group),
        }
    )
    return pd.concat([told, table[columns].reset_index(drop=True)], axis=1)
