import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mapping.stats import funnel


def test_interpolated_limit_by_hand():
    # E = 2, p = 0.025: F(0) = 0.1353 >= p, so r = 0 and the limit is -(F(0) - p) / f(0) / E
    lo, _ = funnel.exact_limits([2.0])
    assert lo.item() == pytest.approx(-(np.exp(-2) - 0.025) / np.exp(-2) / 2)


@given(st.floats(0.001, 20_000), st.sampled_from([0.5, 0.95, 0.998]))
def test_counts_inside_the_limits_are_not_rarer_than_the_tails(mean, level):
    lo, hi = (limit.item() * mean for limit in funnel.exact_limits([mean], level))
    tail = (1 - level) / 2
    assert lo < hi
    assert stats.poisson.cdf(np.ceil(lo) - 1, mean) <= tail * (1 + 1e-9)
    assert stats.poisson.cdf(np.ceil(hi), mean) >= 1 - tail - 1e-9


def test_limits_narrow_with_what_is_expected_and_are_undefined_at_nothing():
    lo, hi = funnel.exact_limits([10, 100, 1000, 0])
    assert (np.diff(hi[:3]) < 0).all()
    assert (np.diff(lo[:3]) > 0).all()
    assert np.isnan([lo[3], hi[3]]).all()
    assert np.isnan([funnel.normal_limits([0]), funnel.root_limits([0])]).all()


def test_under_dispersion_never_narrows_a_limit():
    np.testing.assert_array_equal(funnel.normal_limits([9.0], phi=0.1), funnel.normal_limits([9.0]))


def test_root_limits_without_added_variance_are_near_the_exact_ones():
    expected = np.array([50.0, 500.0])
    np.testing.assert_allclose(funnel.root_limits(expected), funnel.exact_limits(expected), atol=0.02)


def test_root_limits_stop_at_zero():
    lo, hi = funnel.root_limits([0.3], tau2=1.0)
    assert lo.item() == 0
    assert hi.item() > 4


def test_dispersion_by_hand():
    # 11 z-values of -1 or 1 once the ends are drawn in: phi 1; equal precisions w = 4: 44 - 4 = 40
    z = np.array([-9.0, -1, -1, -1, -1, -1, 1, 1, 1, 1, 9])
    found = funnel.dispersion(z, np.full(11, 4.0))
    assert found == (11, 1.0, 1.0 / 40)
    assert funnel.dispersion(0.5 * z, np.full(11, 4.0)).tau2 == 0


def test_dispersion_leaves_out_what_is_missing_and_is_undefined_for_nothing():
    assert funnel.dispersion([1.0, np.nan, -1], [4.0, 4, 4]).n == 2
    assert funnel.dispersion([1.0], [4.0]).tau2 == 0
    assert np.isnan(funnel.dispersion([np.nan], [4.0]).phi)


def test_pearson_by_hand():
    chi2, phi = funnel.pearson_dispersion([0, 4], [1.0, 1.0])
    assert (chi2, phi) == (4, 4)
    assert np.isnan(funnel.pearson_dispersion([0, 0], [1.0, 1.0])).all()
    assert np.isnan(funnel.pearson_dispersion([3], [1.0])[1])


def test_z_values_at_no_events():
    assert funnel.pearson_z([0], [4.0]).item() == -2
    assert funnel.root_z([0], [4.0]).item() == -4
