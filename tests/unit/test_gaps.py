"""The rules of gaps, each by a case made by hand; invariants over any table of measures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.measures.gaps import RULES, Limits, Situation, find_gaps
from mapping.measures.progress import with_state
from mapping.model.locale import Lang, has_text, text
from mapping.model.periods import Quarter

AS_OF = date(2026, 1, 15)
QUARTER = Quarter(2025, 4)
A, B, C = "1710207001", "1710207002", "1710212001"


def measure(area: str = A, **fields: Any) -> dict[str, Any]:
    row = {
        "id": "m1", "area": area, "quarter": "2025Q4", "text": "text " + area, "factor": "alcohol", "target_group": "all", "sector": "s1",
        "seven_member": "chair", "district_agency": "x", "district_post": "d", "region_agency": "x", "region_post": "r",
        "deadline": "2025-12-31", "status": "done", "done_on": "2025-12-01",
    }  # fmt: skip
    return row | fields


def situation(measures: list[dict[str, Any]] | None = None, **frames: Any) -> Situation:
    rows = [measure(), measure(B, id="m2")] if measures is None else measures
    empty = measure()
    frame = with_state(pd.DataFrame([*rows, empty]), AS_OF).iloc[: len(rows)]
    given: dict[str, Any] = {
        "crimes": pd.Series({A: 4.0, B: 1.0, C: 0.0}),
        "measures": frame,
        "factors": pd.DataFrame({"area": [A, B], "factor": ["alcohol", "alcohol"], "cases": [2, 1]}),
        "above_usual": pd.DataFrame(columns=["area", "group", "count", "expected"]),
        "categories": pd.DataFrame({"area": [A], "year": [2025], "category": ["green"]}),
        "assignments": pd.DataFrame({"area": [A], "agency": ["x"], "post": ["p"]}),
    }
    return Situation(QUARTER, **(given | frames))


def test_nothing_is_found_where_all_is_done() -> None:
    assert find_gaps(situation()).empty


def one(rule: str, where: Situation) -> tuple[str, str, dict[str, Any]]:
    """The only gap found, which must be of this rule."""
    rows = find_gaps(where)
    assert rows["rule"].tolist() == [rule]
    row = rows.iloc[0]
    return row["area"], row["measure"], row["details"]


def test_crimes_without_a_measure() -> None:
    assert one("no_measure", situation([measure()])) == (B, "", {"crimes": 1})


def test_a_cancelled_measure_is_none_and_crimes_not_known_ask_for_none() -> None:
    cancelled = [measure(), measure(B, id="m2", status="cancelled", done_on=None)]
    assert one("no_measure", situation(cancelled))[0] == B
    assert find_gaps(situation([measure()], crimes=pd.Series({A: 4.0, B: float("nan")}))).empty


@pytest.mark.parametrize(
    ("level", "column"), [("mahalla", "seven_member"), ("district", "district_post"), ("region", "region_post")]
)
def test_nobody_answers_at_a_level(level: str, column: str) -> None:
    rows = [measure(), measure(B, id="m2", **{column: None})]
    assert one("no_owner", situation(rows)) == (B, "m2", {"level": level})


def test_the_main_factor_is_not_answered() -> None:
    factors = pd.DataFrame({"area": [A, A, B], "factor": ["debt", "alcohol", "alcohol"], "cases": [3, 2, 1]})
    assert one("main_factor", situation(factors=factors)) == (A, "", {"factor": "debt", "cases": 3})


def test_of_equal_main_factors_any_may_be_answered() -> None:
    factors = pd.DataFrame({"area": [A, A], "factor": ["debt", "alcohol"], "cases": [2, 2]})
    assert find_gaps(situation(factors=factors)).empty


def test_a_group_above_what_is_usual_asks_for_a_measure_and_a_duty() -> None:
    above = pd.DataFrame({"area": [A], "group": ["youth"], "count": [7.0], "expected": [1.06]})
    expected = {"group": "youth", "count": 7, "expected": 1.06, "seven_member": "youth_leader"}
    assert one("group_unanswered", situation(above_usual=above)) == (A, "", expected)
    answered = [measure(target_group="youth", seven_member="youth_leader"), measure(B, id="m2")]
    assert find_gaps(situation(answered, above_usual=above)).empty
    other = [measure(target_group="youth"), measure(B, id="m2")]
    assert one("group_unanswered", situation(other, above_usual=above))[0] == A


def test_a_red_mahalla_without_anyone_assigned() -> None:
    red = pd.DataFrame({"area": [B, B], "year": [2024, 2025], "category": ["red", "red"]})
    assert one("red_unattended", situation(categories=red)) == (B, "", {"years": 2})
    assert find_gaps(situation(categories=red.assign(category=["red", "yellow"]))).empty


def test_the_owner_is_of_too_low_a_tier() -> None:
    red = pd.DataFrame({"area": [A] * 3, "year": [2023, 2024, 2025], "category": ["red"] * 3})
    leader = pd.DataFrame({"area": [A[:7], A], "agency": ["hokimlik"] * 2, "post": ["d_hokim"] * 2})
    assert one("owner_too_low", situation(categories=red, assignments=leader)) == (
        A,
        "",
        {"years": 3, "tier": "academies"},
    )
    higher = pd.DataFrame({"area": [A[:4], A], "agency": ["hokimlik"] * 2, "post": ["r_hokim"] * 2})
    assert find_gaps(situation(categories=red, assignments=higher)).empty
    assert find_gaps(situation(categories=red.iloc[1:], assignments=leader)).empty


def test_a_text_in_more_mahallas_than_the_limit_whatever_its_spaces_and_case() -> None:
    rows = [measure(text="The same"), measure(B, id="m2", text=" the  SAME "), measure(C, id="m3", text="Other")]
    assert find_gaps(situation(rows, limits=Limits(copies=2))).empty
    rows_found = find_gaps(situation(rows, limits=Limits(copies=1)))
    assert rows_found["measure"].tolist() == ["m1", "m2"]
    assert set(rows_found["rule"]) == {"copied_text"}


def test_overdue_of_this_quarter_and_those_before() -> None:
    late = {"status": "planned", "done_on": None}
    rows = [
        measure(),
        measure(B, id="m2"),
        measure(B, id="old", quarter="2025Q3", deadline="2025-09-30", **late),
        measure(B, id="next", quarter="2026Q1", deadline="2026-01-10", **late),
    ]
    assert one("overdue", situation(rows)) == (B, "old", {"days": 107})


def test_a_post_is_counted_where_it_sits() -> None:
    districts = [{"area": code, "agency": "x", "post": "d"} for code in ("1710207", "1710212")]
    mahallas = [{"area": f"{district}{number:03d}", "agency": "x", "post": "d"} for district, many in (("1710207", 3), ("1710212", 2)) for number in range(many)]  # fmt: skip
    where = situation(assignments=pd.DataFrame([*districts, *mahallas]), limits=Limits(mahallas=2))
    assert one("post_overloaded", where) == ("1710207", "", {"post": "d", "mahallas": 3})


@pytest.mark.parametrize("lang", list(Lang))
def test_every_rule_is_worded_in_every_language(lang: Lang) -> None:
    for rule in RULES:
        assert text(f"gap.{rule}", lang)
        assert has_text(f"gap.{rule}_line")


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "area": st.sampled_from([A, B, C]),
            "status": st.sampled_from(["planned", "in_progress", "done", "cancelled"]),
            "factor": st.sampled_from(["alcohol", "debt"]),
            "district_post": st.sampled_from(["d", None]),
            "quarter": st.sampled_from(["2025Q3", "2025Q4"]),
            "deadline": st.sampled_from(["2025-12-31", "2026-02-01"]),
        }
    ),
    max_size=12,
)


@settings(max_examples=8)
@given(ROWS, st.randoms(use_true_random=False))
def test_gaps_do_not_depend_on_the_order_of_rows_and_name_only_what_is_there(
    rows: list[dict[str, Any]], random: Any
) -> None:
    full = [measure(**{**row, "id": f"m{place}"}) for place, row in enumerate(rows)]
    mixed = list(full)
    random.shuffle(mixed)

    def told(one: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
        found = find_gaps(situation(one))
        return sorted(zip(found["rule"], found["area"], found["measure"], strict=True))

    assert told(full) == told(mixed)
    ids = {row["id"] for row in full}
    assert {measure for _, _, measure in told(full)} <= ids | {""}
    lacking = {area for rule, area, _ in told(full) if rule == "no_measure"}
    assert lacking == {A, B} - {
        row["area"] for row in full if row["status"] != "cancelled" and row["quarter"] == "2025Q4"
    }
