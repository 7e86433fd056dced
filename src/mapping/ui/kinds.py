"""The words and signs of kinds of areas: categories and their shifts, hot and cold spots, clusters."""

from __future__ import annotations

from typing import Any

from mapping.model.markup import Markup, markup
from mapping.stats.results import Side, side_of
from mapping.ui.state import Screen
from mapping.views.map import titles
from mapping.views.map.view import CATEGORIES, View


def kind_word(screen: Screen, code: str) -> str:
    """What an area of a kind is called: in a tooltip, a list, the legend."""
    return titles.kind_word(code, screen.lang)


def kind_words(screen: Screen, view: View) -> dict[str, str]:
    """The word of each kind of a view by its code; of the categories too, from which it may have been found."""
    return {code: kind_word(screen, code) for code in (*view.kinds, *map(str, CATEGORIES))}


def kind_sign(screen: Screen, code: str) -> str:
    """The letter or sign written into areas of a kind; empty where there is none."""
    return titles.kind_sign(code, screen.lang)


def verdict(risk: dict[str, Any]) -> Side:
    """The side of an area's risk: a key of the catalogue's `risk`."""
    return side_of(risk["rr"], risk["differs"])


def badge(screen: Screen, category: str) -> Markup:
    """A category as a coloured sign with its letter."""
    letter, word = screen.text(f"category.{category}_letter"), screen.text(f"category.{category}")
    return markup('<em class="badge badge-{}"><b>{}</b>{}</em>', category, letter, word)
