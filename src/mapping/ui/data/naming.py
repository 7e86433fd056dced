"""The step in which a person says what the columns of a table mean; the answer is kept as a profile."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from mapping.model.kinds import FileKind
from mapping.model.locale import Lang, has_text, name_column, text
from mapping.model.vocabulary import Group
from mapping.publishing import Item, keep_profile
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.profile import FIGURES, IGNORED, Meaning
from mapping.reading.tables.roles import FIGURE
from mapping.reading.tables.times import read_period
from mapping.reading.tables.understood import Understood, UnderstoodColumn, likely
from mapping.store import StoreError
from mapping.store.home import default_home
from mapping.ui.controls import distinct_labels
from mapping.ui.panels import show_title
from mapping.ui.plain import as_text

PERIODS = "data_periods"
_ASKING = {"header_unclear", "kind_unclear", "column_absent", "profile_column_absent", "number_ambiguous"}
_KINDS = tuple(kind for kind in FileKind if kind.table is not None)
_TIMES = ("period", "quarter", "year")
_OF = "figures:"


def show_naming(item: Item, indicators: pd.DataFrame, lang: Lang) -> None:
    """Ask for what is not understood of a table; offer the rest for correction."""
    columns = item.report.columns
    if columns is None or not columns.columns:
        return
    name = item.path.name
    rules = {problem.rule for problem in item.report.refused}
    if not rules & _ASKING and not st.toggle(text("naming.show", lang), key=f"naming_{name}"):
        return
    with st.container(border=True, key=f"naming_box_{name}"):
        show_title(text("naming.title", lang), text("naming.note", lang))
        kind = _ask_kind(columns, name, lang)
        if kind is None:
            return
        meanings = _ask_columns(columns, kind, indicators, name, lang, asked=bool(rules & _ASKING))
        marks = _ask_numbers(columns, name, lang)
        period = _ask_period(item, name, lang)
        if st.button(text("naming.keep", lang), type="primary", key=f"keep_{name}"):
            _keep(item, columns, kind, meanings, marks, period, lang)


def _ask_kind(columns: Understood, name: str, lang: Lang) -> FileKind | None:
    return st.selectbox(
        text("naming.kind", lang), _KINDS, index=_KINDS.index(columns.kind) if columns.kind in _KINDS else None,
        format_func=lambda one: text(f"checked.kind_{one}", lang).capitalize(), key=f"kind_{name}",
        placeholder=text("naming.unknown", lang),
    )  # fmt: skip


def _ask_columns(
    columns: Understood, kind: FileKind, indicators: pd.DataFrame, name: str, lang: Lang, *, asked: bool
) -> dict[str, Meaning]:
    """What the columns mean by heading; those that were understood are shown on demand."""
    options = _options(kind, indicators, lang)
    unknown = [one for one in columns.columns if not one.meaning.means]
    known = [one for one in columns.columns if one.meaning.means]
    shown = list(unknown)
    if known and (not unknown or st.toggle(text("naming.understood", lang, count=len(known)), key=f"known_{name}")):
        shown = list(columns.columns)
    return {one.heading: _ask_column(one, options, kind, f"{name}_{n}", lang) for n, one in enumerate(shown)}


def _ask_column(column: UnderstoodColumn, options: Mapping[str, str], kind: FileKind, key: str, lang: Lang) -> Meaning:
    left, middle, right = st.columns([3, 3, 2], vertical_alignment="center")
    samples = " · ".join(column.samples)
    told = text("naming.samples", lang, values=as_text(samples)) if samples else text("naming.no_samples", lang)
    left.markdown(f"**{as_text(column.heading)}**  \n:small[{told}]")
    before = _option_of(column.meaning) or likely(column)
    codes = list(options)
    chosen = middle.selectbox(
        text("naming.means", lang, heading=column.heading), codes, index=codes.index(before) if before in codes else None,
        format_func=lambda one: options[one], key=f"means_{key}", label_visibility="collapsed",
        placeholder=text("naming.unknown", lang),
    )  # fmt: skip
    if chosen is None:
        return Meaning(IGNORED)
    if not chosen.startswith(_OF):
        return Meaning(chosen)
    groups = ["", *map(str, Group)]
    group = right.selectbox(
        text("naming.group", lang), groups, index=groups.index(column.meaning.group or ""), key=f"group_{key}",
        format_func=lambda one: text(f"group.{one}" if one else "naming.by_row", lang), label_visibility="collapsed",
    )  # fmt: skip
    return Meaning(
        FIGURES if group or chosen != _OF else "people", None, chosen.removeprefix(_OF) or None, group or None
    )


def _options(kind: FileKind, indicators: pd.DataFrame, lang: Lang) -> dict[str, str]:
    """What a column of a table of this kind may mean, in words, no two the same: indicators may share a name."""
    table = kind.table
    assert table is not None
    roles = ["area_code", "area_name", "wider_name"]
    own = [one.name for one in table.columns if one.name not in ("area", *_TIMES, FIGURE.get(table.name))]
    times = [name for name in ("period", "year") if any(one.name in _TIMES for one in table.columns)]
    found = {name: _words(name, lang) for name in [*roles, *times, *own]}
    figure = FIGURE.get(table.name)
    if kind is FileKind.STATISTICS:
        names = zip(indicators["code"], indicators[name_column(lang)].fillna(""), strict=True)
        found |= {f"{_OF}{code}": text("meaning.figures", lang, name=name or code) for code, name in names}
    if figure:
        found[_OF if kind is FileKind.POPULATION else figure] = text("meaning.figures", lang, name=_words(figure, lang))
    found |= {name: _words(name, lang) for name in ("number", IGNORED)}
    return distinct_labels(list(found), found.__getitem__)


def _words(name: str, lang: Lang) -> str:
    return text(f"meaning.{name}" if has_text(f"meaning.{name}") else f"column.{name}", lang)


def _option_of(meaning: Meaning) -> str | None:
    if meaning.means == FIGURES:
        return f"{_OF}{meaning.indicator or ''}"
    return f"{_OF}" if meaning.means == "people" else meaning.means or None


def _ask_numbers(columns: Understood, name: str, lang: Lang) -> Marks:
    """What a sign with three digits behind it means, as far as a number of the table leaves it open."""
    before = columns.profile.marks if columns.profile else Marks()
    if not columns.open_numbers:
        return before
    shown = columns.open_numbers[0]
    sign = "." if "." in shown else ","
    words = {"thousands": shown.replace(sign, " "), "decimal": shown.replace(sign, "," if lang is not Lang.EN else ".")}
    chosen = st.radio(
        text("naming.numbers", lang, value=f"“{shown}”"), list(words), index=None, key=f"numbers_{name}", horizontal=True,
        format_func=lambda one: text(f"naming.{one}", lang, number=words[one]),
    )  # fmt: skip
    other = "," if sign == "." else "."
    return {"thousands": Marks(other, sign), "decimal": Marks(sign, before.thousands)}.get(chosen or "", before)


def _ask_period(item: Item, name: str, lang: Lang) -> str:
    """The period of the whole table, where neither a column nor a title tells one."""
    lacking = {problem.column for problem in item.report.refused if problem.rule == "column_absent"}
    if not lacking & set(_TIMES) and name not in st.session_state.get(PERIODS, {}):
        return ""
    written = st.text_input(text("naming.period", lang), key=f"period_{name}", help=text("naming.period_note", lang))
    return written.strip()


def _keep(
    item: Item,
    columns: Understood,
    kind: FileKind,
    meanings: Mapping[str, Meaning],
    marks: Marks,
    period: str,
    lang: Lang,
) -> None:
    if period and read_period(period) is None:
        st.error(text("naming.no_period", lang, value=as_text(period)))
        return
    profile = columns.profile_of(kind, meanings, marks, item.path.stem)
    try:
        kept = keep_profile(default_home(), profile)
    except StoreError as fault:
        st.error(fault.told(lang))
        return
    if period:
        st.session_state[PERIODS] = {**st.session_state.get(PERIODS, {}), item.path.name: period}
    st.toast(text("naming.kept", lang, name=kept))
    st.rerun()
