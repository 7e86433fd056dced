"""Execution on the map: the same numbers as the roll-ups, the matrix and the gaps; links keep sector and agency."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mapping.measures.progress import State
from mapping.measures.rollup import By
from mapping.model.levels import Level
from mapping.model.periods import Period, Quarter
from mapping.model.selection import Value, default_selection, from_query
from mapping.store import Snapshot
from mapping.views.map.execution import execution_figures
from mapping.views.map.palettes import sequential
from mapping.views.map.view import NO_CLASS, colours, compute
from mapping.views.oversight.situation import gaps, measures_under
from mapping.views.oversight.standing import matrix

ROOT = Path(__file__).parents[2]
Q4 = Quarter(2025, 4)
EXECUTION = [value for value in Value if value.is_execution]


@pytest.fixture(scope="module")
def snapshot(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


def figures(snapshot: Snapshot, value: Value, level: Level, sector: str = "", agency: str = "") -> dict[str, float]:
    found = execution_figures(snapshot, value, Q4, sector, agency, level)["count"]
    return {str(code): float(count) for code, count in found.items()}


@pytest.mark.parametrize("sector", ["", "s4"])
def test_districts_have_the_numbers_of_the_matrix(snapshot: Snapshot, sector: str) -> None:
    shown = matrix(snapshot, "1710", str(Q4), By.SECTOR)
    column = shown.columns.index(sector) if sector else -1
    done, overdue = (figures(snapshot, value, Level.DISTRICT, sector) for value in (Value.DONE, Value.OVERDUE))
    for code, cells in zip(shown.rows, shown.cells[:-1], strict=True):
        assert (done[code], overdue[code]) == (cells[column][0], cells[column][2])


@pytest.mark.parametrize("value", EXECUTION)
def test_mahallas_add_up_to_districts(snapshot: Snapshot, value: Value) -> None:
    mahallas, districts = figures(snapshot, value, Level.MAHALLA), figures(snapshot, value, Level.DISTRICT)
    own = gaps(snapshot, Q4)["area"] if value is Value.GAPS else []
    for district, count in districts.items():
        inside = sum(n for code, n in mahallas.items() if code.startswith(district) and not np.isnan(n))
        assert inside + sum(code == district for code in own) == count


def test_none_planned_is_no_figure_and_none_overdue_is_0(snapshot: Snapshot) -> None:
    found = execution_figures(snapshot, Value.OVERDUE, Q4, "", "", Level.MAHALLA)
    measures = measures_under(snapshot, "1710", str(Q4)).query(f"state != '{State.CANCELLED}'")
    assert found["count"].notna().sum() == measures["area"].nunique()
    assert np.isnan(found.at["1710237019", "count"])
    assert (found["count"] == 0).any()


def test_measures_without_an_owner_are_those_planted(snapshot: Snapshot) -> None:
    found = execution_figures(snapshot, Value.UNOWNED, Q4, "", "", Level.MAHALLA)["count"]
    assert sorted(found.index[found > 0]) == ["1710224044", "1710235009", "1710401036"]


def test_an_agency_narrows_the_measures(snapshot: Snapshot) -> None:
    rows = measures_under(snapshot, "1710", str(Q4))
    own = rows[(rows["district_agency"] == "health") & (rows["state"] == State.OVERDUE)]
    assert np.nansum(list(figures(snapshot, Value.OVERDUE, Level.MAHALLA, agency="health").values())) == len(own)


@pytest.mark.parametrize("value", EXECUTION)
@pytest.mark.parametrize("all_mahallas", [True, False])
def test_a_view_has_a_class_for_every_area_with_a_figure(snapshot: Snapshot, value: Value, all_mahallas: bool) -> None:
    selection = replace(default_selection(snapshot), value=value, all_mahallas=all_mahallas, period=Period(Q4))
    view = compute(snapshot, selection)
    assert ((view.classes == NO_CLASS) == view.frame["value"].isna().to_numpy()).all()
    assert not view.unsure.any()


def test_more_done_is_paler(snapshot: Snapshot) -> None:
    selection = replace(default_selection(snapshot), value=Value.DONE, all_mahallas=False)
    view = compute(snapshot, selection)
    assert colours(selection, view, "light") == sequential(view.number, "light")[::-1]


def test_the_link_keeps_sector_and_agency_and_tells_unknown_ones(snapshot: Snapshot) -> None:
    selection = replace(default_selection(snapshot), value=Value.OVERDUE, sector="s4", agency="health")
    assert from_query(selection.to_query(), snapshot) == (selection, [])
    found, told = from_query({**selection.to_query(), "sector": "s9"}, snapshot)
    assert found == replace(selection, sector="")
    assert [(one.parameter, one.given, one.used) for one in told] == [("sector", "s9", "-")]
