import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mapping.stats.gamma_poisson import Prior, fit, posterior

COUNTS = st.lists(st.integers(0, 60), min_size=2, max_size=40)


def loglik(counts, expected, shape, mean):
    """The negative binomial likelihood as scipy has it."""
    return stats.nbinom.logpmf(counts, shape, shape / (shape + mean * expected)).sum()


@settings(max_examples=60)
@given(COUNTS, st.floats(0.2, 20))
def test_no_other_dispersion_or_mean_is_more_likely(counts, spread):
    counts = np.array(counts, dtype=float)
    expected = np.linspace(1, 1 + spread, counts.size)
    prior = fit(counts, expected)
    for shape in np.geomspace(1e-3, 1e6, 40):
        for mean in prior.mean * np.array([0.8, 0.97, 1, 1.03, 1.25]):
            if mean > 0:
                assert loglik(counts, expected, shape, mean) <= prior.loglik + 1e-6


def test_the_likelihood_is_that_of_the_negative_binomial():
    counts, expected = np.array([0.0, 1, 9, 2, 40]), np.array([2.0, 3, 4, 1, 12])
    prior = fit(counts, expected)
    assert prior.loglik == pytest.approx(loglik(counts, expected, prior.shape, prior.mean), rel=1e-12)


def test_a_fit_finds_the_risks_that_were_drawn():
    rng = np.random.default_rng(7)
    expected = rng.uniform(2, 40, 20_000)
    prior = fit(rng.poisson(expected * rng.gamma(4, 1 / 5, expected.size)), expected)
    assert prior.shape == pytest.approx(4, rel=0.05)
    assert prior.rate == pytest.approx(5, rel=0.05)


def test_areas_that_differ_less_than_chance_have_one_risk():
    prior = fit([10, 10, 10, 10], [10, 10, 10, 10])
    assert (prior.shape, prior.rate, prior.mean) == (np.inf, np.inf, 1)
    assert prior.loglik == pytest.approx(stats.poisson.logpmf([10, 10, 10, 10], 10).sum())
    found = posterior([10, 10, 10, 10], [10, 10, 10, 10], prior)
    np.testing.assert_array_equal([found.mean, found.quantile(0.025), found.quantile(0.975)], np.ones((3, 4)))
    assert found.above(1).tolist() == [0, 0, 0, 0]  # all at the overall rate, none above it
    assert found.above(0.99).tolist() == [1, 1, 1, 1]


def test_a_dispersion_just_above_chance_is_found_though_nearly_infinite_in_shape():
    expected = np.full(1000, 1e4)
    counts = np.where(np.arange(1000) % 2, 1e4 + 101, 1e4 - 101)  # variance 10201 at mean 10000
    prior = fit(counts, expected)
    assert prior.shape == pytest.approx(1e8 / 201, rel=0.02)
    near = [loglik(counts, expected, prior.shape * factor, prior.mean) for factor in (0.5, 1, 2)]
    assert near[1] == max(near)


def test_all_zero_counts_have_the_risk_zero():
    prior = fit([0, 0, 0], [1.0, 2.0, 3.0])
    assert (prior.mean, prior.loglik) == (0, 0)
    assert posterior([0, 0, 0], [1.0, 2.0, 3.0], prior).mean.tolist() == [0, 0, 0]


def test_one_area_alone_keeps_its_ratio():
    assert fit([7], [2.0]).mean == 3.5


def test_nothing_expected_anywhere_leaves_everything_undefined():
    prior = fit([0, 0], [0.0, np.nan])
    assert np.isnan([prior.shape, prior.rate, prior.mean, prior.loglik]).all()
    found = posterior([0, 0], [0.0, np.nan], prior)
    assert np.isnan([found.mean, found.quantile(0.5), found.above(1)]).all()


def test_an_area_where_nothing_is_expected_keeps_the_prior_and_changes_no_other():
    counts, expected = np.array([1.0, 9, 2, 3]), np.array([2.0, 3, 4, 1])
    prior = fit(counts, expected)
    assert fit(np.append(counts, 5), np.append(expected, 0)) == prior
    found = posterior([5.0, np.nan], [0.0, 2.0], prior)
    assert found.mean[0] == pytest.approx(prior.mean)
    assert found.quantile(0.5)[0] == pytest.approx(stats.gamma.median(prior.shape, scale=1 / prior.rate))
    assert np.isnan(found.mean[1])


def test_posterior_by_hand():
    found = posterior([3.0], [2.0], Prior(shape=1.0, rate=2.0, mean=0.5, loglik=0.0))
    assert found.mean.item() == 1  # (3 + 1) / (2 + 2)
    assert found.above(1).item() == pytest.approx(stats.poisson.cdf(3, 4))  # gamma(4) above 4


def test_large_counts_do_not_overflow_or_lose_the_fit():
    rng = np.random.default_rng(3)
    expected = rng.uniform(1e6, 3e9, 50)
    counts = rng.poisson(expected * rng.gamma(400, 1 / 400, 50))
    assert 200 < fit(counts, expected).shape < 800


@settings(max_examples=40)
@given(COUNTS, st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(counts, random):
    expected = np.arange(1, len(counts) + 1, dtype=float)
    order = list(range(len(counts)))
    random.shuffle(order)
    here, there = fit(counts, expected), fit(np.array(counts)[order], expected[order])
    assert here.mean == pytest.approx(there.mean, rel=1e-9)
    assert here.loglik == pytest.approx(there.loglik, rel=1e-9)
