"""Roll-ups: parts add up to the whole, none planned is told apart from none done."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.measures.progress import State, with_state
from mapping.measures.rollup import COUNTS, By, roll_up

AS_OF = date(2026, 1, 15)
CHOICES = {
    "area": ["1710207001", "1710207002", "1710212001"],
    "quarter": ["2025Q3", "2025Q4"],
    "status": ["planned", "in_progress", "done", "cancelled"],
    "deadline": ["2025-12-31", "2026-02-01"],
    "done_on": ["2025-12-30", "2026-01-05"],
    **{by.value: ["one", "two", None] for by in By if by.value not in ("area", "district", "region", "quarter")},
}
TABLES = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CHOICES.items()}), min_size=1, max_size=15
).map(lambda rows: with_state(pd.DataFrame(rows), AS_OF))


def measures(*states: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame([{"area": area, "state": state} for area, state in states])


def test_by_hand() -> None:
    rows = measures(
        ("1710207001", "done_in_time"),
        ("1710207001", "done_late"),
        ("1710207002", "overdue"),
        ("1710207002", "cancelled"),
        ("1710212001", "cancelled"),
    )
    found = roll_up(rows, By.DISTRICT, keys=["1710207", "1710401"])
    assert found.index.tolist() == ["1710207", "1710212", "1710401"]
    assert found["total"].tolist() == [4, 1, 0]
    assert found["asked"].tolist() == [3, 0, 0]
    assert found["done"].tolist() == [2, 0, 0]
    assert found["open"].tolist() == [1, 0, 0]
    assert found["share_done"].iloc[0] == pytest.approx(2 / 3)
    assert found["share_done"].iloc[1:].isna().all()


def test_none_planned_is_no_share_and_none_done_is_0() -> None:
    found = roll_up(measures(("1710207001", "planned")), By.MAHALLA, keys=["1710207002"])
    assert found["share_done"].iloc[0] == 0
    assert np.isnan(found["share_done"].iloc[1])


@settings(max_examples=40)
@given(TABLES, st.sampled_from(list(By)))
def test_every_roll_up_adds_up_to_the_whole(table: pd.DataFrame, by: By) -> None:
    found = roll_up(table, by)
    assert found["total"].sum() == len(table)
    assert (found[[state.value for state in State]].sum(axis=1) == found["total"]).all()
    assert (found["asked"] == found["done"] + found["open"]).all()
    assert found["share_done"].dropna().between(0, 1).all()
    assert (found["share_done"].isna() == (found["asked"] == 0)).all()
    assert set(COUNTS) <= set(found.columns)


@settings(max_examples=40)
@given(TABLES)
def test_mahallas_add_up_to_districts_and_these_to_the_region(table: pd.DataFrame) -> None:
    mahallas, districts, region = (roll_up(table, by)[list(COUNTS)] for by in (By.MAHALLA, By.DISTRICT, By.REGION))
    assert mahallas.groupby(mahallas.index.str[:7]).sum().to_numpy().tolist() == districts.to_numpy().tolist()
    assert districts.sum().tolist() == region.iloc[0].tolist()


@settings(max_examples=20)
@given(TABLES, st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(table: pd.DataFrame, seed: int) -> None:
    mixed = table.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(roll_up(table, By.SECTOR), roll_up(mixed, By.SECTOR))
