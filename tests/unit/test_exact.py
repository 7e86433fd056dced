import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mapping.stats.exact import adjusted, poisson_p
from mapping.stats.rates import byar_interval, exact_interval


def test_none_where_two_are_expected_by_hand():
    p = poisson_p([0], [2.0])
    assert (p.lower.item(), p.upper.item(), p.central.item()) == pytest.approx((np.exp(-2), 1, 2 * np.exp(-2)))


def test_undefined_without_a_count_or_an_expectation():
    assert np.isnan(np.array(poisson_p([np.nan, 3, 0], [1.0, 0, np.nan]))).all()


def test_far_tails_are_not_rounded_to_zero():
    assert poisson_p([200], [20.0]).upper.item() == pytest.approx(stats.poisson.sf(199, 20), rel=1e-9)
    assert 0 < poisson_p([200], [20.0]).upper.item() < 1e-100


@given(st.integers(0, 400), st.floats(0.01, 400))
def test_the_central_p_is_below_5_percent_exactly_when_the_exact_interval_leaves_out_the_expected(count, expected):
    lo, hi = exact_interval(count)
    p = poisson_p([count], [expected]).central.item()
    if abs(p - 0.05) > 1e-9:
        assert (p < 0.05) == (not lo <= expected <= hi)


@given(st.integers(0, 10_000))
def test_byar_is_near_the_exact_interval_and_never_negative(count):
    lo, hi = byar_interval(count)
    exact_lo, exact_hi = exact_interval(count)
    assert 0 <= lo <= count <= hi
    assert lo == pytest.approx(exact_lo, abs=0.02)
    assert hi == pytest.approx(exact_hi, abs=0.021)


def test_byar_has_no_lower_limit_at_one_event_and_99_8_percent():
    lo, hi = byar_interval([0, 1, 2], 0.998)
    assert lo[0] == 0
    assert np.isnan(lo[1])
    assert lo[2] > 0
    assert (hi > [0, 1, 2]).all()


def test_byar_refuses_a_level_that_is_no_share():
    with pytest.raises(ValueError, match="level 95 is not between 0 and 1"):
        byar_interval([1], 95)


def test_step_up_by_hand_does_not_stop_at_the_first_failing_rank():
    # ranks 1..4 of 4 at q = 0.05: limits 0.0125, 0.025, 0.0375, 0.05; rank 1 fails, rank 4 passes, so all do
    assert adjusted([0.02, 0.03, 0.035, 0.045]).tolist() == pytest.approx([0.045] * 4)


def test_undefined_p_values_are_not_counted():
    found = adjusted([0.01, np.nan, 0.04])
    assert found.tolist() == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert adjusted([]).size == 0
    assert np.isnan(adjusted([np.nan])).all()


@given(st.lists(st.one_of(st.floats(0, 1), st.just(np.nan)), max_size=60))
def test_adjusted_p_values_are_those_of_scipy(p):
    known = [one for one in p if not np.isnan(one)]
    wanted = stats.false_discovery_control(known) if known else []
    found = adjusted(p)
    np.testing.assert_allclose(found[~np.isnan(p)], wanted, rtol=1e-12)
    assert np.isnan(found[np.isnan(p)]).all()
