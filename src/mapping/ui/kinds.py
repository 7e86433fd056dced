"""The words and signs of kinds of areas: categories and their shifts, hot and cold spots, clusters."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mapping.maps.palettes import KIND_PATTERNS, KIND_SIGNS
from mapping.maps.view import CATEGORIES, NO_CLUSTER, SHIFTS, View
from mapping.model.selection import Value
from mapping.ui.state import Screen


def kind_word(screen: Screen, code: str) -> str:
    """What an area of a kind is called: in a tooltip, a list, the legend."""
    if code in CATEGORIES:
        return screen.text(f"category.{code}")
    if code in SHIFTS:
        return screen.text(f"shift.{code}")
    if code.isdecimal() and code != NO_CLUSTER:
        return screen.text("kind.cluster", number=code)
    return screen.text("kind.none" if code == NO_CLUSTER else f"kind.{code}")


def kind_words(screen: Screen, view: View) -> dict[str, str]:
    """The word of each kind of a view by its code; of the categories too, from which it may have been found."""
    return {code: kind_word(screen, code) for code in (*view.kinds, *map(str, CATEGORIES))}


def kind_sign(screen: Screen, code: str) -> str:
    """The letter or sign written into areas of a kind; empty where there is none."""
    return screen.text(f"category.{code}_letter") if code in CATEGORIES else KIND_SIGNS.get(code, "")


def kind_pattern(code: str) -> str:
    """The pattern of a kind's fill: lines, dots, or none."""
    return KIND_PATTERNS.get(code, "")


def verdict(risk: dict[str, Any]) -> str:
    """Whether a risk is `above` or `below` the region's average, or `unsure`: keys of the catalogue's `risk`."""
    if pd.isna(risk["differs"]) or not risk["differs"]:
        return "unsure"
    return "above" if risk["rr"] > 1 else "below"


def unsure_word(screen: Screen) -> str:
    """Why an area is drawn faint."""
    value: Value = screen.selection.value
    return screen.text("change.cannot_tell" if value.is_change else "risk.unsure")
