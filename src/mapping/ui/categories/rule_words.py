"""The rules in words, as they are asked."""

from __future__ import annotations

from collections.abc import Iterable

from mapping.model import wording
from mapping.model.markup import Markup, each, markup
from mapping.stats.categories import Bound, Condition, Measure, Rules
from mapping.ui.kinds import badge
from mapping.ui.panels import heading
from mapping.ui.state import Screen

CROSS = Markup('<table class="category-cross">{}<thead><tr><td>{}</td>{}</tr></thead><tbody>{}</tbody></table>')
SIGNS = {Bound.AT_LEAST: "≥", Bound.ABOVE: ">", Bound.AT_MOST: "≤", Bound.BELOW: "<"}


def rules_in_words(screen: Screen, rules: Rules) -> Markup:
    """A line per rule: its category and the conditions that all must hold; the last takes all others."""
    rows = ((badge(screen, rule.category), _conditions(screen, rule.conditions)) for rule in rules.rules)
    title = heading(screen, screen.text("categories.rules"))
    return markup('{}<ol class="category-rules">{}</ol>', title, each("<li>{} {}</li>", rows))


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


def cross(
    corner: str, columns: Iterable[object], rows: Iterable[tuple[object, Markup]], caption: Markup | str = ""
) -> Markup:
    """A table with a name for each column and row; a row is its name and its cells."""
    above = markup("<caption>{}</caption>", caption) if caption else ""
    body = each('<tr><th scope="row">{}</th>{}</tr>', rows)
    return CROSS.format(above, corner, each('<th scope="col">{}</th>', columns), body)
