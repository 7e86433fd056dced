"""A view by itself, and what pages, routes and files make of it, held against the files of the region."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mapping.model import wording
from mapping.model.selection import Selection
from mapping.ui.download import table_csv
from mapping.ui.state import Screen
from mapping.views.map import addresses
from mapping.views.map.absence import why_bare
from mapping.views.map.bounds import class_bounds
from mapping.views.map.first import first_drawing
from mapping.views.map.palettes import Theme
from mapping.views.map.table import view_table
from mapping.views.map.titles import kind_word, view_title, without_word
from mapping.views.map.view import HIDDEN, NO_CLASS, NO_FIGURE, class_string, colours, compute, faint_colours, sent
from tests.sweep.asking import answered
from tests.sweep.cases import Case
from tests.sweep.expected import Expected, expected_of
from tests.sweep.regions import Region
from tests.sweep.words import clean, texts_in

THEMES: tuple[Theme, ...] = ("light", "dark")


def check_view(region: Region, case: Case) -> None:
    """Its figures, classes, colours, bounds, title, and why it is bare."""
    snapshot, selection = region.snapshot, case.selection
    view = compute(snapshot, selection)
    holds(expected_of(region.truth, snapshot, selection), view.frame, class_string(view))
    assert sum(view.sizes) == len(view.frame)
    for theme in THEMES:
        ramp = colours(selection, view, theme)
        assert len(ramp) == len(set(ramp)) == view.number
        assert (faint_colours(selection, view, theme) is None) == (not view.unsure.any())
    bounds = class_bounds(selection, view, selection.lang)
    assert len(bounds) == len(view.edges)
    told = [one for one in bounds if one != wording.NOTHING]
    assert len(set(told)) == len(told), f"two classes read the same: {bounds}"
    bare = why_bare(snapshot, selection, view)
    assert bool(bare) == bool((view.classes == NO_CLASS).all())
    named = [kind_word(one, selection.lang) for one in view.kinds]
    clean([*bounds, *named, bare, view_title(snapshot, selection), without_word(selection)], what="words of the view")


def holds(expected: Expected, frame: pd.DataFrame, marks: Sequence[str]) -> None:
    """Figures where there should be figures, hidden where hidden, none only where there is none.

    `frame` has `count`, `hidden` where small counts are, and `value` where it is told; `marks` as `class_string`.
    """
    assert list(frame.index) == list(expected.known.index)
    drawn = np.array(list(marks))
    known = expected.known.to_numpy(dtype=bool)
    classed = (drawn != NO_FIGURE) & (drawn != HIDDEN)
    _none(frame.index, classed & ~known, "coloured, though the files have no figure")
    _none(frame.index, (drawn == NO_FIGURE) & known, "no data, though the files have a figure")
    may_be_hidden = expected.hides & expected.counted.to_numpy(dtype=bool)
    _none(frame.index, (drawn == HIDDEN) & ~may_be_hidden, "hidden, though there is nothing to hide")
    _counts(expected, frame)
    if "value" in frame and expected.value.notna().any():
        _values(expected.value, frame["value"], classed)


def _values(expected: pd.Series, given: pd.Series, classed: np.ndarray) -> None:
    if expected.dtype == object:
        return
    where = classed & expected.notna().to_numpy()
    np.testing.assert_allclose(
        given.to_numpy(dtype=float)[where],
        expected.to_numpy(dtype=float)[where],
        rtol=1e-9,
        atol=1e-9,
        err_msg="values",
    )


def _counts(expected: Expected, frame: pd.DataFrame) -> None:
    shown = frame["count"].to_numpy(dtype=float)
    true = expected.count.to_numpy(dtype=float)
    own = frame["hidden"].to_numpy(dtype=bool) if "hidden" in frame else np.zeros(len(frame), dtype=bool)
    told = ~np.isnan(shown)
    if np.isnan(true).all() and not expected.hides_counts:
        return  # not found here: gaps, and measures that are overdue
    _none(frame.index, told & (shown != true), "another count than in the files")
    _none(frame.index, ~told & ~own & ~np.isnan(true), "no count, though the files have one")
    if expected.hides_counts:
        _none(frame.index, told & (shown > 0) & (shown < 5), "a small count of a group is shown")
        _none(frame.index, own & np.isnan(true), "a count is hidden that is in no file")


def _none(codes: pd.Index, wrong: np.ndarray, what: str) -> None:
    assert not wrong.any(), f"{what}: {int(wrong.sum())} areas, as {list(codes[wrong][:3])}"


def check_values(region: Region, case: Case) -> None:
    """The figures as a browser fetches them."""
    snapshot, selection = region.snapshot, case.selection
    told = answered(addresses.values(snapshot.id, selection)).data
    columns = {name: pd.Series(column, index=told["codes"], dtype=object) for name, column in told["columns"].items()}
    frame = pd.DataFrame(columns, index=pd.Index(told["codes"])).drop(columns="value", errors="ignore")
    for name in ("count", "hidden"):
        if name in frame:
            frame[name] = pd.to_numeric(frame[name].map({"True": 1, "False": 0}).fillna(frame[name]))
    holds(expected_of(region.truth, snapshot, selection), frame, told["classes"])
    assert set(told["columns"]) | set(told["quotients"]) == set(sent(compute(snapshot, selection)).columns)
    for rule in told["quotients"].values():
        clean(texts_in(rule), what="a quotient")


def check_painting(region: Region, case: Case) -> None:
    """The classes and colours as a browser fetches them ahead."""
    snapshot, selection = region.snapshot, case.selection
    told = answered(addresses.painting(snapshot.id, selection, case.theme)).data
    view = compute(snapshot, selection)
    assert told["classes"] == class_string(view)
    assert told["colours"] == colours(selection, view, case.theme)
    most = max((int(mark, 36) % 10 for mark in told["classes"] if mark not in (NO_FIGURE, HIDDEN)), default=-1)
    assert most < len(told["colours"])
    _check_ahead(region, case, told)


def _check_ahead(region: Region, case: Case, painted: Any) -> None:
    """The same by a press on the area a step above, and by the first drawing, where there are such."""
    snapshot, selection, theme = region.snapshot, case.selection, case.theme
    above = selection.up()
    if above != selection and not selection.value.is_cluster:
        told = answered(f"{addresses.toward(snapshot.id, above, theme)}&code={selection.area}").data
        there = above.toward(selection.area)
        assert (told["selected"], told["scope"]) == (there.area, there.scope)
        if there == selection:
            assert {name: told[name] for name in painted} == painted
    first = first_drawing(snapshot, selection)
    if first is not None:
        codes = answered(first["geometry"]).data["codes"]
        assert len(codes) == len(answered(first["painting"][theme]).data["classes"])


def check_clusters(region: Region, case: Case) -> None:
    """The clusters to be outlined."""
    snapshot, selection = region.snapshot, case.selection
    told = answered(addresses.outlines(snapshot.id, selection)).data["clusters"]
    drawn = len(compute(snapshot, selection).frame)
    assert all(0 <= place < drawn for members in told for place in members)


def check_table(region: Region, case: Case) -> None:
    """The table of the view as a CSV file, by codes and in words."""
    snapshot = region.snapshot
    screen = Screen(snapshot, case.selection)
    view = compute(snapshot, case.selection)
    period = str(case.selection.period)
    table = view_table(snapshot, case.selection, view)
    by_code = table_csv(screen, table, period=period, separator=",", in_words=False)
    frame = pd.read_csv(io.BytesIO(by_code), encoding="utf-8-sig", dtype={"code": str}).set_index("code")
    holds_table(region, case.selection, frame)
    in_words = table_csv(screen, table, period=period, separator=";", in_words=True).decode("utf-8-sig")
    clean([in_words.replace(";inf;", ";∞;")], what="the file in words")  # the CSV's own word for infinite, documented


def holds_table(region: Region, selection: Selection, frame: pd.DataFrame) -> None:
    """A row for each area drawn, with its class from 1 and the counts of the files."""
    snapshot = region.snapshot
    view = compute(snapshot, selection)
    marks = np.where(view.hidden, HIDDEN, np.where(frame["class"].isna(), NO_FIGURE, "0"))
    assert (frame["class"].fillna(0).to_numpy(dtype=int) == view.classes + 1).all()
    shown = frame.drop(columns="value", errors="ignore")
    holds(expected_of(region.truth, snapshot, selection), shown, "".join(marks))
