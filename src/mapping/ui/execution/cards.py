"""Answers in one look: a row of cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from mapping.ui.about import about_button
from mapping.ui.state import Screen


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
    st.html(
        Markup('<div class="figures answers">{}</div>').format(Markup().join(_drawn(screen, card) for card in cards))
    )


def _drawn(screen: Screen, card: Card) -> Markup:
    about = about_button(screen, card.about) if card.about else ""
    notes = Markup().join(Markup("<span>{}</span>").format(note) for note in card.notes if note)
    return Markup(
        '<div class="figure {}"><div class="label">{}{}</div>'
        '<div class="number">{}</div><div class="notes">{}</div></div>'
    ).format(card.tone, card.label, about, card.answer, notes)
