"""Two snapshots side by side: how much changed of each kind, the list and the map of one kind; the snapshots."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mapping.model import wording
from mapping.model.comparison import ComparedBy, Comparison, usual_before
from mapping.model.levels import Level, level_of
from mapping.model.markup import markup
from mapping.store import Manifest, NoSnapshot, Snapshot, list_snapshots
from mapping.store.home import default_home
from mapping.store.opened import snapshot_by_id
from mapping.ui.changes.change_map import show_change_map
from mapping.ui.changes.change_table import show_change_table
from mapping.ui.changes.snapshot_list import show_snapshots
from mapping.ui.compare.choice import snapshot_words
from mapping.ui.controls import choose
from mapping.ui.links import go_to
from mapping.ui.panels import load_style
from mapping.ui.state import Screen
from mapping.ui.visit import look_at
from mapping.views.difference import ChangeKind, Difference
from mapping.views.map.changes import difference

BEFORE, KIND = "before", "kind"


def show_changes(screen: Screen) -> dict[str, str]:
    """Everything; gives back what the page adds to the link."""
    load_style("changes")
    manifests = list_snapshots(default_home())
    others = [one for one in manifests if one.id != screen.snapshot.id]
    more: dict[str, str] = {}
    if others:
        before = _linked(
            BEFORE, [one.id for one in others], usual_before([one.id for one in manifests], screen.snapshot.id)
        )
        _show_choice(screen, manifests, others, before)
        kind = _show_pair(screen, before)
        more = {BEFORE: before, KIND: str(kind)} if kind else {BEFORE: before}
    else:
        st.info(screen.text("changes.only_one"), icon=":material/info:")
    show_snapshots(screen, manifests[::-1])
    return more


def _linked(name: str, offered: Sequence[str], usual: str) -> str:
    """The choice of a link that was just followed, else of the session; one that is not offered becomes the usual."""
    given = st.query_params.get(name)
    if given in offered and given != st.session_state.get(f"changes_{name}_written"):
        st.session_state[f"changes_{name}"] = given
    kept = st.session_state.get(f"changes_{name}")
    chosen = str(kept) if kept in offered else usual
    st.session_state[f"changes_{name}_written"] = chosen
    return chosen


def _keep(name: str, value: str | None) -> None:
    if value:
        st.session_state[f"changes_{name}"] = value


def _show_choice(screen: Screen, manifests: Sequence[Manifest], others: Sequence[Manifest], before: str) -> None:
    words = snapshot_words(screen, manifests)
    with st.container(key="changes_choice", horizontal=True, vertical_alignment="bottom", gap="small"):
        choose(
            screen.text("changes.from"), [one.id for one in reversed(others)], before, key="w_before",
            words=lambda snapshot: words[snapshot], then=lambda snapshot: _keep(BEFORE, snapshot),
        )  # fmt: skip
        choose(
            screen.text("changes.to"), [one.id for one in reversed(manifests)], screen.snapshot.id, key="w_after",
            words=lambda snapshot: words[snapshot], then=look_at,
        )  # fmt: skip
        go_to(screen, "compare", "compare.maps", more=Comparison(ComparedBy.SNAPSHOTS, before).to_query())


def _show_pair(screen: Screen, before_id: str) -> ChangeKind | None:
    """What changed between the pair; the kind that is listed, or None when the earlier one cannot be opened."""
    try:
        before = snapshot_by_id(before_id)
    except NoSnapshot as fault:
        st.error(fault.told(screen.lang), icon=":material/error:")
        return None
    whole, area = difference(before, screen.snapshot.figures), screen.selection.area
    found = whole if level_of(area) is Level.REGION else whole.under(area)
    kind = ChangeKind(_linked(KIND, [str(one) for one in ChangeKind], _first_with_changes(found)))
    _show_kinds(screen, found, kind)
    if not found.counts[kind]:
        st.success(screen.text("changes.none_of_kind" if not found.is_empty else "changes.none"))
        return kind
    _show_kind(screen, before, found, kind)
    return kind


def _first_with_changes(found: Difference) -> str:
    return str(next((kind for kind, number in found.counts.items() if number), ChangeKind.FIGURES))


def _show_kinds(screen: Screen, changes: Difference, kind: ChangeKind) -> None:
    """How many changes there are of each kind; one is chosen."""
    st.session_state["w_kind"] = str(kind)
    st.pills(
        screen.text("changes.kind", area=screen.area_name(screen.selection.area)), [str(name) for name in ChangeKind], key="w_kind",
        format_func=lambda name: f"{screen.text(f'changes.{name}')} **{wording.number(changes.counts[ChangeKind(name)], screen.lang)}**",
        on_change=lambda: _keep(KIND, st.session_state["w_kind"]),
    )  # fmt: skip
    notes = [screen.text("changes.days_note")] if kind is ChangeKind.MEASURES_OVERDUE else []
    if changes.periods_added:
        notes.append(screen.text("changes.periods_added", periods=", ".join(changes.periods_added)))
    if notes:
        st.html(markup('<p class="change-note">{}</p>', " ".join(notes)))


def _show_kind(screen: Screen, before: Snapshot, found: Difference, kind: ChangeKind) -> None:
    left, right = st.columns([0.58, 0.42], gap="small")
    with left:
        show_change_table(screen, found, kind)
    with right:
        show_change_map(screen, before, found, kind)
