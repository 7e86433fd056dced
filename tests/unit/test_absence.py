"""Why nothing of a map is coloured: each reason by hand on the tiny snapshot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from mapping.model.locale import Lang, text
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Selection, Value
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.views.map.absence import why_bare
from mapping.views.map.bounds import class_bounds
from mapping.views.map.view import NO_CLASS, compute
from tests.conftest import DISTRICTS, REGION
from tests.unit.test_view import SELECTIONS

START = Selection(REGION, "crime_total", Period.parse("2025"), lang=Lang.EN)


@pytest.mark.parametrize(
    ("selection", "reason"),
    [
        (replace(START, indicator="solved"), "no figures of this indicator: 2025"),
        (replace(START, indicator="solved", value=Value.PROBABILITY), "no figures of this indicator: 2025"),
        (replace(START, value=Value.CHANGE, period=Period.parse("2024Q1")), "compared with: Q4 2023"),
        (replace(START, value=Value.CHANGE_YEAR, period=Period.parse("2024")), "compared with: 2023"),
        (replace(START, value=Value.COMPUTED, period=Period.parse("2024")), "all four quarters of 2023"),
        (replace(START, value=Value.AGREEMENT, period=Period.parse("2024")), "all four quarters of 2023"),
        (replace(START, value=Value.DONE, period=Period.parse("2024Q2")), "measures were planned: Q2 2024"),
        (replace(START, value=Value.DONE, sector="sector_1", agency="hokimlik"), "measures were planned: Q4 2025"),
    ],
    ids=str,
)  # fmt: skip
def test_it_says_what_is_lacking(tiny_snapshot: Snapshot, selection: Selection, reason: str) -> None:
    view = compute(tiny_snapshot, selection)
    assert (view.classes == NO_CLASS).all()
    assert reason in why_bare(tiny_snapshot, selection, view)


def test_where_something_is_coloured_nothing_is_said(tiny_snapshot: Snapshot) -> None:
    assert why_bare(tiny_snapshot, START, compute(tiny_snapshot, START)) == ""
    category = replace(START, classes=ClassRule.CATEGORY, area=DISTRICTS[1])
    assert why_bare(tiny_snapshot, category, compute(tiny_snapshot, category)) == ""


@settings(max_examples=80)
@given(selection=SELECTIONS)
def test_every_view_has_its_bounds_and_is_bare_only_with_a_reason(
    tiny_snapshot: Snapshot, selection: Selection
) -> None:
    view = compute(tiny_snapshot, selection)
    bounds = class_bounds(selection, view, selection.lang)
    assert len(bounds) == len(view.edges)
    assert all(one.strip() and "nan" not in one for one in bounds)
    assert bool(why_bare(tiny_snapshot, selection, view)) == bool((view.classes == NO_CLASS).all())


def test_where_there_was_no_case_at_all_no_risk_is_told(tiny_snapshot: Snapshot) -> None:
    """No young person had a case in this dataset: the zeros are shown, but there is no average to compare with."""
    youth = replace(START, group=Group.YOUTH)
    assert why_bare(tiny_snapshot, youth, compute(tiny_snapshot, youth)) == text("absence.no_cases", Lang.EN)
    counted = replace(youth, value=Value.COUNT)
    assert why_bare(tiny_snapshot, counted, compute(tiny_snapshot, counted)) == ""
