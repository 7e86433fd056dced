"""One view, computed: the figures of the areas that a selection draws, and their classes.

Figures and classes are those of all areas of the level, so that a class means the same in every district.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.model.levels import Level
from mapping.model.locale import DEFAULT_LANG
from mapping.model.periods import Period, periods
from mapping.model.selection import ClassRule, Selection, Value
from mapping.model.vocabulary import Category
from mapping.stats.categories import Shift
from mapping.stats.change import Change
from mapping.stats.classes import Scheme, assign, breaks, diverging_breaks
from mapping.stats.rates import Floats
from mapping.stats.results import Spot, rates_that_differ, side_of
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.map.areas import area_figures, average_rate, change_figures, rate_withheld, risk_figures
from mapping.views.map.categories import compared, rules_in_force
from mapping.views.map.execution import execution_figures
from mapping.views.map.palettes import Theme, diverging, faint, kind_colours, sequential
from mapping.views.map.space import cluster_figures, clusters, spot_figures

NO_CLASS = -1
NO_FIGURE, HIDDEN = "x", "H"  # how areas without a class are written
CATEGORIES = tuple(Category)
SHIFTS = (Shift.GRAVER, Shift.LIGHTER, Shift.SAME)
SPOTS = {
    Value.SPOTS: (Spot.HOT, Spot.COLD, Spot.HIGH_AMONG_LOW, Spot.LOW_AMONG_HIGH, Spot.NONE),
    Value.GETIS: (Spot.VERY_HOT, Spot.HOT, Spot.COLD, Spot.VERY_COLD, Spot.NONE),
}
NO_CLUSTER = "0"
# Relative risks by steps that are even on a scale of ratios; probabilities by where they leave the 95 % interval;
# of what was done, none is a class of its own.
FIXED_EDGES = {
    Value.RISK: np.array([0.5, 1 / 1.5, 0.8, 1.25, 1.5, 2.0, np.inf]),
    Value.PROBABILITY: np.array([0.025, 0.1, 0.9, 0.975, 1.0]),
    Value.DONE: np.array([0.0, 25.0, 50.0, 75.0, 100.0]),
}
NOT_SENT = {
    "value", "smr", "p_high", "differs", "spot_p", "spot_z", "cluster_risk", "cluster_p", "shift", "ratio", "ratio_lo", "ratio_hi",
    "rate_before", "difference",
}  # fmt: skip
_SURE = np.array(list("0123456789"))
_UNSURE = np.array(list("abcdefghij"))


@dataclass(frozen=True)
class Scale:
    """The upper, closed ends of the classes of numbers, and the least of these; no ends and NaN without any number."""

    edges: Floats
    lowest: float


@dataclass(frozen=True)
class View:
    """The areas drawn, one row each in the order of the display file (by code).

    `frame` has count, people, rate, rate_lo, rate_hi (per 100,000 people over the period), `value` (what is
    coloured); for a change also count_before, ratio, ratio_lo, ratio_hi and label; for a risk expected, rr,
    rr_lo, rr_hi and more (`stats.results`); for measures count, asked, cancelled, share, no people; for kinds `spot` or `cluster`; for categories `category`.
    `classes` holds the class of each row from 0, or NO_CLASS; `unsure` where it is drawn faint. `edges` are
    the upper, closed ends of the classes: none where no area of the level has a value. Kinds and categories have none
    either, but a code each in `kinds`.
    """

    frame: pd.DataFrame
    classes: npt.NDArray[np.int64]
    unsure: npt.NDArray[np.bool_]
    edges: Floats
    lowest: float
    kinds: tuple[str, ...] = ()

    @property
    def hidden(self) -> npt.NDArray[np.bool_]:
        """Where there is no class because small counts are hidden: the area's own, now or before, or, where areas are
        judged beside each other, those of others."""
        frame, without = self.frame, self.classes == NO_CLASS
        if "hidden" not in frame or "category" in frame:
            return np.zeros(len(without), dtype=bool)
        own, counted = frame["hidden"].to_numpy(dtype=bool), frame["count"].notna().to_numpy()
        own = own | rate_withheld(frame)
        if "hidden_before" in frame:
            before = frame["hidden_before"].to_numpy(dtype=bool)
            then_counted = frame["count_before"].notna().to_numpy()
            return np.asarray(without & (own | before) & (own | counted) & (before | then_counted))
        return np.asarray(without & (own | (counted & own.any() & ("expected" in frame))))

    @property
    def number(self) -> int:
        """How many classes there are."""
        return len(self.kinds) or len(self.edges)

    @property
    def sizes(self) -> list[int]:
        """How many areas are drawn in each class's full colour; then how many faint, hidden, and without a figure."""
        sure = self.classes[(self.classes != NO_CLASS) & ~self.unsure]
        counted = np.bincount(sure, minlength=self.number)
        hidden = int(self.hidden.sum())
        return [*counted.tolist(), int(self.unsure.sum()), hidden, int((self.classes == NO_CLASS).sum()) - hidden]


def compute(snapshot: Snapshot, selection: Selection) -> View:
    """The view of a selection; nothing is drawn here.

    Every area of one scope and every language has the same one: it is computed once and must not be changed.
    """
    return _computed(snapshot, replace(selection.at(selection.scope), lang=DEFAULT_LANG))


@kept(most=128)
def _computed(snapshot: Snapshot, selection: Selection) -> View:
    level = selection.drawn_level
    if selection.classes is ClassRule.CATEGORY:
        return _by_category(snapshot, selection)
    whole = value_frame(snapshot, selection, level)
    frame = whole.loc[drawn_codes(snapshot, selection)]
    if selection.value.is_finding:
        return _by_finding(snapshot, selection, frame)
    return classed(selection, frame, scale_of(snapshot, selection, level))


def classed(selection: Selection, frame: pd.DataFrame, scale: Scale) -> View:
    """The view of areas whose `value` is put into the classes of a scale."""
    classes = assign(frame["value"].to_numpy(), scale.edges)
    return View(frame, classes, _unsure(selection, frame) & (classes != NO_CLASS), scale.edges, scale.lowest)


def outlined(snapshot: Snapshot, selection: Selection) -> list[list[int]]:
    """The members of each cluster of raised risk beyond the mahallas' own differences, the clearest first, by their places
    among the areas drawn."""
    found = clusters(snapshot, Value.TOGETHER, selection.indicator, selection.group, selection.period)
    number = found.frame["cluster"].reindex(drawn_codes(snapshot, selection)).to_numpy()
    raised = [place for place, one in enumerate(found.found, start=1) if one.relative_risk > 1]
    members = [np.flatnonzero(number == place).tolist() for place in raised]
    return [one for one in members if one]


def drawn_codes(snapshot: Snapshot, selection: Selection) -> pd.Index:
    """The codes that a selection draws, sorted: the order of the display file."""
    if selection.drawn_level is Level.MAHALLA:
        return snapshot.mahallas_of(selection.scope)
    return snapshot.children(selection.scope).index


def value_frame(snapshot: Snapshot, selection: Selection, level: Level) -> pd.DataFrame:
    """Figures of every area of a level in the region, with the coloured `value`."""
    chosen = (selection.indicator, selection.group, selection.period)
    match selection.value:
        case Value.COUNT:
            found = area_figures(snapshot, *chosen, level)
            return found.assign(value=found["count"])
        case Value.RATE:
            found = area_figures(snapshot, *chosen, level)
            return found.assign(value=found["rate"], differs=rates_that_differ(found, average_rate(snapshot, *chosen)))
        case Value.CHANGE | Value.CHANGE_YEAR:
            return change_figures(snapshot, *chosen, before_of(selection), level)
        case Value.RISK | Value.PROBABILITY:
            found = risk_figures(snapshot, *chosen, level)
            return found.assign(value=found["rr" if selection.value is Value.RISK else "p_raised"])
        case Value.SPOTS | Value.GETIS:
            found = spot_figures(snapshot, selection.value, *chosen)
        case Value.TOGETHER | Value.CLUSTERS:
            found = cluster_figures(snapshot, selection.value, *chosen)
        case Value.COMPUTED | Value.AGREEMENT:
            found = compared(snapshot, selection.period.year, rules_in_force())
        case Value.DONE | Value.OVERDUE | Value.UNOWNED | Value.REPORTED | Value.RETURNED | Value.SILENT | Value.GAPS:
            narrowed = (selection.period.last, selection.sector, selection.agency)
            return execution_figures(snapshot, selection.value, *narrowed, level, selection.silent)
    return found.assign(value=found["rr"])


def before_of(selection: Selection) -> Period:
    """The period with which a selection's period is compared."""
    if selection.value is Value.CHANGE_YEAR:
        return selection.period.year_before
    return selection.period.previous


def has_fixed_classes(selection: Selection) -> bool:
    """Whether the classes are the same whatever the figures."""
    return selection.classes is ClassRule.USUAL and selection.value in FIXED_EDGES


def scale_of(snapshot: Snapshot, selection: Selection, level: Level) -> Scale:
    """The scale over all areas of the level; over all periods too when locked, if the classes follow the figures."""
    if has_fixed_classes(selection):
        return scale_over(selection, value_frame(snapshot, selection, level)["value"].to_numpy())
    within = periods(snapshot.quarters, selection.period.span) if selection.locked else [selection.period]
    what = Selection(
        snapshot.region, selection.indicator, within[-1], selection.value, selection.group, selection.classes, selection.k,
        sector=selection.sector, agency=selection.agency, silent=selection.silent,
    )  # fmt: skip
    return _scale(snapshot, what, tuple(within), level)


def scale_over(selection: Selection, values: Floats) -> Scale:
    """The scale of the values of one view or more together."""
    known = values[~np.isnan(values)]
    if not known.size:
        return Scale(known, np.nan)
    cut = diverging_breaks if selection.value.is_change else breaks
    fixed = FIXED_EDGES[selection.value] if has_fixed_classes(selection) else None
    edges = cut(known, scheme_of(selection), selection.k) if fixed is None else fixed
    return Scale(edges, float(known.min()))


def scheme_of(selection: Selection) -> Scheme:
    """How the classes of a view are made where they are not fixed."""
    return Scheme.QUANTILE if selection.classes is ClassRule.USUAL else Scheme(str(selection.classes))


@kept(most=512)
def _scale(snapshot: Snapshot, selection: Selection, within: tuple[Period, ...], level: Level) -> Scale:
    values = [value_frame(snapshot, replace(selection, period=one), level)["value"].to_numpy() for one in within]
    return scale_over(selection, np.concatenate(values))


def _unsure(selection: Selection, frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Where the figures cannot be told from the region's average, or a change from chance."""
    if not (selection.certainty and selection.has_certainty):
        return np.zeros(len(frame), dtype=bool)
    if selection.value.is_change:
        return np.asarray(frame["label"] == Change.CANNOT_TELL)
    return frame["differs"].eq(False).to_numpy(dtype=bool, na_value=False)


def _by_category(snapshot: Snapshot, selection: Selection) -> View:
    figures = area_figures(snapshot, selection.indicator, selection.group, selection.period, Level.MAHALLA)
    frame = figures.loc[drawn_codes(snapshot, selection)]
    given = snapshot.categories(selection.scope, year=selection.period.year).set_index("area")["category"]
    category = given.reindex(frame.index)
    return by_kind(frame.assign(category=category), category, tuple(str(one) for one in CATEGORIES))


def _by_finding(snapshot: Snapshot, selection: Selection, frame: pd.DataFrame) -> View:
    if selection.value is Value.COMPUTED:
        return by_kind(frame, frame["category_computed"], tuple(str(one) for one in CATEGORIES))
    if selection.value is Value.AGREEMENT:
        return by_kind(frame, frame["shift"], tuple(str(one) for one in SHIFTS))
    if selection.value.is_cluster:
        found = clusters(snapshot, selection.value, selection.indicator, selection.group, selection.period).found
        named = frame["cluster"].map(lambda number: f"{number:.0f}", na_action="ignore")
        return by_kind(frame, named, (*(str(number) for number in range(1, len(found) + 1)), NO_CLUSTER))
    return by_kind(frame, frame["spot"], tuple(str(one) for one in SPOTS[selection.value]))


def by_kind(frame: pd.DataFrame, named: pd.Series, kinds: tuple[str, ...]) -> View:
    """A view of areas told apart by the code of a kind, missing where an area has none."""
    places = {code: place for place, code in enumerate(kinds)}
    classes = np.array([places.get(code, NO_CLASS) for code in named], dtype=np.int64)
    return View(frame, classes, np.zeros(len(frame), dtype=bool), np.array([]), np.nan, kinds)


def class_string(view: View) -> str:
    """One character per area: its class from 0, or from a where it is drawn faint; NO_FIGURE and HIDDEN for none."""
    signs = np.where(view.unsure, _UNSURE[view.classes], _SURE[view.classes])
    return "".join(np.where(view.hidden, HIDDEN, np.where(view.classes == NO_CLASS, NO_FIGURE, signs)))


def colours(selection: Selection, view: View, theme: Theme) -> list[str]:
    """The colour of each class of a view, from the first."""
    if view.kinds:
        return [kind_colours(theme)[code] for code in view.kinds]
    if selection.value is Value.DONE:
        return sequential(view.number, theme)[::-1]  # more done is less to worry about
    if selection.value.is_change or has_fixed_classes(selection):
        return diverging(view.number, theme)
    return sequential(view.number, theme)


def faint_colours(selection: Selection, view: View, theme: Theme) -> list[str] | None:
    """The colours of areas drawn faint; None where none is."""
    return [faint(colour, theme) for colour in colours(selection, view, theme)] if view.unsure.any() else None


def sent(view: View) -> pd.DataFrame:
    """The columns of a view that tooltips and the ranking show: what a browser must fetch. `verdict`: the `Side` of a risk."""
    frame, left_out = view.frame, set(NOT_SENT)
    if "rr" in frame:
        left_out |= {"rate_lo", "rate_hi"}
        sides = [str(side_of(rr, sure)) for rr, sure in zip(frame["rr"], frame["differs"], strict=True)]
        frame = frame.assign(verdict=sides)
    return frame.drop(columns=[name for name in frame.columns if name in left_out])
