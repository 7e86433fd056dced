"""Red, yellow and green by rule: the category that the figures of a mahalla ask for, beside the one it was given.

The official criteria are not public. The rules are data (`categories.toml`, read by `category_rules`): conditions on
the smoothed risk and how sure it is, so that one crime more in a small place does not make it red.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.model.vocabulary import Category

GRAVITY = {str(category): place for place, category in enumerate((Category.GREEN, Category.YELLOW, Category.RED))}
"""The categories from the lightest (0) to the gravest (2)."""


class Measure(StrEnum):
    """What a condition looks at: the smoothed risk, the probabilities that it is above 1 and above 1.5, bare figures."""

    RISK = "risk"
    PROBABILITY = "probability"
    PROBABILITY_HIGH = "probability_high"
    COUNT = "count"
    RATE = "rate"

    @property
    def column(self) -> str:
        """The column of `smoothed_risks` and `figures` that holds it."""
        columns = {Measure.RISK: "rr", Measure.PROBABILITY: "p_raised", Measure.PROBABILITY_HIGH: "p_high"}
        return columns.get(self, str(self))

    @property
    def is_share(self) -> bool:
        """Whether it lies between 0 and 1."""
        return self in (Measure.PROBABILITY, Measure.PROBABILITY_HIGH)


class Bound(StrEnum):
    """How a figure is compared with a threshold; `at_least` and `at_most` hold at the threshold itself."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"


_COMPARED: dict[Bound, Callable[[Any, float], Any]] = {
    Bound.AT_LEAST: operator.ge,
    Bound.ABOVE: operator.gt,
    Bound.AT_MOST: operator.le,
    Bound.BELOW: operator.lt,
}


@dataclass(frozen=True)
class Condition:
    """A measure held against a threshold."""

    measure: Measure
    bound: Bound
    value: float

    def holds(self, risks: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Whether it holds for each row; it does not where the figure is missing."""
        figures = risks[self.measure.column].to_numpy(dtype=np.float64, na_value=np.nan)
        return np.asarray(_COMPARED[self.bound](figures, self.value), dtype=bool)


@dataclass(frozen=True)
class Rule:
    """A category and the conditions that all must hold for it; without any it takes everything."""

    category: Category
    conditions: tuple[Condition, ...] = ()

    def fits(self, risks: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Whether each row meets all conditions."""
        fits = np.ones(len(risks), dtype=bool)
        for condition in self.conditions:
            fits &= condition.holds(risks)
        return fits


class Figures(StrEnum):
    """The figures of which year give the category of a year."""

    YEAR_BEFORE = "year_before"
    SAME_YEAR = "same_year"


@dataclass(frozen=True)
class Rules:
    """Rules from the first asked to the last, which takes what is left; `indicator` empty: the dataset's first."""

    rules: tuple[Rule, ...]
    indicator: str = ""
    figures: Figures = Figures.YEAR_BEFORE

    def figures_year(self, year: int) -> int:
        """The year whose figures give the category of `year`."""
        return year - 1 if self.figures is Figures.YEAR_BEFORE else year

    def year_of_category(self, figures_year: int) -> int:
        """The year whose category the figures of a year give."""
        return figures_year + 1 if self.figures is Figures.YEAR_BEFORE else figures_year

    @property
    def digest(self) -> str:
        """A short sign of what the rules say: what was computed by others does not answer for these."""
        return sha256(repr(self).encode()).hexdigest()[:12]

    def thresholds(self) -> Iterator[tuple[int, int, Condition]]:
        """Every condition with the place of its rule and its own place in it, from 0."""
        for at, rule in enumerate(self.rules):
            for place, condition in enumerate(rule.conditions):
                yield at, place, condition

    def with_threshold(self, at: int, place: int, value: float) -> Rules:
        """The same rules with another threshold in one condition; places as in `thresholds`."""
        conditions = list(self.rules[at].conditions)
        conditions[place] = replace(conditions[place], value=value)
        rules = list(self.rules)
        rules[at] = replace(rules[at], conditions=tuple(conditions))
        return replace(self, rules=tuple(rules))


class Shift(StrEnum):
    """Where a second category stands against a first."""

    GRAVER = "graver"
    LIGHTER = "lighter"
    SAME = "same"


def computed(risks: pd.DataFrame, rules: Rules) -> pd.Series:
    """The category of each row by rule: red, yellow, green; missing without a figure or where nothing is expected.

    `risks`: `count` and `rate` of `figures` with the columns of `smoothed_risks`, all areas of a region.
    """
    known = risks["rr"].notna() & (risks["expected"] > 0)
    fits = [rule.fits(risks) for rule in rules.rules]
    found = np.select(fits, [str(rule.category) for rule in rules.rules], default="")
    return pd.Series(found, index=risks.index, dtype="object", name="category").where(known, None)


def shift(first: pd.Series, second: pd.Series) -> pd.Series:
    """`Shift` of each area from a first category to a second one, by code; missing where either is.

    Has the rows of `first`, in its order.
    """
    apart = second.reindex(first.index).map(GRAVITY).astype("float64") - first.map(GRAVITY).astype("float64")
    named = np.select([apart > 0, apart < 0], [str(Shift.GRAVER), str(Shift.LIGHTER)], str(Shift.SAME))
    return pd.Series(named, index=first.index, dtype="object", name="shift").where(apart.notna(), None)


def cross_table(official: pd.Series, by_rule: pd.Series) -> pd.DataFrame:
    """How many areas have each official category (rows) and each computed one (columns), from red to green, 3 x 3.

    Areas that lack either are in no cell.
    """
    both = pd.DataFrame({"official": official, "computed": by_rule.reindex(official.index)}).dropna()
    order = pd.Index([str(one) for one in Category])
    counted = pd.crosstab(both["official"], both["computed"])
    return counted.reindex(index=order, columns=order, fill_value=0).rename_axis(index="official", columns="computed")
