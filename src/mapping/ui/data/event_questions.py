"""What a file of events leaves open, asked where it is shown: the quarters it covers, what stands first in its dates, the
projection of its coordinates, and whether rows with one id are one event.
"""

from __future__ import annotations

import streamlit as st

from mapping.model.locale import Lang, text
from mapping.model.problems import Refused
from mapping.publishing import Item
from mapping.reading.events.coordinates import is_projection
from mapping.reading.events.coverage import covered_by
from mapping.reading.incidents import DAY_FIRST, MONTH_FIRST
from mapping.ui.data.naming import PERIODS
from mapping.ui.plain import as_text

DATES = "data_dates"
PROJECTION, EVERY_ROW = "data_projection", "data_every_row"
ANSWERS = (PERIODS, DATES, PROJECTION, EVERY_ROW)  # where the answers are kept, by the name of the file
_ORDER_OPEN = {"events_day_order", "events_days_mixed"}


def show_event_questions(item: Item, lang: Lang) -> None:
    """Ask what the report leaves open; the answers hold for this file while the page is open."""
    rules = {problem.rule: problem for problem in item.report.refused}
    name = item.path.name
    if "events_quarter_open" in rules:
        _ask_quarters(name, rules["events_quarter_open"].details.get("covered", ""), lang)
    if rules.keys() & _ORDER_OPEN:
        _ask_order(name, lang)
    if "events_projection" in rules:
        _ask_projection(name, lang)
    if "events_ids_repeat" in rules and st.button(text("data.events_every_row", lang), key=f"every_row_{name}"):
        _keep(EVERY_ROW, name, "1")


def _ask_projection(name: str, lang: Lang) -> None:
    with st.form(f"projection_{name}"):
        written = st.text_input(text("data.events_projection", lang), placeholder="EPSG:32642").strip()
        if not st.form_submit_button(text("data.events_answer", lang), type="primary") or not written:
            return
    if is_projection(written):
        _keep(PROJECTION, name, written)
    st.error(text("data.events_no_projection", lang, value=as_text(written)))


def _ask_quarters(name: str, proposed: str, lang: Lang) -> None:
    with st.form(f"covered_{name}"):
        written = st.text_input(text("data.events_covered", lang), proposed, placeholder="2025Q1-2025Q4")
        if not st.form_submit_button(text("data.events_answer", lang), type="primary") or not written.strip():
            return
    try:
        covered_by(name, written)
    except Refused:
        st.error(text("check.events_period_form", lang, value=written))
        return
    _keep(PERIODS, name, written.strip())


def _ask_order(name: str, lang: Lang) -> None:
    with st.form(f"dates_{name}"):
        chosen = st.radio(
            text("data.events_dates", lang), [DAY_FIRST, MONTH_FIRST], horizontal=True,
            format_func=lambda order: text(f"data.events_{order}", lang),
        )  # fmt: skip
        if st.form_submit_button(text("data.events_answer", lang), type="primary"):
            _keep(DATES, name, chosen)


def _keep(where: str, name: str, answer: str) -> None:
    st.session_state[where] = {**st.session_state.get(where, {}), name: answer}
    st.rerun()


def answers_of(name: str) -> dict[str, str]:
    """What was answered of a file, as the constants of a request."""
    constants = ("period", "dates", "projection", "every_row")
    kept = {constant: st.session_state.get(where, {}) for constant, where in zip(constants, ANSWERS, strict=True)}
    return {constant: answers[name] for constant, answers in kept.items() if name in answers}
