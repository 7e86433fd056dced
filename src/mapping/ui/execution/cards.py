"""Answers in one look: a row of cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

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
    st.html(f'<div class="figures answers">{"".join(_drawn(screen, card) for card in cards)}</div>')


def _drawn(screen: Screen, card: Card) -> str:
    about = about_button(screen, card.about) if card.about else ""
    notes = "".join(f"<span>{escape(note)}</span>" for note in card.notes if note)
    return (
        f'<div class="figure {card.tone}"><div class="label">{escape(card.label)}{about}</div>'
        f'<div class="number">{escape(card.answer)}</div><div class="notes">{notes}</div></div>'
    )
