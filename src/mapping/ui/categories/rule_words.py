"""The rules in words, as they are asked."""

from __future__ import annotations

from markupsafe import Markup

from mapping.model import wording
from mapping.stats.categories import Bound, Condition, Measure, Rules
from mapping.ui.state import Screen

SIGNS = {Bound.AT_LEAST: "≥", Bound.ABOVE: ">", Bound.AT_MOST: "≤", Bound.BELOW: "<"}


def badge(screen: Screen, category: str) -> Markup:
    """A category as a coloured sign with its letter."""
    letter, word = screen.text(f"category.{category}_letter"), screen.text(f"category.{category}")
    return Markup('<em class="badge badge-{}"><b>{}</b>{}</em>').format(category, letter, word)


def rules_in_words(screen: Screen, rules: Rules) -> Markup:
    """A line per rule: its category and the conditions that all must hold; the last takes all others."""
    lines = Markup().join(
        Markup("<li>{} {}</li>").format(badge(screen, rule.category), _conditions(screen, rule.conditions))
        for rule in rules.rules
    )
    title = screen.text("categories.rules")
    return Markup('<h2 class="panel-title">{}</h2><ol class="category-rules">{}</ol>').format(title, lines)


def _conditions(screen: Screen, conditions: tuple[Condition, ...]) -> str:
    if not conditions:
        return screen.text("categories.others")
    written = [f"{measure_word(screen, one)} {threshold_word(screen, one.measure, one.value)}" for one in conditions]
    return screen.text("categories.and").join(written)


def measure_word(screen: Screen, condition: Condition) -> str:
    """What a condition looks at, and how it is compared."""
    return f"{screen.text(f'categories.measure_{condition.measure}')} {SIGNS[condition.bound]}"


def threshold_word(screen: Screen, measure: Measure, value: float) -> str:
    """A threshold as it is read: a risk with two decimals, a probability in per cent."""
    if measure is Measure.RISK:
        return wording.number(value, screen.lang, digits=2)
    shown = round(100 * value, 6) if measure.is_share else value
    digits = 0 if shown == round(shown) else 1
    return (wording.per_cent if measure.is_share else wording.number)(shown, screen.lang, digits=digits)
