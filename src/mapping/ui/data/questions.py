"""What is asked before files are published, a tick for each rule; and the sums of file and result side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mapping.model import wording
from mapping.model.locale import Lang, has_text, name_column, text
from mapping.model.periods import Quarter
from mapping.model.problems import Problem
from mapping.publishing import ComparedSum, Proposal, compared_sums
from mapping.reading.messages import place
from mapping.reading.specification import message, rule_of
from mapping.reading.tables.doubts import DECLINABLE
from mapping.ui.panels import show_title
from mapping.ui.plain import as_text

DECLINED, BLANKS = "data_declined", "data_replace_by_blank"
_SHOWN = 5


def ask_questions(made: Proposal, lang: Lang) -> bool:
    """Each question with its first places and a tick; whether all are agreed to."""
    asked: dict[str, list[Problem]] = {}
    for problem in made.open_questions():
        asked.setdefault(rule_of(problem), []).append(problem)
    if not asked and not st.session_state.get(BLANKS):
        return True
    show_title(text("data.questions", lang), text("data.questions_note", lang))
    agreed = [_ask(rule, problems, lang) for rule, problems in asked.items()]
    if made.kept or st.session_state.get(BLANKS):
        st.checkbox(text("data.replace_by_blank", lang), key=BLANKS)
    return all(agreed)


def _ask(rule: str, problems: Sequence[Problem], lang: Lang) -> bool:
    with st.container(border=True, key=f"question_{rule}"):
        for problem in problems[:_SHOWN]:
            st.markdown(f"{as_text(place(problem, lang))}: {as_text(message(problem, lang))}")
        if len(problems) > _SHOWN:
            st.caption(text("data.more", lang, count=wording.number(len(problems) - _SHOWN, lang)))
        left, right = st.columns([3, 2], vertical_alignment="center")
        agreed = left.checkbox(text("data.agree", lang, count=len(problems)), key=f"agree_{rule}")
        if rule in DECLINABLE and right.button(text("data.decline", lang), key=f"decline_{rule}"):
            st.session_state[DECLINED] = st.session_state.get(DECLINED, frozenset()) | {rule}
            st.rerun()
    return agreed


def show_sums(made: Proposal, lang: Lang) -> None:
    """Cells and sums of every table beside those of the result, those that differ first."""
    sums = sorted(compared_sums(made), key=lambda one: not one.differs)
    if not sums:
        return
    indicators = made.dataset.tables["indicator"]
    names = dict(zip(indicators["code"], indicators[name_column(lang)], strict=True))
    keys = ("sum_of", "file_cells", "file_sum", "result_cells", "result_sum")
    rows = [(_of(one, names, lang), *one[3:]) for one in sums]
    frame = pd.DataFrame(rows, columns=[text(f"importing.{key}", lang) for key in keys])
    show_title(text("importing.sums", lang), "")
    st.dataframe(frame, hide_index=True)


def _of(one: ComparedSum, names: dict[str, str], lang: Lang) -> str:
    told = [_word(part, names, lang) for part in one.of]
    return ("≠ " if one.differs else "= ") + " · ".join([one.file, *told])


def _word(part: str, names: dict[str, str], lang: Lang) -> str:
    if part in names:
        return str(names[part] or part)
    try:
        return wording.quarter(Quarter.parse(part), lang)
    except ValueError:
        return text(f"group.{part}", lang) if has_text(f"group.{part}") else part
