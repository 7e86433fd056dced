"""The snapshots there are: each can be looked at, examined, and made current again."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mapping.access.audit import Act
from mapping.model import wording
from mapping.model.locale import text
from mapping.model.markup import Markup, each, markup
from mapping.reading import place
from mapping.reading.specification import message
from mapping.store import Manifest, NoSnapshot, StoreError, current_id, read_manifest, read_report, use_snapshot
from mapping.store.home import default_home
from mapping.store.scope import WHOLE
from mapping.ui.panels import heading
from mapping.ui.person import may_publish, note
from mapping.ui.state import Screen, query_lang
from mapping.ui.visit import look_at

LISTED = 8
REMARKS_SHOWN = 50
_FAULT = "use_fault"
SNAPSHOT = Markup('<div class="snapshot"><b>{}</b><code>{}</code>{}<span>{}</span></div>')


def show_snapshots(screen: Screen, manifests: Sequence[Manifest]) -> None:
    """The latest first; the earlier ones behind a switch."""
    st.html(markup('<h2 class="panel-title snapshots-title">{}</h2>', screen.text("changes.snapshots")))
    everything = len(manifests) <= LISTED or st.toggle(
        screen.text("changes.show_all", count=wording.number(len(manifests), screen.lang)), key="w_all_snapshots"
    )
    current = current_id(default_home())
    with st.container(key="snapshots", gap=None):
        for manifest in manifests if everything else manifests[:LISTED]:
            _show_row(screen, manifest, current)


def _show_row(screen: Screen, manifest: Manifest, current: str | None) -> None:
    looked_at, is_current = manifest.id == screen.snapshot.id, manifest.id == current
    with st.container(key=f"snapshot_{manifest.id}", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_facts(screen, manifest, is_current=is_current, looked_at=looked_at))
        st.button(
            screen.text("changes.look"), key=f"look_{manifest.id}", disabled=looked_at, on_click=look_at, args=(manifest.id,),
        )  # fmt: skip
        if screen.snapshot.scope == WHOLE and st.button(screen.text("changes.details"), key=f"details_{manifest.id}"):
            _details_of(screen, manifest)
        if st.button(
            screen.text("changes.make_current"),
            key=f"use_{manifest.id}",
            disabled=is_current or not _may_switch(manifest.id),
        ):
            _confirm(screen, manifest)


def _facts(screen: Screen, manifest: Manifest, *, is_current: bool, looked_at: bool) -> Markup:
    def number(value: int) -> str:
        return wording.number(value, screen.lang)

    signs = [("current", is_current), ("looked_at", looked_at and not is_current)]
    badges = each('<em class="{}">{}</em>', ((name, screen.text(f"changes.{name}")) for name, there in signs if there))
    published = wording.moment(manifest.created, screen.lang)
    facts = [screen.text("changes.published", when=published)]
    if screen.snapshot.scope != WHOLE:  # how much was published tells of areas that the reader does not see
        return SNAPSHOT.format(wording.day(manifest.as_of, screen.lang), manifest.id, badges, facts[0])
    facts += [
        screen.text("changes.sizes", areas=number(manifest.rows["area"]), rows=number(manifest.rows["statistic"]),
                    measures=number(manifest.rows["measure"])),
        screen.text("changes.warnings", count=number(manifest.warnings)),
    ]  # fmt: skip
    day = wording.day(manifest.as_of, screen.lang)
    return SNAPSHOT.format(day, manifest.id, badges, " · ".join(facts))


def _details_of(screen: Screen, manifest: Manifest) -> None:
    """Where its figures come from, how much it holds, and what the checks remarked."""

    @st.dialog(screen.text("changes.details_of", id=manifest.id), width="large")
    def show() -> None:
        sources = pd.DataFrame([(one.file, one.size, one.sha256) for one in manifest.sources])
        labels = [screen.text("changes.file"), screen.text("changes.size"), "SHA-256"]
        st.dataframe(sources.set_axis(labels, axis=1), hide_index=True, width="stretch")
        counted = " · ".join(
            f"{screen.text(f'changes.table_{table}')}: {wording.number(rows, screen.lang)}"
            for table, rows in manifest.rows.items()
        )
        st.caption(counted)
        _show_remarks(screen, manifest)

    show()


def _show_remarks(screen: Screen, manifest: Manifest) -> None:
    remarks = read_report(default_home(), manifest.id)
    lines = (f"{place(remark, screen.lang)}: {message(remark, screen.lang)}" for remark in remarks[:REMARKS_SHOWN])
    title = f"{screen.text('snapshots.warnings')}: {wording.number(len(remarks), screen.lang)}"
    listed = each("<li>{}</li>", lines)
    st.html(markup('{}<ul class="remarks">{}</ul>', heading(screen, title), listed))
    if len(remarks) > REMARKS_SHOWN:
        st.caption(screen.text("changes.more_remarks", count=len(remarks) - REMARKS_SHOWN))


def _confirm(screen: Screen, manifest: Manifest) -> None:
    """Everybody sees another snapshot afterwards: asked once more."""

    @st.dialog(screen.text("changes.make_current"))
    def ask() -> None:
        st.write(screen.text("changes.confirm", day=wording.day(manifest.as_of, screen.lang), id=manifest.id))
        with st.container(horizontal=True, gap="small"):
            answers = [
                st.button(
                    screen.text("changes.yes"), key="confirm_use", type="primary", on_click=_use, args=(manifest.id,)
                ),
                st.button(screen.text("changes.no"), key="confirm_not"),
            ]
        if fault := st.session_state.pop(_FAULT, None):
            st.error(fault, icon=":material/error:")
        elif any(answers):
            st.rerun()  # closes the dialog

    ask()


def _may_switch(snapshot_id: str) -> bool:
    """By the server's setting; then by who it is, for the region that is shown and the one that comes. Raises NoSnapshot."""
    named = (snapshot_id, current_id(default_home()))
    return may_publish() and may_publish(*(read_manifest(default_home(), one).region for one in named if one))


def _use(snapshot_id: str) -> None:
    """Make it current and look at it; when that cannot be, why is kept for the dialog."""
    try:
        if not _may_switch(snapshot_id):
            return
        use_snapshot(default_home(), snapshot_id)
        note(Act.SWITCHED, area=read_manifest(default_home(), snapshot_id).region, about=snapshot_id)
    except (NoSnapshot, StoreError) as fault:
        st.session_state[_FAULT] = fault.told(query_lang())
        return
    look_at(None)
    st.toast(text("changes.now_current", query_lang(), id=snapshot_id))
