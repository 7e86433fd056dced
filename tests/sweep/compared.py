"""Two views side by side, held against the files: both sides, the difference, tooltips, tables."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from mapping.model.comparison import ComparedBy
from mapping.model.selection import Value
from mapping.store import list_snapshots
from mapping.ui.compare.choice import Pair
from mapping.ui.compare.table import areas_table, file_table
from mapping.ui.download import table_csv
from mapping.ui.state import Screen
from mapping.views.map import addresses
from mapping.views.map.absence import why_bare, why_no_difference
from mapping.views.map.bounds import class_bounds, difference_bounds
from mapping.views.map.comparison import Compared, NotThereError, Side, compare_sides, side_title, sides_of
from mapping.views.map.view import NO_CLASS, class_string
from tests.sweep.asking import answered
from tests.sweep.cases import Case
from tests.sweep.expected import expected_of
from tests.sweep.regions import Region
from tests.sweep.views import holds
from tests.sweep.words import clean, texts_in


def check_compared(region: Region, case: Case) -> None:
    """Both views, their difference and all that is said of them."""
    comparison, snapshot, selection = case.comparison, region.snapshot, case.selection
    assert comparison is not None
    if not _there(region, case):
        with pytest.raises(NotThereError):
            sides_of(comparison, snapshot, selection)
        return
    left, right = sides_of(comparison, snapshot, selection)
    found = compare_sides(comparison.kind, left, right)
    for side, view in ((left, found.left), (right, found.right)):
        clean([side_title(comparison.kind, side, selection.lang)], what="a side's title")
        if side.snapshot.id == snapshot.id:
            expected = expected_of(region.truth, snapshot, side.selection)
            holds(expected, view.frame, class_string(view))
        bounds = class_bounds(side.selection, view, selection.lang)
        assert len(bounds) == len(view.edges)
        clean([*bounds, why_bare(side.snapshot, side.selection, view)], what="words of a side")
    if found.difference is not None:
        _check_difference(region, case, left, right, found)
    _check_tables(region, case, left, right, found)


def _there(region: Region, case: Case) -> bool:
    """The earlier snapshot lacks the last quarter, and all periods that hold it."""
    assert case.comparison is not None
    last = region.snapshot.quarters[-1]
    return case.comparison.kind is not ComparedBy.SNAPSHOTS or last not in case.selection.period.quarters


def _check_difference(region: Region, case: Case, left: Side, right: Side, found: Compared) -> None:
    assert case.comparison is not None
    view, selection = found.difference, case.selection
    assert view is not None
    assert (class_string(view) == "".join("H" if one else "x" for one in view.hidden)) == bool(
        (view.classes == NO_CLASS).all()
    )
    bounds = [] if view.kinds else difference_bounds(selection, view, selection.lang)
    bare = why_no_difference(region.snapshot, selection, view)
    assert len(bounds) == len(view.edges)
    assert bool(bare) == bool((view.classes == NO_CLASS).all())
    clean([*bounds, bare], what="words of the difference")
    if case.comparison.kind is ComparedBy.PERIODS and selection.value in (Value.COUNT, Value.RATE) and not view.kinds:
        _subtracts(region, left, right, view.frame["value"])
    told = answered(addresses.compared(region.snapshot.id, case.comparison, selection, selection.lang)).data
    clean(texts_in(told), what="a tooltip")
    assert set(told["codes"]) == set(found.left.frame.index) | set(found.right.frame.index)


def _subtracts(region: Region, left: Side, right: Side, given: pd.Series) -> None:
    """Right less left, of mahallas that are told on both sides."""
    if region.snapshot.hides(right.selection.group) or right.selection.drawn_level != "mahalla":
        return
    sides = [expected_of(region.truth, region.snapshot, one.selection).value for one in (left, right)]
    np.testing.assert_allclose(given.to_numpy(float), (sides[1] - sides[0]).to_numpy(float), rtol=1e-9, atol=1e-9)


def _check_tables(region: Region, case: Case, left: Side, right: Side, found: Compared) -> None:
    assert case.comparison is not None
    screen = Screen(region.snapshot, case.selection)
    pair = Pair(screen, case.comparison, list_snapshots(region.home))
    shown = areas_table(screen, case.comparison.kind, left, right, found)
    clean((one for column in shown.select_dtypes(object) for one in shown[column].dropna().map(str)), what="the table")
    table = file_table(pair, left, right, found)
    assert len(table) == len(shown)
    period = str(case.selection.period)
    content = table_csv(screen, table, period=period, separator=",", in_words=False)
    read = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig", dtype={"code": str})
    assert len(read) == len(table)
    words = table_csv(screen, table, period=period, separator=";", in_words=True).decode("utf-8-sig")
    clean([words], what="the file in words")
