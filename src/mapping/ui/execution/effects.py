"""Did it help? Measures against each factor: the ratio of crimes to those expected, as a picture and in sentences."""

from __future__ import annotations

import math

import streamlit as st

from mapping.measures.effect import Effect, Verdict
from mapping.model import wording
from mapping.model.markup import Markup, joined, markup
from mapping.model.vocabulary import TermKind
from mapping.ui.components import component
from mapping.ui.measure_words import word_of
from mapping.ui.panels import heading
from mapping.ui.state import Screen
from mapping.views.oversight.effects import Window, effect_of, window

WIDTH, LABEL, NUMBERS, ROW, HEAD = 1000, 240, 300, 26, 30
LOWEST, HIGHEST = 0.4, 2.5
CHART = Markup('<svg class="forest" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">{parts}</svg>')
TICK = Markup(
    '<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}" class="{kind}"/>'
    '<text x="{x:.1f}" y="18" class="tick">{words}</text>'
)
NAIVE = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="5" class="naive"/>')
LINE = Markup(
    '<g><title>{told}</title><text x="4" y="{text_y:.1f}">{name}</text>'
    '<g class="effect {effect.verdict}"><line x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
    '<circle cx="{ratio:.1f}" cy="{y:.1f}" r="5.5"/></g>{naive}'
    '<text x="{right}" y="{text_y:.1f}">{verdict} ({effect.mahallas})</text></g>'
)
TICKS = (0.5, 0.7, 1.0, 1.4, 2.0)


def show_effects(screen: Screen, area: str) -> None:
    """Every factor whose measures allow an answer in the area."""
    title = f"{screen.text('effect.title')} · {screen.area_name(area)}"
    st.html(heading(screen, title, "effect"))
    factors = screen.snapshot.terms(TermKind.FACTOR).index
    effects = [(factor, effect_of(screen.snapshot, "factor", factor, area)) for factor in factors]
    judged = [(factor, effect) for factor, effect in effects if effect and effect.verdict is not Verdict.FEW]
    when = window_words(screen)
    if not judged or not when:
        st.html(markup("<p>{}</p>", screen.text("effect.few")))
        return
    st.html(markup("<p class='note'>{} {}</p>", when, screen.text("effect.how")))
    component("chart")(key="effects", data={"svg": forest(screen, sorted(judged, key=lambda pair: pair[1].ratio))})


def window_words(screen: Screen) -> str:
    """Which quarters are compared; empty where none can be."""
    compared = window(screen.snapshot)
    return screen.text("effect.window", **ends_of(compared)) if compared else ""


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
    return {name: wording.axis(one) for name, one in ends.items()}


def forest(screen: Screen, effects: list[tuple[str, Effect]]) -> Markup:
    """One line per factor: ratio with its interval; a hollow ring for the naive comparison, which misleads."""
    bottom = HEAD + ROW * len(effects)
    rows = [_line(screen, *effect, HEAD + ROW * (place + 0.5)) for place, effect in enumerate(effects)]
    parts = joined([_axis(screen, bottom), *rows])
    return CHART.format(width=WIDTH, height=bottom + 6, title=screen.text("effect.title"), parts=parts)


def _x(ratio: float) -> float:
    """The place of a ratio on a logarithmic scale, held within the picture."""
    inside = min(HIGHEST, max(LOWEST, ratio))
    return LABEL + (WIDTH - LABEL - NUMBERS) * math.log(inside / LOWEST) / math.log(HIGHEST / LOWEST)


def _axis(screen: Screen, bottom: float) -> Markup:
    words = (wording.per_cent(100 * (tick - 1), screen.lang, signed=True) for tick in TICKS)
    return joined(
        TICK.format(x=_x(tick), top=HEAD - 4, bottom=bottom, kind="one" if tick == 1 else "grid", words=said)
        for tick, said in zip(TICKS, words, strict=True)
    )


def _line(screen: Screen, factor: str, effect: Effect, y: float) -> Markup:
    name = word_of(screen, "factor", factor)
    naive = "" if math.isnan(effect.naive_ratio) else NAIVE.format(_x(effect.naive_ratio), y)
    return LINE.format(
        told=effect_sentence(screen, name, effect), name=name, effect=effect, y=y, text_y=y + 4,
        low=_x(effect.low), high=_x(effect.high), ratio=_x(effect.ratio), naive=naive,
        right=WIDTH - NUMBERS + 20, verdict=screen.text(f"effect.{effect.verdict}"),
    )  # fmt: skip


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
