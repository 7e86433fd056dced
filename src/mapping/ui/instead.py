"""What the map shows where the view asked for has nothing that may be shown: the districts, and that it does so is said."""

from __future__ import annotations

from dataclasses import replace

from mapping.model.levels import Level
from mapping.ui.state import Screen
from mapping.views.map.view import NO_CLASS, View, compute


def districts_instead(screen: Screen, view: View) -> tuple[Screen, View] | None:
    """The region's districts by the same figures, where small counts leave no mahalla of the view a class; else None.

    None as well where the districts have none either, and for what is only found of mahallas.
    """
    selection = screen.selection
    if selection.drawn_level is not Level.MAHALLA or not view.hidden.any() or (view.classes != NO_CLASS).any():
        return None
    wide = replace(selection.at(screen.snapshot.region), all_mahallas=False)
    if wide.drawn_level is not Level.DISTRICT:
        return None
    found = compute(screen.snapshot, wide)
    return (Screen(screen.snapshot, wide), found) if (found.classes != NO_CLASS).any() else None
