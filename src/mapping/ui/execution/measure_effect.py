"""Did one measure help: in its mahalla, and in all mahallas where the same was done."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from mapping.measures.progress import DONE
from mapping.model import wording
from mapping.model.periods import Quarter
from mapping.ui.about import about_button
from mapping.ui.execution.choice import load_style
from mapping.ui.execution.effects import effect_sentence, ends_of
from mapping.ui.measure_list import word_of
from mapping.ui.state import Screen
from mapping.views.oversight.effects import MeasureEffect, effect_of_measure

MOST_LISTED = 8
_RESPONSIBLE = ("seven_member", "district_post", "region_post")


def show_measure(screen: Screen, measures: pd.DataFrame) -> None:
    """The measure whose row is marked, whole, and whether it helped; where none is, what marking does."""
    if measures.empty:
        st.html(f'<p class="note">{escape(screen.text("measure_effect.choose"))}</p>')
        return
    load_style()
    row = {str(name): value for name, value in measures.iloc[0].items()}
    state = screen.text(f"state.{row['state']}")
    deadline = f"{screen.text('measure.deadline')}: {wording.day(row['deadline'], screen.lang)}"
    when = wording.quarter(Quarter.parse(str(row["quarter"])), screen.lang)
    posts = "; ".join(word_of(screen, name, row[name]) for name in _RESPONSIBLE if not pd.isna(row[name]) and row[name])
    facts = [screen.area_name(str(row["area"])), when, state, deadline, posts]
    st.html(
        f'<section class="panel measure-card"><h2 class="panel-title">{escape(screen.text("effect.title"))}{about_button(screen, "effect")}</h2>'
        f"<p><b>{escape(str(row['text']))}</b></p><p class='note'>{escape(' · '.join(fact for fact in facts if fact))}</p>"
        f"{_answer(screen, row)}</section>"
    )


def _answer(screen: Screen, row: dict[str, Any]) -> str:
    found = effect_of_measure(screen.snapshot, str(row["id"]))
    if found is None:
        reason = "too_early" if row["state"] in DONE else "not_done"
        return f"<p>{escape(screen.text(f'measure_effect.{reason}'))}</p>"
    lines = "".join(f"<li>{escape(line)}</li>" for line in sentences(screen, found))
    notes = (screen.text(f"measure_effect.{name}") for name in ("not_alone", "same"))
    told = " ".join([_periods(screen, found), *notes])
    return f'<ul class="effects">{lines}</ul><p class="note">{escape(told)}</p>'


def sentences(screen: Screen, found: MeasureEffect) -> list[str]:
    """What can be said of the mahalla itself and, where others had the same measure, of all of them."""
    lines = [effect_sentence(screen, screen.text("measure_effect.here"), found.own)]
    if found.alike.mahallas > 1:
        lines.append(effect_sentence(screen, screen.text("measure_effect.everywhere"), found.alike))
    return lines


def measures_that_can_be_judged(screen: Screen, measures: pd.DataFrame) -> str:
    """A list of the measures of a mahalla that an effect can be told of, the latest first; empty where there is none."""
    items: list[str] = []
    latest = measures[measures["state"].isin(DONE)].sort_values(["quarter", "id"], ascending=[False, True])
    for measure, text in latest[["id", "text"]].itertuples(index=False):
        found = effect_of_measure(screen.snapshot, str(measure))
        if found is not None and len(items) < MOST_LISTED:
            own, *others = sentences(screen, found)
            more = "".join(f"<small>{escape(line)}</small>" for line in [*others, _periods(screen, found)])
            items.append(f"<li><b>{escape(str(text))}</b><br>{escape(own)}{more}</li>")
    if not items:
        return ""
    note = escape(screen.text("measure_effect.not_alone"))
    return f'<ul class="effects">{"".join(items)}</ul><p class="note">{note}</p>'


def _periods(screen: Screen, found: MeasureEffect) -> str:
    return screen.text("measure_effect.periods", **ends_of(found.when))
