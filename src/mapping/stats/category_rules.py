"""The file of the rules of categories: read, and held against what a rule may say.

The shipped file, `categories.toml`, says in its head what a rule is; a region's own has the same form.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from mapping.model.locale import Lang, text
from mapping.model.vocabulary import Category
from mapping.stats.categories import Bound, Condition, Figures, Measure, Rule, Rules

SHIPPED = Path(__file__).with_name("categories.toml")
_KEYS = ("indicator", "figures", "rule")

Choice = TypeVar("Choice", bound=StrEnum)


class RulesFault(ValueError):
    """A file of rules that cannot be followed: which place, what is written there, what may be, what to do."""

    def __init__(self, fault: str, **details: object) -> None:
        self.fault, self.details = fault, details
        super().__init__(self.told(Lang.EN))

    def told(self, lang: Lang) -> str:
        """What is wrong and what to do."""
        return text(f"categories.fault_{self.fault}", lang, **self.details)


@cache
def read_rules(file: Path = SHIPPED) -> Rules:
    """The rules of a file, read once. Raises RulesFault."""
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise RulesFault("unreadable", file=file, reason=fault) from fault
    _known_keys(file, "", given, _KEYS)
    listed = given.get("rule")
    if not isinstance(listed, list) or not listed:
        raise RulesFault("empty", file=file)
    rules = tuple(_rule(file, f"rule {number}", one) for number, one in enumerate(listed, start=1))
    _require_order(file, rules)
    figures = _one_of(file, "figures", given.get("figures", str(Figures.YEAR_BEFORE)), Figures)
    indicator = given.get("indicator", "")
    if not isinstance(indicator, str):
        raise RulesFault("unknown", file=file, place="indicator", value=indicator, known='"…"')
    return Rules(rules, indicator, figures)


def _rule(file: Path, place: str, given: Any) -> Rule:
    if not isinstance(given, dict):
        raise RulesFault("unknown", file=file, place=place, value=given, known="[[rule]]")
    _known_keys(file, place, given, ("category", *Measure))
    category = _one_of(file, f"{place}, category", given.get("category", ""), Category)
    conditions = [
        condition for measure in Measure if measure in given
        for condition in _conditions(file, f"{place}, {measure}", measure, given[measure])
    ]  # fmt: skip
    return Rule(category, tuple(conditions))


def _conditions(file: Path, place: str, measure: Measure, given: Any) -> list[Condition]:
    if not isinstance(given, dict) or not given:
        raise RulesFault("unknown", file=file, place=place, value=given, known=", ".join(Bound))
    _known_keys(file, place, given, Bound)
    return [
        Condition(measure, Bound(bound), _number(file, f"{place}, {bound}", measure, value))
        for bound, value in given.items()
    ]


def _number(file: Path, place: str, measure: Measure, value: Any) -> float:
    """A threshold: from 0, of a probability to 1."""
    highest = 1.0 if measure.is_share else math.inf
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not 0 <= value <= highest:
        reach = "0–1" if measure.is_share else "≥ 0"
        raise RulesFault("number", file=file, place=place, value=value, reach=reach)
    return float(value)


def _one_of(file: Path, place: str, value: Any, choices: type[Choice]) -> Choice:
    if value not in list(choices):
        raise RulesFault("unknown", file=file, place=place, value=value, known=", ".join(choices))
    return choices(value)


def _known_keys(file: Path, place: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
    named = [str(one) for one in known]
    for key in given:
        if key not in named:
            raise RulesFault("unknown", file=file, place=place or "—", value=key, known=", ".join(named))


def _require_order(file: Path, rules: tuple[Rule, ...]) -> None:
    """The last rule, and no other, takes everything: else some mahallas have no category, or a rule is never asked."""
    for number, rule in enumerate(rules, start=1):
        is_last = number == len(rules)
        if is_last == bool(rule.conditions):
            raise RulesFault("not_last" if not is_last else "last", file=file, place=f"rule {number}")
