"""Answers in one look: a row of cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st


@dataclass(frozen=True)
class Card:
    """A question, its answer, what qualifies it, and its tone (a CSS class)."""

    label: str
    answer: str
    notes: tuple[str, ...] = ()
    tone: str = ""


def show_cards(cards: Sequence[Card]) -> None:
    """The cards, each as wide as its neighbours."""
    st.html(f'<div class="figures answers">{"".join(_drawn(card) for card in cards)}</div>')


def _drawn(card: Card) -> str:
    notes = "".join(f"<span>{escape(note)}</span>" for note in card.notes if note)
    return (
        f'<div class="figure {card.tone}"><div class="label">{escape(card.label)}</div>'
        f'<div class="number">{escape(card.answer)}</div><div class="notes">{notes}</div></div>'
    )
