"""Two views on one scale and their difference, worked out by hand on the tiny snapshot and on a revised one.

Mahalla number m (1 to 8) has m + 3 crimes in 2024Q4 and m + 7 in 2025Q4, the eighth none there; 1000 m people in 2024
and 1100 m in 2025, not known for the seventh.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.model.comparison import ComparedBy, Comparison
from mapping.model.levels import Level
from mapping.model.locale import Lang
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Selection, Value
from mapping.model.vocabulary import Group
from mapping.publishing import publish
from mapping.stats.change import Change
from mapping.stats.revision import Revision, revisions
from mapping.store import Snapshot, open_snapshot
from mapping.views.briefing.beside import rates_beside, tallies_beside
from mapping.views.map import addresses
from mapping.views.map.bounds import difference_bounds
from mapping.views.map.comparison import Compared, NotThereError, Side, area_lines, compare_sides, sides_of
from mapping.views.map.view import class_string, drawn_codes
from tests.conftest import DISTRICTS, MAHALLAS, REGION
from tests.unit.test_routes import get

START = Selection(REGION, "crime_total", Period.parse("2025Q4"), Value.COUNT, classes=ClassRule.EQUAL)
REVISED = MAHALLAS[0]


def by_periods(snapshot: Snapshot, selection: Selection, other: str = "2024Q4") -> Compared:
    return compare_sides(ComparedBy.PERIODS, *sides_of(Comparison(ComparedBy.PERIODS, other), snapshot, selection))


@pytest.fixture(scope="module")
def revised(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, Snapshot]:
    """Two snapshots: in the second the first mahalla has 10 crimes in 2025Q4, not 8.

    Youth: 9 everywhere in both, but 2 for the first mahalla in 2025Q4 of the second, which must stay hidden.
    """
    folder = tmp_path_factory.mktemp("revised")
    opened = []
    for name, count, youth in (("first", 8, 9), ("second", 10, 2)):
        data = folder / name
        shutil.copytree(tiny_dataset, data)
        path = data / "data" / "statistics.csv"
        lines = path.read_text(encoding="utf-8").replace(",youth,0\n", ",youth,9\n")
        assert f"{REVISED},2025Q4,crime_total,all,8\n" in lines
        lines = lines.replace(f"{REVISED},2025Q4,crime_total,all,8\n", f"{REVISED},2025Q4,crime_total,all,{count}\n")
        lines = lines.replace(
            f"{REVISED},2025Q4,crime_total,youth,9\n", f"{REVISED},2025Q4,crime_total,youth,{youth}\n"
        )
        path.write_text(lines, encoding="utf-8")
        publish(data / "geo", data / "data", folder / f"home_{name}")
        opened.append(open_snapshot(folder / f"home_{name}"))
    return opened[0], opened[1]


def between(pair: tuple[Snapshot, Snapshot], selection: Selection) -> Compared:
    left, right = (Side(snapshot, selection) for snapshot in pair)
    return compare_sides(ComparedBy.SNAPSHOTS, left, right)


# ---------------------------------------------------------------- two periods


def test_both_sides_have_the_classes_of_both_together(tiny_snapshot: Snapshot) -> None:
    """Counts of 4 to 11 on the left and 8 to 14 on the right: equal steps of 2 from 4 to 14."""
    found = by_periods(tiny_snapshot, START)
    assert found.left.edges.tolist() == found.right.edges.tolist() == [6, 8, 10, 12, 14]
    assert class_string(found.left) == "00011223"
    assert class_string(found.right) == "1223344x"
    assert found.left.lowest == found.right.lowest == 4


def test_the_difference_of_counts_and_of_rates(tiny_snapshot: Snapshot) -> None:
    counts = by_periods(tiny_snapshot, START).difference
    assert counts is not None
    assert counts.frame["value"].tolist()[:7] == [4] * 7
    assert np.isnan(counts.frame["value"].iloc[7])
    rates = by_periods(tiny_snapshot, replace(START, value=Value.RATE)).difference
    assert rates is not None
    expected = [1e5 * ((m + 7) / (1100 * m) - (m + 3) / (1000 * m)) for m in range(1, 7)]
    assert rates.frame["value"].tolist()[:6] == pytest.approx(expected)
    assert rates.frame["value"].iloc[6:].isna().all()
    assert rates.frame["label"].tolist() == [Change.CANNOT_TELL] * 6 + [Change.CANNOT_TELL, Change.NO_FIGURES]


def test_what_cannot_be_told_is_faint_unless_certainty_is_off(tiny_snapshot: Snapshot) -> None:
    faint, full = (by_periods(tiny_snapshot, replace(START, certainty=one)).difference for one in (True, False))
    assert faint is not None
    assert full is not None
    assert class_string(faint).rstrip("x").isalpha()
    assert class_string(full).rstrip("x").isdigit()


def test_the_districts_differ_by_what_has_figures_in_both_periods(tiny_snapshot: Snapshot) -> None:
    """The eighth mahalla is silent in 2025Q4: the second district rose by 3 times 4, it did not fall."""
    found = by_periods(tiny_snapshot, replace(START, all_mahallas=False)).difference
    assert found is not None
    assert found.frame["value"].to_dict() == {DISTRICTS[0]: 16, DISTRICTS[1]: 12}


def test_risks_differ_where_both_periods_have_one_and_are_told_by_their_own_test(tiny_snapshot: Snapshot) -> None:
    """Every mahalla rises by 4 cases: none so far beside the others that it could be told."""
    found = by_periods(tiny_snapshot, replace(START, value=Value.RISK, classes=ClassRule.USUAL)).difference
    assert found is not None
    known = found.frame["value"].notna()
    assert known.tolist() == [True] * 6 + [False] * 2
    assert (found.frame["left"] + found.frame["value"])[known].to_numpy() == pytest.approx(found.frame["right"][known])
    assert found.frame["label"].tolist() == [Change.CANNOT_TELL] * 6 + [Change.NO_FIGURES] * 2


def test_categories_differ_by_their_gravity(tiny_snapshot: Snapshot) -> None:
    found = by_periods(tiny_snapshot, replace(START, classes=ClassRule.CATEGORY))
    assert found.difference is not None
    assert found.difference.frame["value"].tolist() == ["same"] * 7 + [None]


@settings(max_examples=25)
@given(
    value=st.sampled_from([Value.COUNT, Value.RATE, Value.RISK, Value.PROBABILITY]),
    area=st.sampled_from([REGION, *DISTRICTS]),
    all_mahallas=st.booleans(),
    k=st.integers(3, 7),
    periods=st.sampled_from([("2024Q4", "2025Q4"), ("2025Q2", "2024Q1"), ("2024", "2025")]),
    classes=st.sampled_from([ClassRule.USUAL, ClassRule.QUANTILE, ClassRule.NATURAL, ClassRule.EQUAL]),
)
def test_one_value_has_one_class_on_both_sides(
    tiny_snapshot: Snapshot, value: Value, area: str, all_mahallas: bool, k: int, periods: tuple[str, str],
    classes: ClassRule,
) -> None:  # fmt: skip
    selection = Selection(area, "crime_total", Period.parse(periods[1]), value, classes=classes, k=k,
                          all_mahallas=all_mahallas)  # fmt: skip
    found = by_periods(tiny_snapshot, selection, periods[0])
    both = pd.concat([view.frame["value"].rename("value").reset_index() for view in (found.left, found.right)])
    both["class"] = np.concatenate([found.left.classes, found.right.classes])
    ordered = both[both["value"].notna()].sort_values("value")
    assert ordered["class"].is_monotonic_increasing
    assert found.difference is not None
    assert found.difference.frame.index.equals(drawn_codes(tiny_snapshot, selection))
    assert len(difference_bounds(selection, found.difference, Lang.UZ)) == found.difference.number
    signs = found.difference.frame["value"].to_numpy(dtype=float)
    middle = (found.difference.number - 1) / 2
    known = found.difference.classes >= 0
    assert ((found.difference.classes[known] - middle) * signs[known] >= 0).all()


# ---------------------------------------------------------------- two snapshots


def test_a_revision_is_no_chance(revised: tuple[Snapshot, Snapshot]) -> None:
    found = between(revised, START).difference
    assert found is not None
    assert found.frame["value"].tolist()[:7] == [2, 0, 0, 0, 0, 0, 0]
    assert found.frame["label"].tolist() == [Revision.UP, *[Revision.SAME] * 6, Revision.NO_FIGURES]
    assert class_string(found) == "4ccccccx"
    assert difference_bounds(START, found, Lang.EN) == ["≤ −2", "−1", "0", "+1", "+2"]


def test_a_risk_moved_by_others_is_not_revised(revised: tuple[Snapshot, Snapshot]) -> None:
    found = between(revised, replace(START, value=Value.RISK, classes=ClassRule.USUAL)).difference
    assert found is not None
    moved = found.frame["value"].dropna()
    assert (moved != 0).all()
    assert found.frame["label"][moved.index].tolist() == [Revision.UP] + [Revision.SAME] * (len(moved) - 1)
    middle = found.number // 2
    assert found.classes[1 : len(moved)].tolist() == [middle] * (len(moved) - 1)
    assert found.classes[0] > middle


def test_what_one_snapshot_hides_the_other_does_not_tell(revised: tuple[Snapshot, Snapshot]) -> None:
    for value in (Value.COUNT, Value.RATE, Value.RISK):
        for all_mahallas in (True, False):
            youth = replace(START, group=Group.YOUTH, value=value, all_mahallas=all_mahallas)
            found = between(revised, youth)
            assert found.difference is not None
            hidden = [view.frame["hidden"].to_numpy(dtype=bool) for view in (found.left, found.right)]
            assert (hidden[0] == hidden[1]).all()
            if all_mahallas:
                assert hidden[0][0]
                assert not hidden[0].all()
                assert class_string(found.difference)[0] == "H"
            for view in (found.left, found.right):
                figures = view.frame.select_dtypes("number")
                assert figures[hidden[0]].isna().all(axis=None)
            assert found.difference.frame["value"][hidden[0]].isna().all()


def test_an_empty_side_has_classes_and_no_revision() -> None:
    frame = pd.DataFrame({"count": [1.0, np.nan, 2.0, 5.0], "people": [10.0, 10.0, 10.0, 20.0]})
    before = frame.assign(count=[1.0, np.nan, 3.0, 5.0], people=[10.0, 10.0, 10.0, 40.0])
    difference = pd.Series([0.5, np.nan, -1.0, 0.2])
    assert revisions(frame, before, difference) == ["same", "", "down", "up"]


def test_a_snapshot_without_the_period_is_told(revised: tuple[Snapshot, Snapshot], tmp_path: Path,
                                               tiny_dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    short = tmp_path / "short"
    shutil.copytree(tiny_dataset, short)
    path = short / "data" / "statistics.csv"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if ",2025Q4," not in line]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    publish(short / "geo", short / "data", tmp_path / "home")
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path / "home"))
    other = open_snapshot(tmp_path / "home").id
    with pytest.raises(NotThereError, match="period=2025Q4"):
        sides_of(Comparison(ComparedBy.SNAPSHOTS, other), revised[1], START)


def test_areas_that_only_one_snapshot_has_are_drawn_on_its_side_and_differ_by_nothing(
    tiny_dataset: Path, tiny_snapshot: Snapshot, tmp_path: Path
) -> None:
    """In the second snapshot the first mahalla has another code."""
    renamed = f"{DISTRICTS[0]}009"
    shutil.copytree(tiny_dataset, tmp_path / "renamed")
    for path in [*(tmp_path / "renamed" / "geo").iterdir(), *(tmp_path / "renamed" / "data").iterdir()]:
        path.write_text(path.read_text(encoding="utf-8").replace(REVISED, renamed), encoding="utf-8")
    publish(tmp_path / "renamed" / "geo", tmp_path / "renamed" / "data", tmp_path / "home")
    left, right = Side(tiny_snapshot, START), Side(open_snapshot(tmp_path / "home"), START)
    found = compare_sides(ComparedBy.SNAPSHOTS, left, right)
    assert found.difference is not None
    assert REVISED in found.left.frame.index
    assert found.right.frame.index.equals(found.difference.frame.index)
    assert np.isnan(found.difference.frame.loc[renamed, "value"])
    assert found.difference.frame.loc[renamed, "label"] == Revision.NO_FIGURES
    lines = area_lines(ComparedBy.SNAPSHOTS, left, right, Lang.EN)
    assert [lines[code][place].rsplit(": ", 1)[1] for code, place in ((REVISED, 1), (renamed, 0))] == ["No figure"] * 2
    assert [len(lines[code]) for code in (REVISED, renamed)] == [2, 2]


# ---------------------------------------------------------------- two districts


def test_two_districts_are_drawn_by_their_mahallas_in_the_classes_of_all(tiny_snapshot: Snapshot) -> None:
    comparison = Comparison(ComparedBy.DISTRICTS, DISTRICTS[1])
    found = compare_sides(ComparedBy.DISTRICTS, *sides_of(comparison, tiny_snapshot, START.at(DISTRICTS[0])))
    assert found.difference is None
    assert found.left.frame.index.tolist() == list(MAHALLAS[4:])
    assert found.right.frame.index.tolist() == list(MAHALLAS[:4])
    assert found.left.edges.tolist() == found.right.edges.tolist()


def test_key_figures_of_two_districts_beside_each_other(tiny_snapshot: Snapshot) -> None:
    """In 2025 the first district has 4 m + 22 crimes each for m of 1 to 4: 128 among 11,000 people. The second has 42 and
    46 among 12,100 where people are known, and 138 with the mahalla whose people are not."""
    found = rates_beside(tiny_snapshot, *DISTRICTS, "crime_total", Group.ALL, Period.parse("2025"))
    row = found.loc["crime_total"]
    assert (row["count_left"], row["people_left"], row["count_right"], row["people_right"]) == (128, 11000, 138, 12100)
    assert row["rate_left"] == pytest.approx(128 / 11000 * 1e5)
    assert row["rate_right"] == pytest.approx(88 / 12100 * 1e5)
    assert row["ratio"] == pytest.approx((88 / 12100) / (128 / 11000))
    assert row["ratio_lo"] < row["ratio"] < row["ratio_hi"] < 1
    assert row["label"] == Change.FELL
    turned = rates_beside(tiny_snapshot, *DISTRICTS[::-1], "crime_total", Group.ALL, Period.parse("2025"))
    assert turned.loc["crime_total", "label"] == Change.ROSE
    assert turned.loc["crime_total", "ratio"] == pytest.approx(1 / row["ratio"])


def test_what_is_counted_of_two_districts(tiny_snapshot: Snapshot) -> None:
    """2025Q4: M1 and M2 done and M3 overdue in the first district, nothing that counts in the second; one red each."""
    found = tallies_beside(tiny_snapshot, *DISTRICTS, "crime_total", Group.ALL, Period.parse("2025Q4"))
    assert found.loc["red"].tolist() == [1, 1, 0]
    assert found.loc["done"].tolist() == [2, 0, -2]
    assert found.loc["overdue"].tolist() == [1, 0, -1]


# ---------------------------------------------------------------- words


def test_a_tooltip_tells_both_sides_the_difference_and_its_label(tiny_snapshot: Snapshot) -> None:
    left, right = sides_of(Comparison(ComparedBy.PERIODS, "2024Q4"), tiny_snapshot, START)
    lines = area_lines(ComparedBy.PERIODS, left, right, Lang.EN)
    assert lines[MAHALLAS[0]] == ["Q4 2024: 4", "Q4 2025: 8", "Difference: +4", "Cannot be told from chance"]
    assert lines[MAHALLAS[7]] == ["Q4 2024: 11", "Q4 2025: No figure"]
    rates = area_lines(*_sides(tiny_snapshot, Value.RATE), Lang.EN)
    assert rates[MAHALLAS[0]][0].startswith("Q4 2024: 400.0 (")
    assert rates[MAHALLAS[0]][0].endswith("· Count: 4")


def _sides(snapshot: Snapshot, value: Value) -> tuple[ComparedBy, Side, Side]:
    return ComparedBy.PERIODS, *sides_of(
        Comparison(ComparedBy.PERIODS, "2024Q4"), snapshot, replace(START, value=value)
    )


def test_the_route_tells_it_and_knows_nothing_else(
    tiny_home: Path, tiny_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    address = addresses.compared(tiny_snapshot.id, Comparison(ComparedBy.PERIODS, "2024Q4"), START, Lang.EN)
    answer = get(address)
    assert answer.status == 200
    assert answer.data["columns"]["told"][0][0] == "Q4 2024: 4"
    for wrong in (
        address.replace("2024Q4/", "2024Q9/"),
        address.replace("/periods/", "/moons/"),
        address.replace("/en.", "/xx."),
    ):
        assert get(wrong).status == 404


def test_the_level_of_districts_is_drawn_too(tiny_snapshot: Snapshot) -> None:
    for value in (Value.RISK, Value.RATE):
        found = by_periods(tiny_snapshot, replace(START, value=value, all_mahallas=False, classes=ClassRule.USUAL))
        assert found.right.frame.index.tolist() == list(DISTRICTS)
        assert START.drawn_level is Level.MAHALLA
