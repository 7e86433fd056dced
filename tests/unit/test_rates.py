import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mapping.stats.rates import exact_interval, rate, rate_interval


def test_count_0_has_lower_limit_0_and_the_upper_limit_of_minus_log_of_a_fortieth():
    lo, hi = exact_interval(0)
    assert lo == 0
    assert hi == pytest.approx(-np.log(0.025))  # P(0 | m) = exp(-m) = 0.025, by hand


@given(st.integers(1, 2000), st.sampled_from([0.9, 0.95, 0.998]))
def test_each_limit_leaves_exactly_one_tail_beyond_the_count(count, level):
    lo, hi = exact_interval(count, level)
    assert stats.poisson.sf(count - 1, lo) == pytest.approx((1 - level) / 2)
    assert stats.poisson.cdf(count, hi) == pytest.approx((1 - level) / 2)
    assert lo < count < hi


def test_four_crimes_among_4170_people():
    assert rate(4, 4170) == pytest.approx(95.9233, abs=1e-4)
    lo, hi = rate_interval(4, 4170)
    assert (lo, hi) == (pytest.approx(26.136, abs=1e-3), pytest.approx(245.602, abs=1e-3))


def test_no_count_or_no_people_is_no_rate_and_no_error():
    counts, people = np.array([np.nan, 3.0, 3.0, 0.0]), np.array([100.0, np.nan, 0.0, 50.0])
    np.testing.assert_array_equal(rate(counts, people), [np.nan, np.nan, np.nan, 0.0])
    lo, hi = rate_interval(counts, people)
    assert np.isnan(lo[:3]).all()
    assert np.isnan(hi[:3]).all()
    assert lo[3] == 0


def test_shapes_are_kept():
    lo, hi = exact_interval(np.zeros((2, 3)))
    assert lo.shape == hi.shape == (2, 3)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_outside_0_and_1_is_refused(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        exact_interval(3, level)


def test_negative_numbers_are_refused():
    with pytest.raises(ValueError, match="negative"):
        exact_interval([1, -1])
    with pytest.raises(ValueError, match="negative"):
        rate(1, [-5])
