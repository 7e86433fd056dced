"""Answers in one look: a row of cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from mapping.model.markup import Markup, each, joined, markup
from mapping.ui.about import about_button
from mapping.ui.state import Screen

FIGURE = Markup(
    '<div class="figure {}"><div class="label">{}{}</div><div class="number">{}</div><div class="notes">{}</div></div>'
)


@dataclass(frozen=True)
class Card:
    """A question, its answer, what qualifies it, its tone (a CSS class), and the figure that its (i) tells of."""

    label: str
    answer: str
    notes: tuple[str, ...] = ()
    tone: str = ""
    about: str = ""


def show_cards(screen: Screen, cards: Sequence[Card]) -> None:
    """The cards, each as wide as its neighbours."""
    st.html(markup('<div class="figures answers">{}</div>', joined(_drawn(screen, card) for card in cards)))


def _drawn(screen: Screen, card: Card) -> Markup:
    about = about_button(screen, card.about) if card.about else ""
    notes = each("<span>{}</span>", filter(None, card.notes))
    return FIGURE.format(card.tone, card.label, about, card.answer, notes)
