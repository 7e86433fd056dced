import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.stats.forecast import Areas, areas, gain, rest_of_region
from mapping.stats.level import Level, level_ahead

HALF = np.log(0.5)


def told(counts, expected, *, shape=2.0, mean=1.0, drift=0.0):
    given = np.asarray(expected, dtype=float)
    return Areas(np.asarray(counts, dtype=float), given, np.zeros_like(given), shape, mean, drift)


def region(seed=1, number=60, periods=12):
    rng = np.random.default_rng(seed)
    people = np.repeat(rng.integers(2000, 8000, number)[:, None].astype(float), periods, axis=1)
    return rng.poisson(people * 3e-4 * rng.gamma(6, 1 / 6, (number, 1))).astype(float), people


def test_an_area_is_drawn_towards_the_others_as_far_as_its_cases_are_few():
    """Shape 2 and rate 2; 3 cases where 4 were expected: risk (2 + 3) / (2 + 4), shape 5; 2 expected now."""
    found = told([[1, 2, 9]], [[2, 2, 2]]).last()
    assert found.mean.item() == pytest.approx(5 / 6 * 2)
    assert found.shape.item() == pytest.approx(5)


def test_several_periods_are_told_by_those_before_them():
    found = told([[3, 9, 9]], [[4, 1, 1]]).last(2)
    assert found.mean.item() == pytest.approx(5 / 6 * 2)


def test_drift_makes_old_cases_count_for_less_and_goes_on():
    """Drift of 1/2 where 1 is expected: the gain is 1/2, so 4 cases two periods ago are 2 and load 1 + 1/2."""
    found = told([[4, 1, 0]], [[1, 1, 1]], drift=0.5).last()
    assert found.mean.item() == pytest.approx((2 + 4 / 2 + 1) / (2 + 1.5))
    assert 1 / found.shape.item() == pytest.approx(1 / 5 + 0.5)


def test_drift_over_two_periods_is_a_walk():
    """min(j, k) over two periods of equal weight: (1 + 1 + 1 + 2) / 4."""
    found = told([[4, 0, 0]], [[1, 1, 1]], drift=0.5).last(2)
    assert 1 / found.shape.item() == pytest.approx(1 / 6 + 0.5 * 5 / 4)


def test_the_gain_by_hand():
    np.testing.assert_allclose(gain([0, 0.5, 4 / 3]), [0, 0.5, 2 / 3])


def test_the_regions_uncertainty_is_in_every_areas():
    level = Level(np.array([HALF]), np.array([[0.0]]))
    unsure = Level(np.array([HALF - 0.02]), np.array([[0.04]]))
    one, other = (told([[1, 2]], [[2, 2]]).ahead(which, [[8]]) for which in (level, unsure))
    assert one.mean.item() == pytest.approx(5 / 6 * 4)
    assert other.mean.item() == pytest.approx(one.mean.item())
    assert 1 / other.shape.item() - 1 / one.shape.item() == pytest.approx(np.expm1(0.04))


def test_what_the_rest_had_is_expected():
    """Periods that differ widely are taken as they are: in the second the other area had 1 case a person."""
    expected, noise = rest_of_region(np.array([[10.0, 700], [1, 1000]]), np.array([[500.0, 500], [1000, 1000]]))
    assert expected[0, 1] == pytest.approx(500, rel=0.02)
    assert noise[0, 1] == pytest.approx(1 / 1000, rel=0.02)


def test_an_area_alone_has_nothing_to_be_compared_with():
    assert np.isnan(areas([[3, 4, 5, 6]], [[10, 10, 10, 10]], seasons=4).last().mean).all()


def test_without_a_case_nothing_is_told():
    assert np.isnan(areas(np.zeros((5, 8)), np.ones((5, 8)), seasons=4).last().mean).all()


def test_a_missing_figure_is_its_areas_own_matter():
    counts, people = region()
    holed = counts.copy()
    holed[3, 4] = np.nan
    people[7, -1] = 0
    found = areas(holed, people, seasons=4).last().mean
    assert np.flatnonzero(np.isnan(found)).tolist() == [7]


@settings(max_examples=20, deadline=None)
@given(st.floats(0.001, 1000), st.integers(0, 100))
def test_only_shares_of_people_matter(scale, seed):
    counts, people = region(seed)
    one, other = (areas(counts, size * people, seasons=4).last() for size in (1.0, scale))
    np.testing.assert_allclose(one.mean, other.mean, rtol=1e-6)
    np.testing.assert_allclose(one.shape, other.shape, rtol=1e-4)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100))
def test_the_order_of_areas_plays_no_part(seed):
    counts, people = region(seed)
    order = np.random.default_rng(seed).permutation(len(counts))
    one, other = areas(counts, people, seasons=4).last(2), areas(counts[order], people[order], seasons=4).last(2)
    np.testing.assert_allclose(one.mean[order], other.mean, rtol=1e-6)
    np.testing.assert_allclose(one.shape[order], other.shape, rtol=1e-4)


def test_all_areas_together_are_expected_what_the_region_is():
    counts, people = region(number=400)
    level = level_ahead(counts.sum(axis=0), people.sum(axis=0), seasons=4)
    found = areas(counts, people, seasons=4).ahead(level, people[:, -1:])
    assert found.mean.sum() == pytest.approx(level.predictive([people[:, -1].sum()]).mean.item(), rel=0.02)


def test_what_is_looked_at_does_not_excuse_itself():
    """The last period's cases, all in ten areas: as many as before in all, so that the region is the same."""
    counts, people = region()
    risen = counts.copy()
    risen[:, -1] = 0
    risen[:10, -1] = counts[:, -1].sum() / 10
    one, other = areas(risen, people, seasons=4), areas(counts, people, seasons=4)
    assert (one.drift, one.shape) == pytest.approx((other.drift, other.shape))


def test_an_area_is_drawn_towards_those_near_it():
    """Half of the areas have twice the risk of the others: told by its neighbours, one without a case of its own expects more there."""
    counts, people = region(number=80, periods=9)
    counts[40:] *= 3
    counts[[5, 75], :-1] = 1.0
    near = np.array([[(place // 40) * 40 + (place + step) % 40 for step in range(1, 8)] for place in range(80)])
    alone, told_near = (areas(counts, people, seasons=4, near=which).last() for which in (None, near))
    assert told_near.mean[75] > 1.1 * alone.mean[75]
    assert told_near.mean[5] < alone.mean[5]
