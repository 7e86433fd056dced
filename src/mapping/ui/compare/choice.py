"""What is compared with what, kept in the session and in the link alike, and the controls that change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from mapping.model import wording
from mapping.model.comparison import (
    COMPARED,
    ComparedBy,
    Comparison,
    comparable,
    district_of,
    districts,
    fitting,
    offered,
    read,
)
from mapping.model.levels import Level, level_of
from mapping.model.periods import Period, periods
from mapping.model.selection import Fallback
from mapping.store import Manifest, current_id
from mapping.store.home import default_home
from mapping.ui.controls import KEY, choose, how_long, shown_word, what_counted, when
from mapping.ui.row import Control, show_row
from mapping.ui.state import Screen, change, take_choice, transit
from mapping.ui.visit import look_at

_KEPT, _WRITTEN, _TOLD = "comparison", "comparison_written", "comparison_told"
PARAMETERS = ("compare", "with")


@dataclass(frozen=True)
class Pair:
    """What is compared: the screen holds the right side; the snapshots there are, the earliest first."""

    screen: Screen
    comparison: Comparison
    manifests: Sequence[Manifest]

    @property
    def snapshots(self) -> list[str]:
        return [one.id for one in self.manifests]


def load_pair(screen: Screen, manifests: Sequence[Manifest]) -> tuple[Pair, list[Fallback]]:
    """The link's comparison when a link was followed, else the session's; and what a link asked for in vain.

    A view that cannot be compared becomes one that can, for the whole visit, and the page starts anew.
    """
    snapshots = [one.id for one in manifests]
    query = {name: st.query_params[name] for name in PARAMETERS if name in st.query_params}
    fallbacks: list[Fallback] = []
    kept = st.session_state.get(_KEPT)
    if kept is None or (query and query != st.session_state.get(_WRITTEN)):
        comparison, fallbacks = read(query, screen.selection, screen.snapshot, snapshots)
    else:
        comparison = fitting(kept, screen.selection, screen.snapshot, snapshots)
    _mend(screen, comparison.kind)
    st.session_state[_KEPT] = comparison
    return Pair(screen, comparison, manifests), [*st.session_state.pop(_TOLD, []), *fallbacks]


def _mend(screen: Screen, kind: ComparedBy) -> None:
    """Another value or a district, where the view cannot be compared as it is."""
    selection, told = screen.selection, []
    mended = comparable(selection)
    if mended != selection:
        told.append(Fallback("value", selection.shown, mended.shown))
    if kind is ComparedBy.DISTRICTS and level_of(selection.area) is Level.REGION:
        mended = mended.at(districts(screen.snapshot)[0])
        told.append(Fallback("area", selection.area, mended.area))
    if told:
        st.session_state[_TOLD] = told
        transit(lambda _: mended)
        st.rerun()


def note_written(comparison: Comparison) -> None:
    """The address says it now."""
    st.session_state[_WRITTEN] = comparison.to_query()


def keep(**fields: object) -> None:
    """Change fields of the comparison."""
    take_choice()
    st.session_state[_KEPT] = replace(st.session_state[_KEPT], **fields)


def show_choice(pair: Pair) -> None:
    """One row: what is compared, what is counted and whose, when, and which value."""
    screen, kind = pair.screen, pair.comparison.kind
    compared = Control(
        "compare", "buttons", screen.text("compare.what"), kind, {one: screen.text(f"compare.{one}") for one in ComparedBy},
        then=lambda chosen: _compare(screen, ComparedBy(chosen)),
    )  # fmt: skip
    value = Control(
        "compared", "list", screen.text("control.show"), screen.selection.shown,
        {what: shown_word(screen, what) for what in COMPARED}, then=lambda what: transit(lambda selection: selection.showing(what)),
    )  # fmt: skip
    show_row(
        KEY,
        [compared, *what_counted(screen), *([how_long(screen)] if kind is ComparedBy.PERIODS else when(screen)), value],
    )


def _compare(screen: Screen, kind: ComparedBy) -> None:
    """Another kind; two districts need one to begin with."""
    keep(kind=kind, other="")
    if kind is ComparedBy.DISTRICTS and level_of(screen.selection.area) is Level.REGION:
        transit(lambda selection: selection.at(districts(screen.snapshot)[0]))


def show_left(pair: Pair) -> None:
    """What stands on the left."""
    screen, comparison = pair.screen, pair.comparison
    options = offered(comparison.kind, screen.selection, screen.snapshot, pair.snapshots)
    chosen = district_of(comparison.other) if comparison.kind is ComparedBy.DISTRICTS else comparison.other
    choose(
        screen.text("compare.left"), options, chosen, key="w_left", words=_words(pair).__getitem__,
        then=lambda other: keep(other=other),
    )  # fmt: skip


def show_right(pair: Pair) -> None:
    """What stands on the right: a field of the view itself."""
    screen, words = pair.screen, _words(pair)
    options, chosen = _rights(pair)
    choose(
        screen.text("compare.right"), options, chosen, key="w_right", words=words.__getitem__,
        then=partial(_stand_right, pair.comparison.kind),
    )  # fmt: skip


def _rights(pair: Pair) -> tuple[list[str], str]:
    """What can stand on the right, and what does."""
    selection, snapshot = pair.screen.selection, pair.screen.snapshot
    match pair.comparison.kind:
        case ComparedBy.PERIODS:
            return [str(one) for one in periods(snapshot.quarters, selection.period.span)[::-1]], str(selection.period)
        case ComparedBy.DISTRICTS:
            left = district_of(pair.comparison.other)
            return [code for code in districts(snapshot) if code != left], district_of(selection.area)
        case ComparedBy.SNAPSHOTS:
            return pair.snapshots[::-1], snapshot.id


def _stand_right(kind: ComparedBy, chosen: str) -> None:
    match kind:
        case ComparedBy.PERIODS:
            change(period=Period.parse(chosen))
        case ComparedBy.DISTRICTS:
            transit(lambda selection: selection.at(chosen))
        case ComparedBy.SNAPSHOTS:
            look_at(chosen)


def _words(pair: Pair) -> Mapping[str, str]:
    """What can stand on either side, in words."""
    screen = pair.screen
    match pair.comparison.kind:
        case ComparedBy.PERIODS:
            return {str(one): wording.period(one, screen.lang) for one in periods(screen.snapshot.quarters)}
        case ComparedBy.DISTRICTS:
            return {code: screen.area_name(code) for code in districts(screen.snapshot)}
        case ComparedBy.SNAPSHOTS:
            return snapshot_words(screen, pair.manifests)


def snapshot_words(screen: Screen, manifests: Sequence[Manifest]) -> Mapping[str, str]:
    """Each snapshot by its day and id, the current one marked."""
    current = current_id(default_home())
    marks = {one.id: f" · {screen.text('changes.current')}" if one.id == current else "" for one in manifests}
    return {one.id: f"{wording.day(one.as_of, screen.lang)} · {one.id}{marks[one.id]}" for one in manifests}


def select_left(kind: ComparedBy, code: str) -> None:
    """An area clicked on the left map: it is selected; of another district it stays on the left."""
    if kind is not ComparedBy.DISTRICTS:
        transit(lambda selection: selection.at(code))
    elif level_of(code) is not Level.REGION:
        keep(other=code)
