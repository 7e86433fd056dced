import numpy as np
import pytest

from mapping.stats.level import level_ahead

PEOPLE = np.full(24, 1e6)


def test_a_steady_level_goes_on():
    told = level_ahead(np.full(24, 900.0), PEOPLE, seasons=4)
    assert np.exp(told.mean[0]) * 1e6 == pytest.approx(900, rel=0.01)
    low, high = told.predictive([1e6]).interval()
    assert 780 < low.item() < 841 < 959 < high.item() < 1030  # a Poisson count's own 95 % is 841 to 959


def test_a_season_comes_back():
    season = np.array([0.7, 1.0, 1.3, 1.0])
    told = level_ahead(1000 * np.tile(season, 6), PEOPLE, seasons=4, ahead=4)
    np.testing.assert_allclose(np.exp(told.mean) * 1e6, 1000 * season, rtol=0.04)


def test_months_have_their_season_too():
    season = 1 + 0.3 * np.sin(np.arange(12) * np.pi / 6)
    told = level_ahead(1000 * np.tile(season, 4), np.full(48, 1e6), seasons=12, ahead=12)
    np.testing.assert_allclose(np.exp(told.mean) * 1e6, 1000 * season, rtol=0.06)


def test_a_level_that_drifted_is_where_it_is_now():
    drifted = 1000 * np.exp(np.r_[np.zeros(12), np.full(12, 0.5)])
    assert np.exp(level_ahead(drifted, PEOPLE, seasons=4).mean[0]) * 1e6 == pytest.approx(1000 * np.exp(0.5), rel=0.1)


def test_further_ahead_less_is_known():
    spread = np.diag(level_ahead(np.full(24, 900.0), PEOPLE, seasons=4, ahead=4).covariance)
    assert (np.diff(spread) > 0).all()


def test_people_are_a_denominator_only():
    counts = np.random.default_rng(1).poisson(80, 24)
    few, many = (level_ahead(counts, size * PEOPLE, seasons=4) for size in (1.0, 1000.0))
    np.testing.assert_allclose(few.mean, many.mean + np.log(1000))
    np.testing.assert_allclose(few.covariance, many.covariance)


def test_a_missing_period_says_nothing():
    counts = np.full(24, 900.0)
    counts[5] = np.nan
    people = PEOPLE.copy()
    people[7] = 0
    told = level_ahead(counts, people, seasons=4)
    assert np.exp(told.mean[0]) * 1e6 == pytest.approx(900, rel=0.01)


def test_a_short_history_says_less_and_is_not_refused():
    short, long = (level_ahead(np.full(n, 900.0), PEOPLE[:n], seasons=4).covariance.item() for n in (2, 24))
    assert short > 2 * long


def test_one_case_in_all_tells_a_level_and_none_tells_nothing():
    told = level_ahead([0, 0, 1, 0], PEOPLE[:4], seasons=4)
    assert told.predictive([1e6]).interval()[1].item() >= 1
    assert np.isnan(level_ahead(np.zeros(4), PEOPLE[:4], seasons=4).mean).all()
