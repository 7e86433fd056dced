"""Drop files, read what they came to, settle open names, see what would change, publish."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from mapping import wording
from mapping.difference import Kind as Change
from mapping.importing import (
    Draft,
    Item,
    Preview,
    base_of,
    decide,
    decisions,
    draft,
    empty_base,
    examine_files,
    preview,
)
from mapping.intake.messages import place
from mapping.intake.persons import PERSON_COLUMN
from mapping.intake.reporting import as_html, report_frame, report_header, summary
from mapping.intake.specification import message
from mapping.intake.tables.profile_file import load_profile, shipped_profiles
from mapping.locale import Lang, text
from mapping.model.problems import Refused
from mapping.publishing import publish_dataset
from mapping.store import StoreError
from mapping.store.home import default_home
from mapping.ui.data.uploads import digest, forget, stored

_EXAMINED, _DRAFTED, _PUBLISHED = "data_examined", "data_drafted", "data_published"
_CHANGES = (
    Change.FIGURES,
    Change.POPULATION,
    Change.CATEGORIES,
    Change.AREAS_ADDED,
    Change.AREAS_GONE,
    Change.MEASURES_ADDED,
)


def show_data(lang: Lang) -> None:
    """From dropped files to a published snapshot; nothing is published before the last button."""
    st.html(f'<div class="panel-title">{text("data.title", lang)}<small>{text("data.intro", lang)}</small></div>')
    _tell_published(lang)
    uploads = st.file_uploader(text("data.drop", lang), accept_multiple_files=True, key="data_files")
    options = _options(lang)
    if not uploads:
        return
    paths = stored(uploads)
    items = _examined(paths, options)
    for item in items:
        _show_item(item, lang)
    if any(item.report.unmatched for item in items):
        _show_desk(items, lang)
    _show_outcome(items, options, lang)


def _options(lang: Lang) -> dict[str, Any]:
    with st.expander(text("data.options", lang)):
        left, middle, right = st.columns(3)
        profile = left.selectbox(text("data.profile", lang), ["", *shipped_profiles()], key="data_profile")
        parent = middle.text_input(text("data.parent", lang), key="data_parent")
        as_of = right.date_input(text("data.as_of", lang), value=None, key="data_as_of")
        real = left.toggle(text("data.real", lang), key="data_real")
        fresh = middle.toggle(text("data.fresh", lang), key="data_fresh")
    return {"profile": profile, "parent": parent.strip() or None, "as_of": as_of, "real": real, "fresh": fresh}


def _base(options: dict[str, Any]) -> Any:
    return empty_base() if options["fresh"] else base_of(default_home())


def _examined(paths: Sequence[Path], options: dict[str, Any]) -> list[Item]:
    """What the files came to; examined again only when a file, an option or a decision is another."""
    decided = decisions(default_home())
    key = (digest(paths), str(options), str(sorted(decided.items())))
    kept = st.session_state.get(_EXAMINED)
    if kept and kept[0] == key:
        return list(kept[1])
    profiles = dict.fromkeys(paths, load_profile(options["profile"])) if options["profile"] else {}
    items = examine_files(
        paths, _base(options), decisions=decided, profiles=profiles, parent=options["parent"], as_of=options["as_of"]
    )
    forget(item.path for item in items if any(problem.rule == PERSON_COLUMN for problem in item.report.problems))
    st.session_state[_EXAMINED] = (key, items)
    st.session_state.pop(_DRAFTED, None)
    return items


def _show_item(item: Item, lang: Lang) -> None:
    report = item.report
    sign = ":material/check_circle:" if report.publishable else ":material/error:"
    with st.expander(f"{sign} **{_plain(item.path.name)}**", expanded=not report.publishable):
        st.write(" · ".join(f"{name}: {value}" for name, value in summary(report, lang)))
        frame = report_frame(report, lang)
        if len(frame):
            shown = frame[["severity", "row", "column", "value", "message"]]
            st.dataframe(shown.rename(columns=report_header(lang)), hide_index=True, width="stretch")
        st.download_button(
            text("data.report", lang), as_html(report, lang, item.path.name), file_name=f"{item.path.name}.html",
            mime="text/html", key=f"report_{item.path.name}", on_click="ignore",
        )  # fmt: skip


def _show_desk(items: Sequence[Item], lang: Lang) -> None:
    """Names that fit no area, or several: a person decides once, and it is kept with who and why."""
    st.html(f'<div class="panel-title">{text("data.desk", lang)}<small>{text("data.desk_note", lang)}</small></div>')
    open_names = {one.name: one.suggestions for item in items for one in item.report.unmatched}
    with st.form("data_desk", border=True):
        name = st.selectbox(text("data.name", lang), list(open_names), key="desk_name")
        offered = {
            one.code: f"{one.name} · {one.code} ({one.score:.0f} %)" for found in open_names.values() for one in found
        }
        code = st.selectbox(
            text("data.means", lang), list(offered), key="desk_code", format_func=lambda one: offered.get(one, one),
            accept_new_options=True, index=None, placeholder=text("control.choose", lang),
        )  # fmt: skip
        who, why = st.columns(2)
        person = who.text_input(text("data.who", lang), key="desk_who")
        reason = why.text_input(text("data.why", lang), key="desk_why")
        if st.form_submit_button(text("data.decide", lang)) and name and code and person:
            try:
                decide(default_home(), name, code, who=person, why=reason)
                st.rerun()
            except StoreError as fault:
                st.error(fault.told(lang))


def _show_outcome(items: Sequence[Item], options: dict[str, Any], lang: Lang) -> None:
    """What would change, and the button; or why nothing can be published."""
    if not all(item.report.publishable for item in items):
        st.warning(text("data.not_all", lang))
        return
    try:
        made, seen = _drafted(items, options)
    except Refused as refused:
        for problem in refused.problems[:50]:
            st.error(f"{_plain(place(problem, lang))}: {_plain(message(problem, lang))}")
        return
    st.html(f'<div class="panel-title">{text("importing.preview", lang)}</div>')
    rows = {"areas": seen.areas, **seen.rows}
    table = pd.DataFrame(
        [(name, before, after) for name, (before, after) in rows.items()],
        columns=[text(f"importing.{one}", lang) for one in ("table", "before", "after")],
    )
    left, right = st.columns(2)
    left.dataframe(table, hide_index=True)
    with right:
        _show_changes(seen, lang)
    if st.button(text("data.publish", lang), type="primary", key="data_publish"):
        _publish(made, lang)


def _drafted(items: Sequence[Item], options: dict[str, Any]) -> tuple[Draft, Preview]:
    kept = st.session_state.get(_DRAFTED)
    if kept is None:
        made = draft(items, _base(options), as_of=options["as_of"], demonstration=False if options["real"] else None)
        kept = st.session_state[_DRAFTED] = (made, preview(made, default_home()))
    return kept[0], kept[1]


def _show_changes(seen: Preview, lang: Lang) -> None:
    if seen.difference is None:
        st.info(text("importing.nothing_published", lang))
        return
    counts = seen.difference.counts
    for kind in _CHANGES:
        st.write(f"{text(f'changes.{kind}', lang)}: **{wording.number(counts[kind], lang)}**")


def _publish(made: Draft, lang: Lang) -> None:
    try:
        manifest = publish_dataset(made.dataset, default_home()).manifest
    except StoreError as fault:
        st.error(fault.told(lang))
        return
    st.session_state[_PUBLISHED] = (manifest.id, manifest.as_of.isoformat())
    st.session_state.pop(_EXAMINED, None)
    st.session_state.pop(_DRAFTED, None)
    st.rerun()


def _tell_published(lang: Lang) -> None:
    told = st.session_state.pop(_PUBLISHED, None)
    if told:
        st.success(text("importing.published", lang, id=told[0], as_of=told[1]))


def _plain(words: str) -> str:
    """Words from a file, without what Markdown would read in them."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-!|:$~" else sign for sign in words)
