import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.stats.chance import Chance, dealt_anew, usual
from mapping.stats.gamma_poisson import Prior

POISSON = Prior(np.inf, np.inf, 1.0, 0.0)


def gamma(shape):
    return Prior(shape, shape, 1.0, 0.0)


@settings(max_examples=50)
@given(
    st.lists(st.integers(0, 60), min_size=2, max_size=30),
    st.floats(0.5, 20),
    st.sampled_from([POISSON, gamma(0.3), gamma(8.0)]),
    st.integers(0, 99),
)
def test_where_the_same_is_expected_of_all_the_counts_change_hands(counts, mean, prior, seed):
    given_counts = np.array(counts, dtype=float)
    dealt = dealt_anew(given_counts, np.full(len(counts), mean), prior, 7, np.random.default_rng(seed))
    assert dealt.shape == (len(counts), 7)
    for column in dealt.T:
        assert sorted(column) == sorted(counts)


def test_each_area_gets_counts_of_its_own_size():
    """The model's mean and variance in every area, though what is dealt out comes from areas of other sizes."""
    rng = np.random.default_rng(1)
    mean = np.repeat([0.2, 1.0, 5.0, 25.0], 500)
    counts = rng.poisson(mean * rng.gamma(4, 1 / 4, mean.size)).astype(float)
    dealt = dealt_anew(counts, mean, gamma(4.0), 99, rng).reshape(4, -1)
    np.testing.assert_allclose(dealt.mean(axis=1), [0.2, 1, 5, 25], rtol=0.1)
    np.testing.assert_allclose(dealt.var(axis=1), [0.2 + 0.01, 1 + 1 / 4, 5 + 25 / 4, 25 + 625 / 4], rtol=0.15)


@pytest.mark.parametrize("chance", list(Chance))
def test_maps_have_the_sum_of_what_is_expected(chance):
    rng = np.random.default_rng(2)
    expected = rng.gamma(2, 2, 60)
    counts = rng.poisson(expected * rng.gamma(3, 1 / 3, 60)).astype(float)
    made = usual(chance, counts, expected)
    sums = made.maps(20, rng).sum(axis=0)
    np.testing.assert_allclose([*sums, made.observed.sum()], made.expected.sum())


def test_with_own_risks_mean_and_variance_of_a_weighted_count_are_one_number():
    rng = np.random.default_rng(3)
    expected = np.repeat([1.0, 10.0], 20_000)
    counts = rng.poisson(expected * rng.gamma(5, 1 / 5, expected.size)).astype(float)
    made = usual(Chance.OWN_RISKS, counts, expected)
    small, large = made.observed.reshape(2, -1)
    assert made.expected[0] == pytest.approx(1 / (1 + 1 / 5), rel=0.05)  # m / (1 + m / ν)
    assert made.expected[-1] == pytest.approx(10 / (1 + 10 / 5), rel=0.05)
    for weighted in (small, large):
        assert weighted.var() == pytest.approx(weighted.mean(), rel=0.05)


def test_where_counts_differ_no_more_than_by_chance_every_event_counts_whole():
    made = usual(Chance.OWN_RISKS, np.full(9, 4.0), np.ones(9))
    np.testing.assert_allclose(made.observed, 4.0)
    np.testing.assert_allclose(made.expected, 4.0)
