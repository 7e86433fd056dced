"""Every gap planted in the demonstration is found by its rule, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mapping.measures.gaps import RULES
from mapping.measures.progress import State
from mapping.model.periods import Quarter
from mapping.store import Snapshot
from mapping.views.oversight.situation import all_measures, gaps, measure_quarters

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def snapshot(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


def planted() -> set[tuple[str, str, str]]:
    """Rule, area and place of each row of the table of gaps in SOURCES.md."""
    lines = (ROOT / "data" / "SOURCES.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines]
    return {(row[0], row[1], row[2]) for row in rows if len(row) == 4 and row[0] in RULES}


def found(snapshot: Snapshot, quarter: Quarter) -> pd.DataFrame:
    rows = gaps(snapshot, quarter)
    return rows[rows["rule"] != "overdue"]


def test_there_is_a_planted_gap_for_every_rule_but_the_overdue() -> None:
    assert {rule for rule, _, _ in planted()} == set(RULES) - {"overdue"}


def test_every_planted_gap_is_found_by_its_rule_and_nothing_else_is(snapshot: Snapshot) -> None:
    for quarter in measure_quarters(snapshot):
        expected = {(rule, area) for rule, area, where in planted() if where in ("now", str(quarter))}
        rows = found(snapshot, quarter)
        assert set(zip(rows["rule"], rows["area"], strict=True)) == expected
        assert len(rows) == len(expected)


def test_overdue_gaps_are_exactly_the_measures_overdue_up_to_the_quarter(snapshot: Snapshot) -> None:
    measures = all_measures(snapshot)
    for quarter in measure_quarters(snapshot):
        rows = gaps(snapshot, quarter)
        late = measures[(measures["state"] == State.OVERDUE) & (measures["quarter"] <= str(quarter))]
        assert sorted(rows.loc[rows["rule"] == "overdue", "measure"]) == sorted(late["id"])


def test_the_measures_named_are_those_of_sources_md(snapshot: Snapshot) -> None:
    text = (ROOT / "data" / "SOURCES.md").read_text(encoding="utf-8")
    rows = found(snapshot, Quarter(2025, 4))
    named = rows[rows["measure"] != ""]
    assert len(named) == 11
    assert all(measure in text for measure in named["measure"])
