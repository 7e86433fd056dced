"""One measure, whole: its text, everything known of it, and whether it helped."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.live.view import LiveView
from mapping.model import wording
from mapping.model.markup import Markup, each
from mapping.ui.components import component
from mapping.ui.execution.measure_effect import measure_answer
from mapping.ui.measure_rows import has
from mapping.ui.measure_words import word_of
from mapping.ui.panels import heading, load_style
from mapping.ui.reporting import form_told, may_report_on, offered
from mapping.ui.state import Screen

CARD = Markup('<section class="panel measure-card"><h2>{}</h2><p class="where">{}</p><dl>{}</dl></section>')
HELPED = Markup('<section class="panel measure-helped">{}{}</section>')
_WORDS = ("factor", "target_group", "sector")
_RESPONSIBLE = (("seven_member", ""), ("district_post", "district_agency"), ("region_post", "region_agency"))


def show_detail(screen: Screen, measure: pd.Series) -> None:
    """Text, facts, and below whether it helped."""
    load_style("execution")
    row = {str(name): value for name, value in measure.items()}
    facts = each("<dt>{}</dt><dd>{}</dd>", ((label, said) for label, said in _facts(screen, row) if said))
    area = str(row["area"])
    where = f"{screen.area_name(area)}, {screen.area_name(area[:7])}"
    helped = heading(screen, screen.text("effect.title"), "effect", level=3)
    st.html(CARD.format(row["text"], where, facts))
    show_reports(screen, str(row["id"]), str(row["text"]))
    st.html(HELPED.format(helped, measure_answer(screen, row)))


def show_reports(screen: Screen, measure: str, words: str) -> None:
    """What was reported of a measure, who and when; and the form, for those who may."""
    one, snapshot = may_report_on(screen), screen.snapshot
    data = {
        "measure": measure,
        "title": words,
        "seq": snapshot.seq if isinstance(snapshot, LiveView) else 0,
        "until": screen.selection.seq,
        "report": offered(snapshot, one, measure) if one else {},
        "form": form_told(screen),
    }
    component("reports")(key="reports", data=data)


def _facts(screen: Screen, row: dict[str, object]) -> list[tuple[str, str]]:
    """Label and words of all that is known, in the order in which a meeting asks; empty words where nothing is."""

    def fact(name: str, said: str) -> tuple[str, str]:
        return screen.text(f"measure.{name}"), said

    def word(name: str) -> str:
        return word_of(screen, name, str(row[name])) if has(row[name]) else ""

    def number(name: str) -> str:
        return wording.number(float(row[name]), screen.lang) if has(row[name]) else ""  # type: ignore[arg-type]

    def day(name: str) -> str:
        return wording.day(row[name], screen.lang) if has(row[name]) else ""  # type: ignore[arg-type]

    answering = [
        fact(post, ", ".join(filter(None, [word(post), word(agency) if agency else ""])))
        for post, agency in _RESPONSIBLE
    ]
    return [
        fact("state", word("state")),
        fact("days_overdue", number("days_overdue")),
        fact("progress", number("progress")),
        fact("deadline", day("deadline")),
        fact("done_on", day("done_on")),
        fact("result", str(row["result"]) if has(row["result"]) else ""),
        *answering,
        fact("quarter", word("quarter")),
        *(fact(name, word(name)) for name in _WORDS),
        fact("id", str(row["id"])),
    ]
