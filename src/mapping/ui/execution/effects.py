"""Did it help? Measures against each factor: the ratio of crimes to those expected, as a picture and in sentences."""

from __future__ import annotations

import math

import streamlit as st
from markupsafe import Markup

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
    st.html(Markup('<h2 class="panel-title">{}{}</h2>').format(title, about_button(screen, "effect")))
    found = {
        factor: effect
        for factor in screen.snapshot.terms(TermKind.FACTOR).index
        if (effect := effect_of(screen.snapshot, "factor", factor, area))
    }
    told = {factor: one for factor, one in found.items() if one.verdict is not Verdict.FEW}
    when = window_words(screen)
    if not told or not when:
        st.html(Markup("<p>{}</p>").format(screen.text("effect.few")))
        return
    st.html(Markup("<p class='note'>{} {}</p>").format(when, screen.text("effect.how")))
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


def forest(screen: Screen, effects: list[tuple[str, Effect]]) -> Markup:
    """One line per factor: ratio with its interval; a hollow ring for the naive comparison, which misleads."""
    bottom = HEAD + ROW * len(effects)
    rows = Markup().join(
        _line(screen, factor, one, HEAD + ROW * (place + 0.5)) for place, (factor, one) in enumerate(effects)
    )
    title = screen.text("effect.title")
    return Markup('<svg class="forest" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>').format(
        WIDTH, bottom + 6, title, _axis(screen, bottom), rows
    )


def _x(ratio: float) -> float:
    """The place of a ratio on a logarithmic scale, held within the picture."""
    inside = min(HIGHEST, max(LOWEST, ratio))
    return LABEL + (WIDTH - LABEL - NUMBERS) * math.log(inside / LOWEST) / math.log(HIGHEST / LOWEST)


def _axis(screen: Screen, bottom: float) -> Markup:
    return Markup().join(
        Markup(
            '<line x1="{x:.1f}" x2="{x:.1f}" y1="{part}" y2="{bottom}" class="{part_2}"/>'
            '<text x="{x:.1f}" y="18" class="tick">{per_cent}</text>'
        ).format(
            x=_x(tick),
            part=HEAD - 4,
            bottom=bottom,
            part_2="one" if tick == 1 else "grid",
            per_cent=wording.per_cent(100 * (tick - 1), screen.lang, signed=True),
        )
        for tick in TICKS
    )


def _line(screen: Screen, factor: str, one: Effect, y: float) -> Markup:
    told = effect_sentence(screen, word_of(screen, "factor", factor), one)
    verdict = screen.text(f"effect.{one.verdict}")
    naive = (
        ""
        if math.isnan(one.naive_ratio)
        else Markup('<circle cx="{:.1f}" cy="{:.1f}" r="5" class="naive"/>').format(_x(one.naive_ratio), y)
    )
    return Markup(
        '<g><title>{told}</title><text x="4" y="{part:.1f}">{word_of}</text>'
        '<g class="effect {verdict}"><line x1="{x:.1f}" x2="{x_2:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        '<circle cx="{x_3:.1f}" cy="{y:.1f}" r="5.5"/></g>{naive}'
        '<text x="{part_2}" y="{part:.1f}">{verdict_2} ({mahallas})</text></g>'
    ).format(
        told=told,
        part=y + 4,
        word_of=word_of(screen, "factor", factor),
        verdict=one.verdict,
        x=_x(one.low),
        x_2=_x(one.high),
        y=y,
        x_3=_x(one.ratio),
        naive=naive,
        part_2=WIDTH - NUMBERS + 20,
        verdict_2=verdict,
        mahallas=one.mahallas,
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
