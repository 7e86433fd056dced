"""Categories by rule: known answers by hand, and what must hold whatever the figures and rules."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.model.vocabulary import Category
from mapping.stats.categories import (
    Bound,
    Condition,
    Figures,
    Measure,
    Rule,
    Rules,
    Shift,
    computed,
    cross_table,
    shift,
)
from mapping.stats.category_rules import read_rules
from mapping.stats.results import smoothed_risks

NAN = np.nan
DEFAULT = read_rules()


def risks(*rows: tuple[float, float], expected: float = 4.0) -> pd.DataFrame:
    """Areas with a smoothed risk and the probability that it is above 1."""
    frame = pd.DataFrame(rows, columns=["rr", "p_raised"])
    return frame.assign(expected=expected, p_high=0.0, count=4.0, rate=96.0)


def named(*categories: str | None) -> pd.Series:
    return pd.Series(categories, dtype="object")


def test_red_asks_for_a_high_risk_and_for_certainty() -> None:
    found = computed(risks((2.0, 0.99), (2.0, 0.7), (1.2, 0.99), (1.25, 0.8)), DEFAULT)
    assert found.tolist() == ["red", "yellow", "yellow", "red"]  # both thresholds belong to red


def test_green_is_below_its_threshold_and_yellow_is_all_that_is_left() -> None:
    assert computed(risks((0.79, 0.1), (0.8, 0.2), (1.0, 0.5)), DEFAULT).tolist() == ["green", "yellow", "yellow"]


def test_an_area_without_a_figure_or_without_people_has_no_category() -> None:
    assert computed(risks((NAN, NAN)), DEFAULT).isna().all()
    assert computed(risks((1.0, 0.5), expected=0.0), DEFAULT).isna().all()


def test_no_areas_have_no_categories() -> None:
    assert computed(risks(), DEFAULT).empty


def test_one_crime_more_in_a_small_place_does_not_make_it_red() -> None:
    """500 people and 2 crimes are 400 per 100,000, four times the region's 100, as in a place of 20,000 with 80."""
    figures = pd.DataFrame({"count": [4.0] * 30 + [2.0, 80.0], "people": [4000.0] * 30 + [500.0, 20_000.0]})
    figures["rate"] = figures["count"] / figures["people"] * 100_000
    found = computed(figures.join(smoothed_risks(figures)), DEFAULT)
    raw = Rules((Rule(Category.RED, (Condition(Measure.RATE, Bound.AT_LEAST, 200.0),)), Rule(Category.GREEN)))
    assert computed(figures.join(smoothed_risks(figures)), raw).iloc[-2:].tolist() == ["red", "red"]
    assert found.iloc[-2:].tolist() == ["yellow", "red"]


def test_the_first_rule_that_fits_decides() -> None:
    always = Condition(Measure.COUNT, Bound.ABOVE, 0.0)
    rules = Rules((Rule(Category.GREEN, (always,)), Rule(Category.RED, (always,)), Rule(Category.YELLOW)))
    assert computed(risks((3.0, 1.0)), rules).tolist() == ["green"]


def test_bounds_are_closed_where_they_say_so() -> None:
    at = {bound: Condition(Measure.RISK, bound, 1.0).holds(risks((1.0, 0.5)))[0] for bound in Bound}
    assert at == {Bound.AT_LEAST: True, Bound.ABOVE: False, Bound.AT_MOST: True, Bound.BELOW: False}


def test_a_shift_says_whether_the_second_category_is_graver() -> None:
    found = shift(named("red", "green", "yellow", None, "red"), named("yellow", "red", "yellow", "red", None))
    assert found.tolist() == [Shift.LIGHTER, Shift.GRAVER, Shift.SAME, None, None]


def test_the_cross_table_counts_areas_that_have_both() -> None:
    table = cross_table(named("red", "red", "green", None), named("red", "yellow", "green", "red"))
    assert table.to_numpy().tolist() == [[1, 1, 0], [0, 0, 0], [0, 0, 1]]
    assert list(table.index) == list(table.columns) == ["red", "yellow", "green"]


def test_figures_of_the_year_before_give_the_category() -> None:
    assert DEFAULT.figures_year(2026) == 2025
    assert Rules(DEFAULT.rules, figures=Figures.SAME_YEAR).figures_year(2026) == 2026


def test_another_threshold_changes_only_its_condition() -> None:
    changed = DEFAULT.with_threshold(0, 1, 0.9)
    before, after = (list(one.thresholds()) for one in (DEFAULT, changed))
    assert [was == now for was, now in zip(before, after, strict=True)] == [True, False, True]
    assert after[1][2] == Condition(Measure.PROBABILITY, Bound.AT_LEAST, 0.9)


ROWS = st.lists(st.tuples(st.floats(0, 10) | st.just(NAN), st.floats(0, 1)), max_size=30)


@settings(max_examples=40)
@given(ROWS, st.randoms())
def test_each_area_has_one_category_and_the_order_of_rows_does_not_matter(
    rows: list[tuple[float, float]], order: object
) -> None:
    frame = risks(*rows)
    found = computed(frame, DEFAULT)
    assert found[frame["rr"].notna()].isin(list(Category)).all()
    assert found[frame["rr"].isna()].isna().all()
    mixed = frame.sample(frac=1, random_state=order.randrange(2**31))  # type: ignore[attr-defined]
    pd.testing.assert_series_equal(computed(mixed, DEFAULT).sort_index(), found)


@settings(max_examples=40)
@given(ROWS, st.floats(0, 5), st.floats(0, 5))
def test_a_higher_threshold_for_red_makes_no_area_red(rows: list[tuple[float, float]], one: float, two: float) -> None:
    low, high = sorted((one, two))
    frame = risks(*rows)
    loose, strict = (computed(frame, DEFAULT.with_threshold(0, 0, value)) == "red" for value in (low, high))
    assert (strict <= loose).all()


@settings(max_examples=40)
@given(ROWS, ROWS)
def test_the_cross_table_holds_each_shift_once(
    first: list[tuple[float, float]], second: list[tuple[float, float]]
) -> None:
    one, two = computed(risks(*first), DEFAULT), computed(risks(*second), DEFAULT)
    moves = shift(one, two).value_counts()
    table = cross_table(one, two).to_numpy()  # from the gravest to the lightest, both ways
    assert np.trace(table) == moves.get("same", 0)
    assert np.tril(table, -1).sum() == moves.get("graver", 0)
    assert np.triu(table, 1).sum() == moves.get("lighter", 0)
