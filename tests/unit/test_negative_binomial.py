import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mapping.stats.negative_binomial import Predictive, more_than

MEANS = st.floats(0.001, 2000)
SHAPES = st.floats(0.05, 1e5)


def test_tails_by_hand():
    counts = np.array([-1.0, 0.0, 1.0, 2.0])
    alike = [1, 1 - np.exp(-2), 1 - 3 * np.exp(-2), 1 - 5 * np.exp(-2)]  # Poisson, mean 2
    np.testing.assert_allclose(more_than(counts, 2.0, np.inf), alike)
    geometric = [1, 2 / 3, (2 / 3) ** 2, (2 / 3) ** 3]  # a gamma of shape 1 is exponential, the counts then geometric
    np.testing.assert_allclose(more_than(counts, 2.0, 1.0), geometric)


def test_the_rarest_tails_are_exact():
    assert more_than(199.0, 2.0, 1.0) == pytest.approx((2 / 3) ** 200)


def test_what_is_not_known_has_no_tail():
    assert np.isnan(more_than([3, -1, np.nan], [np.nan, 1.0, 1.0], [1.0, np.nan, 1.0])).all()


def test_of_a_geometric_count_by_hand():
    """Mean 2: P(more than k) = (2/3)^(k+1)."""
    told = Predictive(np.array([2.0]), np.array([1.0]))
    assert told.variance.tolist() == [6.0]
    assert told.exceedance([1]) == pytest.approx((4 / 9 + 2 / 3) / 2)
    assert told.at_least([0]).tolist() == [1.0]
    assert told.interval() == (np.array([0.0]), np.array([9.0]))  # (2/3)^9 = 0.026, (2/3)^10 = 0.017


@given(MEANS, SHAPES, st.floats(0.001, 0.999))
def test_quantiles_are_those_of_scipy(mean, shape, share):
    found = Predictive(np.array([mean]), np.array([shape])).quantile(share).item()
    law = stats.nbinom(shape, shape / (shape + mean))
    assert law.cdf(found) >= share - 1e-9
    assert found == 0 or law.cdf(found - 1) < share + 1e-9


@given(MEANS, SHAPES)
def test_half_of_what_may_come_is_beyond_it_on_the_average(mean, shape):
    told = Predictive(np.array([mean]), np.array([shape]))
    counts = np.arange(told.quantile(1 - 1e-12).item() + 1)
    chance = told.at_least(counts) - told.more_than(counts)
    assert chance @ told.exceedance(counts) == pytest.approx(0.5, abs=1e-6)


def test_an_unknown_prediction_has_no_ends():
    low, high = Predictive(np.array([np.nan, 1.0]), np.array([2.0, 2.0])).interval()
    assert np.isnan([low[0], high[0]]).all()
    assert high[1] == 4  # (1/3)^4 = 0.012 + ...: P(more than 3) = 0.045, P(more than 4) = 0.0178
