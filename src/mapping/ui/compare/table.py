"""The areas as a table that says what the maps say, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from mapping.export.columns import closed_list
from mapping.model import wording
from mapping.model.comparison import ComparedBy
from mapping.model.locale import Lang, name_column
from mapping.model.markup import markup
from mapping.model.selection import ClassRule, Value
from mapping.ui.compare.choice import Pair
from mapping.ui.controls import show_layer_switch, shown_word
from mapping.ui.download import show_download
from mapping.ui.paper import show_on_paper
from mapping.ui.state import Screen
from mapping.views.map.bounds import figure_of, written_difference
from mapping.views.map.categories import category_word
from mapping.views.map.comparison import Compared, Side, side_title
from mapping.views.map.table import subject_of
from mapping.views.map.view import SHIFTS, View

HEIGHT = 250
ROW_HEIGHT = 30
SIDES = ("left", "right")
_CARRIED = ("count", "people", "rate", "rate_lo", "rate_hi", "expected", "rr", "rr_lo", "rr_hi", "p_raised",
            "hidden", "quarters_missing", "without_figure")  # fmt: skip


def show_table(pair: Pair, left: Side, right: Side, compared: Compared) -> None:
    """One row per area; first those whose difference can be told, the largest difference first."""
    screen = pair.screen
    frame = areas_table(screen, pair.comparison.kind, left, right, compared)
    titles = [side_title(pair.comparison.kind, side, screen.lang) for side in (left, right)]
    with st.container(key="compare_actions", horizontal=True, vertical_alignment="center", gap="small"):
        title = screen.text("compare.areas", count=wording.number(len(frame), screen.lang))
        note = screen.text(f"compare.note_{_order(pair, compared)}")
        st.html(markup('<h2 class="panel-title">{}<small>{}</small></h2>', title, note))
        if pair.comparison.kind is not ComparedBy.DISTRICTS:
            show_layer_switch(screen)
        show_download(
            screen, lambda: file_table(pair, left, right, compared), rows=len(frame), key="compare",
            subject=f"{screen.selection.indicator}_{screen.selection.shown}",
            period="_".join(_name(pair.comparison.kind, side) for side in (left, right)),
        )  # fmt: skip
    labels = _labels(screen, pair.comparison.kind, titles, frame.columns)
    writers = _writers(screen, frame.columns)
    shown = frame.style
    for name, write in writers.items():
        shown = shown.format(write, subset=[name])
    heads: dict[str, Any] = {name: st.column_config.Column(label) for name, label in labels.items()}
    st.dataframe(
        shown, column_config=heads, hide_index=True, height=HEIGHT, width="stretch", row_height=ROW_HEIGHT,
        placeholder=wording.NOTHING,
    )  # fmt: skip
    written = frame.assign(**{name: frame[name].map(write) for name, write in writers.items()})
    by_area = pair.comparison.kind is not ComparedBy.DISTRICTS
    show_on_paper(written, list(labels.values()), screen=screen, codes=frame.index if by_area else None)


def _order(pair: Pair, found: Compared) -> str:
    """What the table begins with."""
    return "category" if found.difference is not None and found.right.kinds else str(pair.comparison.kind)


def _name(kind: ComparedBy, side: Side) -> str:
    """What tells a side from the other in a file's name."""
    match kind:
        case ComparedBy.PERIODS:
            return str(side.selection.period)
        case ComparedBy.DISTRICTS:
            return side.selection.scope
        case ComparedBy.SNAPSHOTS:
            return side.snapshot.id


def areas_table(screen: Screen, kind: ComparedBy, left: Side, right: Side, found: Compared) -> pd.DataFrame:
    """What the page shows: name, district, value and count of both sides, difference, label in words.

    By code; of two districts one row per mahalla of either: name, district, value, count.
    """
    if found.difference is None:
        parts = [_one_side(screen, side, view) for side, view in ((left, found.left), (right, found.right))]
        return pd.concat(parts, ignore_index=True)
    difference = found.difference.frame
    codes = found.left.frame.index.union(found.right.frame.index)
    frame = pd.DataFrame({**_named(screen, (right, left), codes)}, index=codes)
    is_category = bool(found.right.kinds)
    for name, view in zip(SIDES, (found.left, found.right), strict=True):
        frame[f"value_{name}"] = _values(screen, view).reindex(codes)
        if not is_category and screen.selection.value is not Value.COUNT:
            frame[f"count_{name}"] = view.frame["count"].reindex(codes)
    if is_category:
        frame["difference"] = difference["value"].map(closed_list("shift", screen.lang)).reindex(codes)
        place = difference["value"].map({str(one): place for place, one in enumerate(SHIFTS)}).reindex(codes)
        return frame.loc[place.sort_values(kind="stable", na_position="last").index]
    frame["difference"] = difference["value"].reindex(codes)
    words = closed_list("change" if kind is ComparedBy.PERIODS else "revision", screen.lang)
    frame["label"] = difference["label"].map(words).reindex(codes)
    unsure = found.difference.frame["label"].isin(["", "cannot_tell", "same"]).reindex(codes, fill_value=True)
    order = pd.DataFrame({"unsure": unsure, "size": -frame["difference"].abs()}).sort_values(["unsure", "size"]).index
    return frame.loc[order]


def _one_side(screen: Screen, side: Side, view: View) -> pd.DataFrame:
    codes = view.frame.index
    frame = pd.DataFrame(_named(screen, (side,), codes), index=codes).assign(value=_values(screen, view))
    if not view.kinds and screen.selection.value is not Value.COUNT:
        frame["count"] = view.frame["count"]
    return frame.sort_values("value", ascending=False, kind="stable") if not view.kinds else frame


def _named(screen: Screen, sides: Sequence[Side], codes: pd.Index) -> dict[str, list[str]]:
    """Name of each area and of what contains it, from the first side that knows it."""
    column = name_column(screen.lang)
    areas = pd.concat([side.snapshot.areas for side in sides])
    areas = areas[~areas.index.duplicated()]
    names = areas[column]
    return {
        "name": names.reindex(codes).tolist(),
        "parent_name": [str(names.get(code, "")) for code in areas.loc[codes, "parent"]],
    }


def _values(screen: Screen, view: View) -> pd.Series:
    """The values of one side as the table shows them: numbers in full, categories in words."""
    if view.kinds:
        column = "category" if screen.selection.classes is ClassRule.CATEGORY else "category_computed"
        return view.frame[column].map(lambda one: category_word(one, screen.lang))
    return view.frame["value"]


def _labels(screen: Screen, kind: ComparedBy, titles: Sequence[str], columns: pd.Index) -> dict[str, str]:
    """The heads of the table's columns."""
    count = screen.text("map.count")
    words = {
        "name": screen.text("column.name"), "parent_name": screen.text("column.parent_name"),
        "value": shown_word(screen, screen.selection.shown), "count": count,
        "difference": screen.text("compare.difference"), "label": screen.text(f"compare.label_{kind}"),
        **{f"value_{side}": title for side, title in zip(SIDES, titles, strict=True)},
        **{f"count_{side}": f"{title}: {count.lower()}" for side, title in zip(SIDES, titles, strict=True)},
    }  # fmt: skip
    return {str(name): words[str(name)] for name in columns}


_CATEGORIES = (str(ClassRule.CATEGORY), str(Value.COMPUTED))


def _writers(screen: Screen, columns: pd.Index) -> dict[str, Callable[[Any], str]]:
    """How the numbers of each column are written in the reader's language; sorted they are as numbers."""
    written: dict[str, Callable[[Any], str]] = {}
    for name in map(str, columns):
        if name.startswith("count"):
            written[name] = partial(wording.figure, "count", lang=screen.lang)
        elif screen.selection.shown not in _CATEGORIES and name.startswith("value"):
            written[name] = partial(wording.figure, figure_of(screen.selection.value), lang=screen.lang)
        elif screen.selection.shown not in _CATEGORIES and name == "difference":
            written[name] = partial(_difference, screen.selection.value, screen.lang)
    return written


def _difference(value: Value, lang: Lang, number: float) -> str:
    return wording.NOTHING if pd.isna(number) else written_difference(value, number, lang)


def file_table(pair: Pair, left: Side, right: Side, found: Compared) -> pd.DataFrame:
    """The table for a file: codes, every figure of both sides (`_left`, `_right`), the difference and its label.

    Of two districts one row per mahalla of either.
    """
    if found.difference is None:
        parts = [_file_side(pair.screen, side, view, "") for side, view in ((left, found.left), (right, found.right))]
        return pd.concat(parts, ignore_index=True)
    codes = found.left.frame.index.union(found.right.frame.index)
    sides = [
        _file_side(pair.screen, side, view, f"_{name}").set_index("code").reindex(codes)
        for name, side, view in zip(SIDES, (left, right), (found.left, found.right), strict=True)
    ]
    shared = ["name", "parent_name", "indicator", "group"]
    both = sides[1][shared].combine_first(sides[0][shared])[shared]
    for frame in sides:
        both = both.join(frame.drop(columns=shared))
    return both.join(_file_difference(pair.comparison.kind, found.difference)).rename_axis("code").reset_index()


def _file_side(screen: Screen, side: Side, view: View, suffix: str) -> pd.DataFrame:
    codes = view.frame.index
    selection = side.selection
    frame = pd.DataFrame({"code": codes, **_named(screen, (side,), codes)}, index=codes)
    subject = subject_of(side.snapshot, selection)
    frame = frame.assign(indicator=subject.code, group=subject.columns["group"])
    frame[f"period{suffix}"] = str(subject.period)
    frame[f"snapshot{suffix}"] = side.snapshot.id
    carried = [name for name in _CARRIED if name in view.frame]
    if view.kinds:
        carried = ["category" if selection.classes is ClassRule.CATEGORY else "category_computed"]
    for name in carried:
        frame[f"{name.removesuffix('_computed')}{suffix}"] = view.frame[name]
    return frame


def _file_difference(kind: ComparedBy, view: View) -> pd.DataFrame:
    if view.kinds:
        return view.frame[["value"]].rename(columns={"value": "shift"})
    label = "label" if kind is ComparedBy.PERIODS else "revision"
    return view.frame[["value", "label"]].rename(columns={"value": "difference", "label": label})
