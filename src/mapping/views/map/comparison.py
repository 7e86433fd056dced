"""Two views on one scale and the view of their difference, for the page that sets them side by side.

The difference is what stands on the right less what stands on the left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mapping.model import wording
from mapping.model.comparison import ComparedBy, Comparison
from mapping.model.locale import DEFAULT_LANG, Lang, name_column, text
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Fallback, Selection, Value, from_query
from mapping.stats.categories import shift
from mapping.stats.change import Change, rate_ratio, told
from mapping.stats.classes import assign, diverging_breaks
from mapping.stats.rates import Floats
from mapping.stats.revision import Revision, revisions
from mapping.store import Snapshot
from mapping.store.kept import kept_of_two
from mapping.store.opened import snapshot_by_id
from mapping.views.map.areas import changes
from mapping.views.map.bounds import figure_of, written_difference
from mapping.views.map.categories import category_word
from mapping.views.map.view import (
    NO_CLASS,
    SHIFTS,
    Scale,
    View,
    by_kind,
    classed,
    compute,
    drawn_codes,
    scale_over,
    scheme_of,
    value_frame,
)

_NOT_SURE = (Change.CANNOT_TELL, Revision.SAME)


class NotThereError(ValueError):
    """The snapshot on the left lacks what the view on the right shows."""

    def __init__(self, lacking: list[Fallback]) -> None:
        super().__init__(", ".join(f"{one.parameter}={one.given}" for one in lacking))
        self.lacking = lacking


@dataclass(frozen=True)
class Side:
    """One view of a snapshot."""

    snapshot: Snapshot
    selection: Selection

    @property
    def scope(self) -> Side:
        """The same for every area of its scope and every language."""
        return replace(self, selection=replace(self.selection.at(self.selection.scope), lang=DEFAULT_LANG))


@dataclass(frozen=True)
class Compared:
    """Both views with the same classes, and their difference by the areas on the right; None for two districts.

    `difference.frame` has `left` and `right` (values, or categories), `value` (right less left; of categories `shift`),
    `label` (`Change` for periods, `Revision` for snapshots), `hidden`, `count` (NaN). What its label says is not sure
    is drawn faint.
    """

    left: View
    right: View
    difference: View | None


def sides_of(comparison: Comparison, snapshot: Snapshot, selection: Selection) -> tuple[Side, Side]:
    """What stands on the left and on the right. Two districts are always drawn by their mahallas.

    Raises NoSnapshot or Damaged for a snapshot that cannot be opened, NotThereError for one that lacks what is shown,
    ValueError for another that is no period.
    """
    match comparison.kind:
        case ComparedBy.PERIODS:
            left = Side(snapshot, replace(selection, period=Period.parse(comparison.other)))
        case ComparedBy.DISTRICTS:
            selection = replace(selection, all_mahallas=False)
            left = Side(snapshot, selection.at(comparison.other))
        case ComparedBy.SNAPSHOTS:
            other = snapshot_by_id(comparison.other)
            query = {name: given for name, given in selection.to_query().items() if name != "snapshot"}
            lacking = from_query(query, other)[1]
            if lacking:
                raise NotThereError(lacking)
            left = Side(other, replace(selection, snapshot=other.id))
    return left, Side(snapshot, selection)


def compare_sides(kind: ComparedBy, left: Side, right: Side) -> Compared:
    """Both views and their difference; the same for every area of one scope and every language, computed once."""
    sides = left.scope.selection, right.scope.selection
    return _compared(right.snapshot, left.snapshot, kind, *sides)


@kept_of_two(most=64)
def _compared(
    snapshot: Snapshot, other: Snapshot, kind: ComparedBy, on_the_left: Selection, on_the_right: Selection
) -> Compared:
    left, right = Side(other, on_the_left), Side(snapshot, on_the_right)
    if kind is ComparedBy.DISTRICTS:  # of one level, one period and one snapshot: they have one scale already
        return Compared(compute(left.snapshot, left.selection), compute(right.snapshot, right.selection), None)
    if _category_column(right.selection):
        return _categories(left, right)
    return _numbers(kind, left, right)


# ---------------------------------------------------------------- red, yellow, green


def _category_column(selection: Selection) -> str:
    """The column of a view that holds the categories it shows; empty where it shows numbers."""
    if selection.classes is ClassRule.CATEGORY:
        return "category"
    return "category_computed" if selection.value is Value.COMPUTED else ""


def _categories(left: Side, right: Side) -> Compared:
    before, after = (compute(side.snapshot, side.selection) for side in (left, right))
    column = _category_column(right.selection)
    now = after.frame[column].astype("object")
    was = before.frame[column].astype("object").reindex(now.index)
    frame = pd.DataFrame({"left": was, "right": now, "value": shift(was, now), "count": np.nan}, index=now.index)
    return Compared(before, after, by_kind(frame, frame["value"], tuple(str(one) for one in SHIFTS)))


# ---------------------------------------------------------------- numbers


def _numbers(kind: ComparedBy, left: Side, right: Side) -> Compared:
    selection, level = right.selection, right.selection.drawn_level
    was, now = (value_frame(side.snapshot, side.selection, level) for side in (left, right))
    if kind is ComparedBy.SNAPSHOTS:
        was, now = _hidden_in_either(was, now)
    scale = scale_over(selection, pd.concat([was["value"], now["value"]]).to_numpy(dtype=np.float64))
    views = [
        classed(side.selection, frame.loc[drawn_codes(side.snapshot, side.selection)], scale)
        for side, frame in ((left, was), (right, now))
    ]
    found = _difference(kind, left, right, was, now)
    hidden = pd.concat([pd.Series(view.hidden, index=view.frame.index) for view in views]).groupby(level=0).any()
    codes = drawn_codes(right.snapshot, selection)
    shown = found.loc[codes].assign(hidden=hidden.reindex(codes))
    return Compared(views[0], views[1], _by_difference(selection, shown, _scale_of_difference(kind, selection, found)))


def _hidden_in_either(was: pd.DataFrame, now: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both frames without the figures that either hides: one snapshot must not tell what the other keeps to itself."""
    if "hidden" not in now or "hidden" not in was:
        return was, now
    codes = {*was.index[was["hidden"].astype(bool)], *now.index[now["hidden"].astype(bool)]}
    return _without(was, codes), _without(now, codes)


def _without(frame: pd.DataFrame, codes: set[str]) -> pd.DataFrame:
    here = frame.index.isin(list(codes))
    figures = frame.select_dtypes("number").columns
    kept = frame.assign(**{name: frame[name].astype("float64").mask(here) for name in figures})
    return kept.assign(hidden=frame["hidden"].astype(bool) | here)


def _difference(kind: ComparedBy, left: Side, right: Side, was: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """What `Compared.difference` holds, but `hidden`, of every area of the level on the right."""
    was = was.reindex(now.index)
    found = pd.DataFrame({"left": was["value"], "right": now["value"], "count": np.nan})
    found["value"] = now["value"] - was["value"]
    if kind is ComparedBy.SNAPSHOTS:
        return found.assign(label=revisions(now, was, found["value"]))
    if right.selection.value in (Value.COUNT, Value.RATE):
        return found.assign(**_of_cases(left, right))
    return found.assign(label=_of_risks(was, now, found["value"]))


def _of_cases(left: Side, right: Side) -> dict[str, pd.Series]:
    """The difference of counts or rates and its label. Of wider areas over the mahallas that have figures in both periods:
    a quarter that one of them failed to report is no fall."""
    selection = right.selection
    change = changes(
        right.snapshot, selection.indicator, selection.group, selection.period, left.selection.period, selection.drawn_level
    )  # fmt: skip
    column = "difference" if selection.value is Value.COUNT else "rate_difference"
    return {"value": change[column], "label": change["label"]}


def _of_risks(was: pd.DataFrame, now: pd.DataFrame, difference: pd.Series) -> list[str]:
    """Whether the risk relative to the region's own rate changed: as for rates, with expected cases in place of people."""
    known = difference.notna()
    cases = "count_with_people" if "count_with_people" in now else "count"
    counts = [frame[cases].where(known).to_numpy(dtype=np.float64, na_value=np.nan) for frame in (now, was)]
    expected = [frame["expected"].to_numpy(dtype=np.float64, na_value=np.nan) for frame in (now, was)]
    ratio = rate_ratio(counts[0], expected[0], counts[1], expected[1])
    labels = np.where(known, told(ratio["ratio"], ratio["p_cond_central"]), Change.NO_FIGURES)
    return [str(label) for label in labels]


def _by_difference(selection: Selection, shown: pd.DataFrame, scale: Scale) -> View:
    classes = assign(_own(shown).to_numpy(dtype=np.float64), scale.edges)
    unsure = shown["label"].isin([str(one) for one in _NOT_SURE]).to_numpy() & (classes != NO_CLASS)
    return View(shown, classes, unsure if selection.certainty else np.zeros_like(unsure), scale.edges, scale.lowest)


def _own(found: pd.DataFrame) -> pd.Series:
    """The differences that areas are coloured by: zero where an area's own figures are the same in both snapshots, or a
    revision of one area would colour all others, whose relative risk moved by a hair with the region's rate."""
    return found["value"].mask(found["label"] == str(Revision.SAME), 0.0)


def _scale_of_difference(kind: ComparedBy, selection: Selection, whole: pd.DataFrame) -> Scale:
    """Classes on both sides of zero, over all areas of the level; none where no area has a difference."""
    known = whole[whole["value"].notna()]
    if known.empty:
        return Scale(np.array([]), np.nan)
    cut = _edges_of_revisions if kind is ComparedBy.SNAPSHOTS else _edges_of_changes
    return Scale(cut(selection, known), float(_own(known).min()))


def _edges_of_changes(selection: Selection, known: pd.DataFrame) -> Floats:
    return diverging_breaks(known["value"].to_numpy(dtype=np.float64), scheme_of(selection), selection.k)


def _edges_of_revisions(selection: Selection, known: pd.DataFrame) -> Floats:
    """Over the areas that were revised, with zero for itself: most figures of two snapshots are equal."""
    revised = known["value"][known["label"].isin([str(Revision.UP), str(Revision.DOWN)])].to_numpy(dtype=np.float64)
    if not revised.size:
        return np.array([0.0])
    sides = diverging_breaks(revised, scheme_of(selection), selection.k // 2 * 2)
    return np.sort(np.append(sides, np.nextafter(0.0, -1.0)))


# ---------------------------------------------------------------- words


def side_title(kind: ComparedBy, side: Side, lang: Lang) -> str:
    """What tells a side from the other: its period, the day of its snapshot, or its district's name."""
    match kind:
        case ComparedBy.PERIODS:
            return wording.period(side.selection.period, lang)
        case ComparedBy.SNAPSHOTS:
            return f"{wording.day(side.snapshot.as_of, lang)} · {side.snapshot.id}"
        case ComparedBy.DISTRICTS:
            return str(side.snapshot.areas.at[side.selection.scope, name_column(lang)])


def area_lines(kind: ComparedBy, left: Side, right: Side, lang: Lang) -> Mapping[str, list[str]]:
    """Code to what a tooltip tells of an area: the value of both sides with its interval, the difference, its label."""
    found = compare_sides(kind, left, right)
    if found.difference is None:
        raise ValueError("two districts have no area in common")
    titles = [side_title(kind, side, lang) for side in (left, right)]
    sides = [_value_lines(view, right.selection, lang) for view in (found.left, found.right)]
    none = text("map.none", lang)
    lines = {
        str(code): [f"{title}: {told_of.get(code, none)}" for title, told_of in zip(titles, sides, strict=True)]
        for code in found.left.frame.index.union(found.right.frame.index)
    }
    for code, said in _difference_lines(found.difference, right.selection, lang).items():
        lines[code] += said
    return lines


def _value_lines(view: View, selection: Selection, lang: Lang) -> dict[str, str]:
    """Code to the value of one side in words."""
    frame = view.frame
    if view.kinds:
        return {str(code): category_word(one, lang) for code, one in frame[_category_column(selection)].items()}
    name, said = figure_of(selection.value), {}
    for code, row in zip(frame.index, frame.to_dict("records"), strict=True):
        if pd.isna(row["value"]):
            said[str(code)] = text("hidden.word" if row.get("hidden") else "map.none", lang)
            continue
        parts = [wording.figure(name, row["value"], lang)]
        if selection.value in (Value.RISK, Value.RATE):
            parts.append(f"({wording.interval(name, row[f'{name}_lo'], row[f'{name}_hi'], lang)})")
        if selection.value is not Value.COUNT:
            parts.append(f"· {text('map.count', lang)}: {wording.figure('count', row['count'], lang)}")
        said[str(code)] = " ".join(parts)
    return said


def _difference_lines(view: View, selection: Selection, lang: Lang) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for code, row in zip(view.frame.index, view.frame.to_dict("records"), strict=True):
        if pd.isna(row["value"]):
            said[str(code)] = []
        elif view.kinds:
            said[str(code)] = [text(f"shift.{row['value']}", lang)]
        else:
            number = written_difference(selection.value, row["value"], lang)
            said[str(code)] = [f"{text('compare.difference', lang)}: {number}", *_label(row["label"], lang)]
    return said


def _label(label: str, lang: Lang) -> list[str]:
    if not label:
        return []
    return [text(f"{'change' if label in list(Change) else 'revision'}.{label}", lang)]
