"""The page: what is compared, the maps, and the table that says the same."""

from __future__ import annotations

import streamlit as st

from mapping.store import NoSnapshot, list_snapshots
from mapping.store.home import default_home
from mapping.ui.chrome import tell_fallback
from mapping.ui.compare.choice import Pair, load_pair, note_written, show_choice, show_left, show_right
from mapping.ui.compare.districts import show_districts
from mapping.ui.compare.maps import show_maps
from mapping.ui.compare.table import show_table
from mapping.ui.panels import load_style
from mapping.ui.plain import as_text
from mapping.ui.state import Screen, write_address
from mapping.views.map.comparison import NotThereError, Side, compare_sides, sides_of


def show_compare(screen: Screen) -> dict[str, str]:
    """Everything; gives back what the page adds to the link."""
    load_style("compare")
    pair, fallbacks = load_pair(screen, list_snapshots(default_home()))
    more = pair.comparison.to_query()
    write_address(screen.selection, more)
    note_written(pair.comparison)
    for fallback in fallbacks:
        tell_fallback(screen, fallback)
    show_choice(pair)
    if not pair.comparison.other:
        st.info(screen.text(f"compare.none_{pair.comparison.kind}"), icon=":material/info:")
        return more
    sides = _sides(pair)
    if sides:
        _show(pair, *sides)
    return more


def _sides(pair: Pair) -> tuple[Side, Side] | None:
    """Both sides; None, with a message and the controls, where the snapshot on the left cannot be compared with."""
    screen = pair.screen
    try:
        return sides_of(pair.comparison, screen.snapshot, screen.selection)
    except NotThereError as fault:
        lacking = ", ".join(one.given for one in fault.lacking)
        told = screen.text("compare.not_there", snapshot=pair.comparison.other, lacking=lacking)
    except NoSnapshot as fault:
        told = fault.told(screen.lang)
    left, right = st.columns(2)
    with left:
        show_left(pair)
    with right:
        show_right(pair)
    st.warning(as_text(told), icon=":material/warning:")
    return None


def _show(pair: Pair, left: Side, right: Side) -> None:
    found = compare_sides(pair.comparison.kind, left, right)
    show_maps(pair, left, right, found, lambda: show_districts(pair, left, right))
    show_table(pair, left, right, found)
