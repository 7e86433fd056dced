"""The reconciliation desk: names that fit no area, or several, are settled by a person and kept with who and why."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mapping.model.locale import Lang, text
from mapping.publishing import Item, settle, settled_names, withdraw
from mapping.reading.codes import is_code
from mapping.reading.report import OpenName
from mapping.store import StoreError
from mapping.store.home import default_home
from mapping.ui.panels import show_title
from mapping.ui.plain import as_text

_AT_ONCE = 12


def show_desk(items: Sequence[Item], lang: Lang) -> None:
    """Every open name once, with the areas it may mean; nothing where none is open."""
    named = {one.name: (item.path.name, one) for item in items for one in reversed(item.report.unmatched)}
    if not named:
        return
    note = f"{text('data.open_names', lang, count=len(named))}; {text('data.desk_note', lang)}"
    show_title(text("data.desk", lang), note)
    with st.form("data_desk", border=True):
        chosen = {name: _ask(*where, lang) for name, where in list(named.items())[:_AT_ONCE]}
        left, middle, right = st.columns([3, 3, 2], vertical_alignment="bottom")
        person = left.text_input(text("data.who", lang), key="desk_who")
        reason = middle.text_input(text("data.why", lang), key="desk_why")
        if right.form_submit_button(text("data.decide", lang), type="primary", width="stretch"):
            _decide({name: code for name, code in chosen.items() if code}, person.strip(), reason.strip(), lang)


def show_settled(lang: Lang) -> None:
    """What was decided so far, with who and when, and the way to withdraw it; nothing where nothing was."""
    home = default_home()
    try:
        settled = settled_names(home)
    except StoreError as fault:
        st.error(fault.told(lang))
        return
    if not settled:
        return
    with st.expander(f"{text('names.title', lang)}: {len(settled)}"):
        rows = [(one.name, one.code, one.who, one.when, one.why) for one in settled]
        heads = [text(f"names.{key}", lang) for key in ("name", "code", "who", "when", "why")]
        st.dataframe(pd.DataFrame(rows, columns=heads), hide_index=True)
        left, right = st.columns([5, 2], vertical_alignment="bottom")
        shown = {one.name: f"{one.name} = {one.code}" for one in settled}
        name = left.selectbox(
            text("names.which", lang),
            list(shown),
            index=None,
            key="settled_which",
            format_func=lambda one: shown.get(one, one),
        )
        if right.button(text("names.withdraw", lang), key="settled_withdraw", disabled=name is None) and name:
            try:
                withdraw(home, name)
            except StoreError as fault:
                st.error(fault.told(lang))
                return
            st.rerun()


def _ask(file: str, found: OpenName, lang: Lang) -> str | None:
    left, right = st.columns([3, 5], vertical_alignment="center")
    where = text("data.row_of", lang, file=file, row=found.row)
    left.markdown(f"**{as_text(found.name)}**  \n:small[{as_text(where)}]")
    offered = {one.code: f"{one.name} · {one.code} ({one.score:.0f} %)" for one in found.suggestions}
    return right.selectbox(
        text("data.means", lang), list(offered), key=f"desk_{found.name}", index=None, label_visibility="collapsed",
        format_func=lambda one: offered.get(one, one), accept_new_options=True, placeholder=text("data.means", lang),
    )  # fmt: skip


def _decide(chosen: dict[str, str], person: str, reason: str, lang: Lang) -> None:
    wrong = [code for code in chosen.values() if not is_code(code)]
    if wrong:
        st.error(text("data.no_code", lang, value=as_text(wrong[0])))
    elif not person or not chosen:
        st.error(text("data.who_missing" if chosen else "data.none_chosen", lang))
    else:
        try:
            for name, code in chosen.items():
                settle(default_home(), name, code, who=person, why=reason)
        except StoreError as fault:
            st.error(fault.told(lang))
            return
        st.rerun()
