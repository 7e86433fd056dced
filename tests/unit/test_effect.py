"""The empirical-Bayes before-and-after comparison: known answers, invariants, and the share of false verdicts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from bench.effect import SCENARIOS, simulate
from mapping.measures.effect import Verdict, effect, expected_before, naive_interval, ratio_interval


def units(treated: int = 20, compared: int = 80, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    number = treated + compared
    risk = rng.gamma(4, 1, number)
    flags = np.arange(number) < treated
    return pd.DataFrame(
        {
            "before": rng.poisson(risk).astype(float), "after": rng.poisson(risk).astype(float),
            "load_before": 4.0, "load_after": 4.0, "treated": flags, "compared": ~flags,
        }
    )  # fmt: skip


def test_with_a_known_shape_the_expected_count_is_the_gamma_posterior() -> None:
    rng = np.random.default_rng(3)
    count = rng.poisson(rng.gamma(2, 3 / 2, 40_000)).astype(float)
    own, variance = expected_before(count, np.ones(len(count)))
    mean = count.mean()
    assert own[count == 0][0] == pytest.approx(2 * mean / (2 + mean), rel=0.03)
    assert own[count == 9][0] == pytest.approx(11 * mean / (2 + mean), rel=0.03)
    assert variance[count == 9][0] == pytest.approx(own[count == 9][0] * mean / (2 + mean), rel=0.03)


def test_where_counts_differ_no_more_than_by_chance_every_unit_expects_the_same() -> None:
    own, _ = expected_before(np.array([3.0, 4, 5, 4, 4, 4, 3, 5]), np.ones(8))
    assert own == pytest.approx(np.full(8, 4.0), rel=1e-3)


def test_without_uncertainty_of_the_forecast_the_interval_is_the_exact_poisson_one() -> None:
    low, high = ratio_interval(7, 10.0, 0.0)
    assert low == pytest.approx(stats.chi2.ppf(0.025, 14) / 2 / 10, rel=1e-4)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 16) / 2 / 10, rel=1e-4)
    assert ratio_interval(0, 10.0, 0.0)[0] == 0


def test_the_naive_interval_is_the_exact_one_of_two_poisson_rates() -> None:
    low, high = naive_interval(20, 10, 1.0)
    assert (low, high) == pytest.approx((0.2087, 1.1207), abs=2e-3)


def test_the_worst_get_better_by_themselves_and_that_is_no_effect() -> None:
    rows = units(treated=0, compared=400, seed=5)
    worst = rows["before"].rank(method="first", ascending=False) <= 60
    found = effect(rows.assign(treated=worst, compared=~worst))
    assert found.naive_ratio < 0.8
    assert found.low < 1 < found.high
    assert found.verdict is Verdict.CANNOT_TELL


def test_a_strong_effect_is_found_and_its_opposite_told() -> None:
    rows = units(treated=60, compared=400)
    helped = effect(rows.assign(after=np.where(rows["treated"], np.floor(rows["after"] / 3), rows["after"])))
    assert helped.verdict is Verdict.HELPED
    assert helped.high < 1
    worse = effect(rows.assign(after=np.where(rows["treated"], rows["after"] * 3, rows["after"])))
    assert worse.verdict is Verdict.WORSE


def test_too_little_to_compare_with_is_told() -> None:
    rows = units(compared=9)
    assert effect(rows).verdict is Verdict.FEW
    assert effect(rows.assign(treated=False)).verdict is Verdict.FEW
    assert np.isnan(effect(rows).ratio)


def test_rows_with_a_missing_figure_are_left_out() -> None:
    rows = units()
    broken = rows.copy()
    broken.loc[0, "after"] = np.nan
    broken.loc[30, "load_before"] = np.nan
    assert effect(broken) == effect(rows.drop(index=[0, 30]))


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.floats(0.5, 2000))
def test_neither_the_order_of_rows_nor_the_unit_of_people_matters(seed: int, scale: float) -> None:
    rows = units(seed=seed % 50)
    mixed = rows.sample(frac=1, random_state=seed)
    mixed[["load_before", "load_after"]] *= scale
    first, second = effect(rows), effect(mixed)
    assert second.ratio == pytest.approx(first.ratio, rel=1e-3)
    assert (second.low, second.high) == pytest.approx((first.low, first.high), rel=1e-3)
    assert first.low <= first.ratio * 1.05
    assert first.ratio * 0.95 <= first.high


@pytest.mark.parametrize("name", ["the 137 worst of 832", "the worst, each moves by itself by 30 %"])
def test_without_an_effect_few_are_said_to_help_where_the_naive_way_misleads(name: str) -> None:
    scenario = next(one for one in SCENARIOS if one.name == name)
    tally = simulate(scenario, 1.0, 40)
    assert tally.helped <= stats.binom.ppf(0.999, 40, 0.05)
    assert tally.naive > 30
