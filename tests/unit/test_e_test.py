import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mapping.stats.change import rate_ratio
from mapping.stats.e_test import e_test

PEOPLE = st.floats(0.2, 5)


def one(count, people, count_before, people_before):
    return e_test(*(np.array([value], dtype=float) for value in (count, people, count_before, people_before))).item()


def by_double_sum(count, people, before, people_before):
    """The definition: every pair of counts whose statistic is at least the one observed."""
    pooled = (count + before) / (people + people_before)
    first, second = np.meshgrid(np.arange(160), np.arange(160), indexing="ij")

    def statistic(x, y):
        spread = np.sqrt((x + y) * people * people_before)
        return np.abs(x * people_before - y * people) / np.where(spread > 0, spread, 1)

    chance = stats.poisson.pmf(first, people * pooled) * stats.poisson.pmf(second, people_before * pooled)
    return chance[statistic(first, second) >= statistic(count, before) * (1 - 1e-10)].sum()


@settings(max_examples=10)
@given(st.integers(0, 25), PEOPLE, st.integers(0, 25), PEOPLE)
def test_the_sum_over_totals_is_the_double_sum_of_the_definition(count, people, before, people_before):
    if count + before:
        known = by_double_sum(count, people, before, people_before)
        assert one(count, people, before, people_before) == pytest.approx(known, rel=1e-6, abs=1e-9)


def test_published_example_of_gu_and_others():
    assert one(60, 51477.5, 30, 54308.7) == pytest.approx(0.000567261758, rel=1e-8)


def test_equal_rates_have_p_one():
    assert one(5, 1, 5, 1) == pytest.approx(1)
    assert one(20, 4, 10, 2) == pytest.approx(1)
    assert one(1, 1, 1, 1) == pytest.approx(1)


def test_none_after_none_and_missing_people_are_undefined():
    assert np.isnan(
        e_test(np.array([0.0, 3, 3]), np.array([1.0, 0, 1]), np.array([0.0, 1, 1]), np.array([1, 1, np.nan]))
    ).all()


def test_less_cautious_than_the_conditional_test():
    pair = [np.array([value], dtype=float) for value in (7, 1, 1, 1)]
    assert e_test(*pair).item() < rate_ratio(*pair)["p_cond_central"].item()


def test_sums_of_very_different_size_together_are_those_of_each_alone():
    rng = np.random.default_rng(5)
    counts = rng.integers(0, [3, 50, 4000, 3_000_000] * 20).astype(float)
    before = rng.integers(0, [3, 50, 4000, 3_000_000] * 20).astype(float)
    people = np.ones(80)
    together = e_test(counts, people, before, people)
    alone = [one(x, 1, y, 1) for x, y in zip(counts, before, strict=True)]
    np.testing.assert_allclose(together, alone, rtol=1e-9, atol=1e-12)
