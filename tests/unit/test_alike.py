"""Which measures are the same one: the words that are left without the mahalla's own name and without numbers."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.measures.alike import alike

NAMES = {"a": ["Oydin", "Ойдин"], "b": ["Yuqori Beshtol", "Юқори Бештол"], "c": ["O‘rta", "Ўрта"]}


def keys(*measures: tuple[str, str]) -> list[str]:
    areas, texts = zip(*measures, strict=True)
    return alike(pd.Series(texts), pd.Series(areas), NAMES).tolist()


def test_the_same_measure_of_two_mahallas_is_one() -> None:
    one, other, cyrillic = keys(
        ("a", "“Oydin” mahallasida 7 nafar ishsiz ishga joylashtirilsin"),
        ("b", "«Yuqori Beshtol»  mahallasida 12 nafar ishsiz ISHGA joylashtirilsin."),
        ("b", "“Юқори Бештол” маҳалласида 12 нафар"),
    )
    assert one == other
    assert cyrillic != one


@pytest.mark.parametrize(
    "different",
    ["“Oydin” mahallasida 7 nafar ishsiz ayol ishga joylashtirilsin", "“Karvon” mahallasida 7 nafar ishsiz ishga joylashtirilsin"],
)  # fmt: skip
def test_another_word_or_the_name_of_another_mahalla_makes_another_measure(different: str) -> None:
    one, other = keys(("a", "“Oydin” mahallasida 7 nafar ishsiz ishga joylashtirilsin"), ("a", different))
    assert one != other


def test_a_name_is_taken_away_as_a_whole_word_only() -> None:
    assert keys(("a", "Oydinlar uchun oydin xona"))[0] == "oydinlar uchun xona"
    assert keys(("c", "O‘rta maktab"), ("c", "o‘rtacha maktab")) == ["maktab", "o rtacha maktab"]


@given(st.integers(0, 10**6), st.sampled_from(list(NAMES)), st.text(alphabet="абвghi ,.", max_size=30))
def test_neither_number_nor_own_name_nor_case_matters(number: int, area: str, rest: str) -> None:
    name = NAMES[area][0]
    one, other = keys(
        (area, f"{name} {number} {rest}"), (area, f"{name.upper()} 1,5 {rest.upper()}".replace("1,5", "3"))
    )
    assert one == other
