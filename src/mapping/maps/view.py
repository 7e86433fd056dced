"""One view, computed: the figures of the areas that a selection draws, and their classes.

Figures are computed for all areas of a level at once and kept per snapshot, so that every view of the same
numbers (a district, the whole region, another division into classes) shares them, and so that a class means
the same in every district.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from mapping.maps.palettes import CATEGORY_COLOURS, Theme, diverging, sequential
from mapping.model.levels import DISTRICT_DIGITS, REGION_DIGITS, Level, level_of
from mapping.model.periods import Period, periods
from mapping.model.selection import ClassRule, Selection, Value
from mapping.model.vocabulary import Category, Group
from mapping.risk.change import compare, compare_totals, matched
from mapping.risk.classes import Scheme, assign, breaks, diverging_breaks
from mapping.risk.figures import figures, roll_up, total
from mapping.store import Snapshot

NO_CLASS = -1
CATEGORIES = tuple(Category)
_DIGITS = np.array(list("0123456789"))
CHANGE_COLUMNS = (
    "count_before",
    "rate_before",
    "difference",
    "rate_difference",
    "ratio",
    "ratio_lo",
    "ratio_hi",
    "label",
)


@dataclass(frozen=True)
class View:
    """The areas drawn, one row each in the order of the display file (by code).

    `frame` has count, people, rate, rate_lo, rate_hi (per 100,000 people over the period), `value` (what is
    coloured), for a change also count_before, ratio, ratio_lo, ratio_hi and label, for categories `category`.
    `classes` holds the class of each row from 0, or NO_CLASS. `edges` are the upper, closed ends of the
    classes; empty for categories.
    """

    frame: pd.DataFrame
    classes: np.ndarray
    edges: np.ndarray
    kinds: int
    lowest: float

    @property
    def sizes(self) -> list[int]:
        """The number of areas in each class, and of those without a class last."""
        counted = np.bincount(self.classes[self.classes >= 0], minlength=self.kinds)
        return [*counted.tolist(), int((self.classes == NO_CLASS).sum())]


def compute(snapshot: Snapshot, selection: Selection) -> View:
    """The view of a selection. The same arguments give the same view; nothing is drawn here."""
    level = selection.drawn_level
    whole = value_frame(snapshot, selection, level)
    frame = whole.loc[drawn_codes(snapshot, selection)]
    if selection.classes is ClassRule.CATEGORY:
        return _by_category(snapshot, selection, frame)
    edges = class_edges(snapshot, selection, level)
    values = frame["value"].to_numpy()
    lowest = float(np.nanmin(whole["value"])) if whole["value"].notna().any() else np.nan
    return View(frame, assign(values, edges), edges, len(edges), lowest)


def drawn_codes(snapshot: Snapshot, selection: Selection) -> pd.Index:
    """The codes that a selection draws, sorted: the order of the display file."""
    if selection.drawn_level is Level.MAHALLA:
        return snapshot.mahallas_of(selection.scope)
    return snapshot.children(selection.scope).index


def value_frame(snapshot: Snapshot, selection: Selection, level: Level) -> pd.DataFrame:
    """Figures of every area of a level in the region, with the coloured `value`."""
    chosen = (selection.indicator, selection.group)
    if not selection.value.is_change:
        found = area_figures(snapshot, *chosen, selection.period, level)
        return found.assign(value=found[str(selection.value)])
    return change_figures(snapshot, *chosen, selection.period, before_of(selection), level)


def before_of(selection: Selection) -> Period:
    """The period with which a selection's period is compared."""
    if selection.value is Value.CHANGE_YEAR:
        return selection.period.year_before
    return selection.period.previous


@lru_cache(maxsize=512)
def area_figures(snapshot: Snapshot, indicator: str, group: Group, period: Period, level: Level) -> pd.DataFrame:
    """Count, people and rate of every area of a level; wider areas are summed from mahallas."""
    if level is not Level.MAHALLA:
        return _rolled_up(area_figures(snapshot, indicator, group, period, Level.MAHALLA), level)
    counts = snapshot.counts(indicator, group, period.quarters, snapshot.region)
    return figures(counts, snapshot.population(period.year, group, snapshot.region))


@lru_cache(maxsize=256)
def change_figures(
    snapshot: Snapshot, indicator: str, group: Group, period: Period, before: Period, level: Level
) -> pd.DataFrame:
    """Figures of a period with those of the period compared with; `value` is the difference of the rates.

    Wider areas compare only the mahallas that have figures in both periods.
    """
    now, then = matched(
        area_figures(snapshot, indicator, group, period, Level.MAHALLA),
        area_figures(snapshot, indicator, group, before, Level.MAHALLA),
    )
    if level is not Level.MAHALLA:
        now, then = _rolled_up(now, level), _rolled_up(then, level)
    change = compare(now, then)[[*CHANGE_COLUMNS]]
    shown = area_figures(snapshot, indicator, group, period, level)
    return shown.join(change).assign(value=change["rate_difference"])


def row_of(frame: pd.DataFrame, code: str) -> dict[str, Any]:
    """One area's figures by column."""
    return {str(name): value for name, value in frame.loc[code].to_dict().items()}


@lru_cache(maxsize=256)
def area_change(
    snapshot: Snapshot, indicator: str, group: Group, period: Period, before: Period, area: str
) -> dict[str, Any]:
    """The change of one area, from the mahallas under it that have figures in both periods (see `compare`)."""
    return compare_totals(*(_under(snapshot, indicator, group, one, area) for one in (period, before)))


@lru_cache(maxsize=1024)
def area_figure(snapshot: Snapshot, indicator: str, group: Group, period: Period, area: str) -> dict[str, Any]:
    """The figures of one area: its own, or the sum of the mahallas under it (see `figures`, `roll_up`)."""
    under = _under(snapshot, indicator, group, period, area)
    return row_of(under, area) if level_of(area) is Level.MAHALLA else dict(total(under))


def _under(snapshot: Snapshot, indicator: str, group: Group, period: Period, area: str) -> pd.DataFrame:
    """The figures of the mahallas under an area."""
    found = area_figures(snapshot, indicator, group, period, Level.MAHALLA)
    return found if area == snapshot.region else found.loc[snapshot.mahallas_of(area)]


def _rolled_up(narrow: pd.DataFrame, level: Level) -> pd.DataFrame:
    """Mahallas summed into wider areas; codes nest, so a parent is the beginning of a code."""
    digits = {Level.REGION: REGION_DIGITS, Level.DISTRICT: DISTRICT_DIGITS}[level]
    return roll_up(narrow, pd.Series(narrow.index.str[:digits], index=narrow.index))


def class_edges(snapshot: Snapshot, selection: Selection, level: Level) -> np.ndarray:
    """The upper ends of the classes over all areas of the level; over all periods too when locked."""
    return _edges(
        snapshot, selection.indicator, selection.group, selection.period, selection.value, level,
        Scheme(str(selection.classes)), selection.k, selection.locked,
    )  # fmt: skip


@lru_cache(maxsize=512)
def _edges(
    snapshot: Snapshot, indicator: str, group: Group, period: Period, value: Value, level: Level,
    scheme: Scheme, k: int, locked: bool,
) -> np.ndarray:  # fmt: skip
    within = periods(snapshot.quarters, period.span) if locked else [period]
    values = [
        value_frame(snapshot, Selection(snapshot.region, indicator, one, value, group), level)["value"].to_numpy()
        for one in within
    ]
    pooled = np.concatenate(values)
    cut = diverging_breaks if value.is_change else breaks
    return cut(pooled, scheme, k)


def _by_category(snapshot: Snapshot, selection: Selection, frame: pd.DataFrame) -> View:
    given = snapshot.categories(selection.scope, year=selection.period.year).set_index("area")["category"]
    category = given.reindex(frame.index)
    places = {str(one): place for place, one in enumerate(CATEGORIES)}
    classes = category.map(places).fillna(NO_CLASS).astype(int).to_numpy()
    return View(frame.assign(category=category), classes, np.array([]), len(CATEGORIES), np.nan)


def class_string(classes: np.ndarray) -> str:
    """One character per area: its class from 0, `x` for none."""
    return "".join(np.where(classes == NO_CLASS, "x", _DIGITS[classes]))


def colours(selection: Selection, view: View, theme: Theme) -> list[str]:
    """The colour of each class of a view, from the first."""
    if selection.classes is ClassRule.CATEGORY:
        return [CATEGORY_COLOURS[theme][category] for category in CATEGORIES]
    if selection.value.is_change:
        return diverging(view.kinds, theme)
    return sequential(view.kinds, theme)
