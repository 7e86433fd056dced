"""Did it help? Measures against each factor: the ratio of crimes to those expected, as a picture and in sentences."""

from __future__ import annotations

import math
from html import escape

import streamlit as st

from mapping.measures.effect import Effect, Verdict
from mapping.model import wording
from mapping.model.vocabulary import TermKind
from mapping.ui.about import about_button
from mapping.ui.components import component
from mapping.ui.measure_words import word_of
from mapping.ui.state import Screen
from mapping.views.oversight.effects import Window, effect_of, window

WIDTH, LABEL, NUMBERS, ROW, HEAD = 1000, 240, 300, 26, 30
LOWEST, HIGHEST = 0.4, 2.5
TICKS = (0.5, 0.7, 1.0, 1.4, 2.0)
BEST_FIRST = (Verdict.HELPED, Verdict.CANNOT_TELL, Verdict.WORSE)


def show_effects(screen: Screen, area: str) -> None:
    """Every factor whose measures allow an answer in the area."""
    title = f"{screen.text('effect.title')} · {screen.area_name(area)}"
    st.html(f'<h2 class="panel-title">{escape(title)}{about_button(screen, "effect")}</h2>')
    found = {
        factor: effect
        for factor in screen.snapshot.terms(TermKind.FACTOR).index
        if (effect := effect_of(screen.snapshot, "factor", factor, area))
    }
    told = {factor: one for factor, one in found.items() if one.verdict is not Verdict.FEW}
    when = window_words(screen)
    if not told or not when:
        st.html(f"<p>{escape(screen.text('effect.few'))}</p>")
        return
    st.html(f"<p class='note'>{escape(when)} {escape(screen.text('effect.how'))}</p>")
    ordered = sorted(told.items(), key=lambda one: one[1].ratio)
    component("chart")(key="effects", data={"svg": forest(screen, ordered)})


def window_words(screen: Screen) -> str:
    """Which quarters are compared; empty where none can be."""
    found = window(screen.snapshot)
    if found is None:
        return ""
    return screen.text("effect.window", **ends_of(found))


def ends_of(found: Window) -> dict[str, str]:
    """The quarters at which a window's parts begin and end, as a sentence writes them."""
    ends = {
        "first": found.first,
        "last": found.last,
        "before": found.before[0],
        "before_end": found.before[-1],
        "after": found.after[0],
        "after_end": found.after[-1],
    }
    return {name: f"{one.number}/{one.year}" for name, one in ends.items()}


def forest(screen: Screen, effects: list[tuple[str, Effect]]) -> str:
    """One line per factor: ratio with its interval; a hollow ring for the naive comparison, which misleads."""
    bottom = HEAD + ROW * len(effects)
    rows = "".join(
        _line(screen, factor, one, HEAD + ROW * (place + 0.5)) for place, (factor, one) in enumerate(effects)
    )
    title = escape(screen.text("effect.title"))
    return f'<svg class="forest" viewBox="0 0 {WIDTH} {bottom + 6}" role="img" aria-label="{title}">{_axis(screen, bottom)}{rows}</svg>'


def _x(ratio: float) -> float:
    """The place of a ratio on a logarithmic scale, held within the picture."""
    inside = min(HIGHEST, max(LOWEST, ratio))
    return LABEL + (WIDTH - LABEL - NUMBERS) * math.log(inside / LOWEST) / math.log(HIGHEST / LOWEST)


def _axis(screen: Screen, bottom: float) -> str:
    return "".join(
        f'<line x1="{_x(tick):.1f}" x2="{_x(tick):.1f}" y1="{HEAD - 4}" y2="{bottom}" class="{"one" if tick == 1 else "grid"}"/>'
        f'<text x="{_x(tick):.1f}" y="18" class="tick">{wording.per_cent(100 * (tick - 1), screen.lang, signed=True)}</text>'
        for tick in TICKS
    )


def _line(screen: Screen, factor: str, one: Effect, y: float) -> str:
    told = effect_sentence(screen, word_of(screen, "factor", factor), one)
    verdict = screen.text(f"effect.{one.verdict}")
    naive = (
        ""
        if math.isnan(one.naive_ratio)
        else f'<circle cx="{_x(one.naive_ratio):.1f}" cy="{y:.1f}" r="5" class="naive"/>'
    )
    return (
        f'<g><title>{escape(told)}</title><text x="4" y="{y + 4:.1f}">{escape(word_of(screen, "factor", factor))}</text>'
        f'<g class="effect {one.verdict}"><line x1="{_x(one.low):.1f}" x2="{_x(one.high):.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<circle cx="{_x(one.ratio):.1f}" cy="{y:.1f}" r="5.5"/></g>{naive}'
        f'<text x="{WIDTH - NUMBERS + 20}" y="{y + 4:.1f}">{escape(verdict)} ({one.mahallas})</text></g>'
    )


def effect_sentence(screen: Screen, what: str, one: Effect) -> str:
    """What can be said, with the numbers that it rests on; that it cannot be told where it cannot."""
    if one.verdict is Verdict.FEW:
        return f"{what}: {screen.text('effect.few')}"
    lang = screen.lang
    numbers = {
        "mahallas": wording.number(one.mahallas, lang), "after": wording.number(one.after, lang),
        "expected": wording.figure("expected", one.expected, lang),
        "change": wording.number(100 * (one.ratio - 1), lang, signed=True),
        "low": wording.number(100 * (one.low - 1), lang, signed=True), "high": wording.number(100 * (one.high - 1), lang, signed=True),
    }  # fmt: skip
    return f"{what}: {screen.text(f'effect.{one.verdict}_line')} {screen.text('effect.numbers', **numbers)}"
