"""What the map's first drawing needs: where all of it is to be had, for a browser in which no page stands yet."""

from __future__ import annotations

from typing import Any, get_args

from mapping.model.levels import Level, level_of, lineage
from mapping.model.selection import Selection
from mapping.store import Snapshot
from mapping.views.map import addresses
from mapping.views.map.display import read_index, set_name
from mapping.views.map.palettes import Theme


def first_drawing(snapshot: Snapshot, selection: Selection) -> dict[str, Any] | None:
    """Addresses by the names of `assets/first.js`, those that differ by theme for each; None for a view that is dear to find, or
    that is looked at nearer than a district, where the map alone knows how near.
    """
    if selection.value.is_cluster or level_of(selection.area) is Level.MAHALLA:
        return None
    geometry, around = shapes(snapshot, selection)
    shown = addresses.shown(snapshot, selection)
    return {
        "geometry": geometry,
        "around": around,
        "painting": {theme: addresses.painting(shown, selection, theme) for theme in get_args(Theme)},
        "look": {theme: addresses.look(selection.lang, theme) for theme in get_args(Theme)},
        "focus": focus_of(selection.area),
        "isWhole": selection.scope == snapshot.region,
    }


def shapes(snapshot: Snapshot, selection: Selection) -> tuple[str, str | None]:
    """Where the areas that a selection draws are to be had, and the districts around them; None where districts are drawn."""
    index, level = read_index(snapshot.folder), selection.drawn_level
    around = addresses.geometry(snapshot.served, index[set_name(Level.DISTRICT, snapshot.region)])
    return (
        addresses.geometry(snapshot.served, index[set_name(level, selection.scope)]),
        around if level is Level.MAHALLA else None,
    )


def focus_of(area: str) -> str | None:
    """The district that the map shows near; None for the whole region."""
    return None if level_of(area) is Level.REGION else lineage(area)[1]
