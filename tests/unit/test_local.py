from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.stats.exact import adjusted
from mapping.stats.local import ISLAND, conditional_moments, getis_ord, getis_ord_p, local_moran
from mapping.stats.weights import Neighbours
from tests.unit.test_moran import as_pysal, row_of


def ring(n, reach=1):
    here = np.repeat(np.arange(n), reach)
    after = (here + np.tile(np.arange(1, reach + 1), n)) % n
    return Neighbours.of_pairs(n, np.append(here, after), np.append(after, here))


def hub(n):
    """The first area is a neighbour of all, the others only of it."""
    rest, first = np.arange(1, n), np.zeros(n - 1, dtype=int)
    return Neighbours.of_pairs(n, np.append(first, rest), np.append(rest, first))


def counted_exactly(values, neighbours, area):
    """Shares of the ways to choose the neighbours with a statistic at least, and at most, the one observed."""
    deviations = values - values.mean()
    around = neighbours.target[neighbours.source == area]
    others = [other for other in range(neighbours.size) if other != area]
    sums = np.array([deviations[list(chosen)].sum() for chosen in combinations(others, around.size)])
    seen, itself = deviations[around].sum() * deviations[area], sums * deviations[area]
    return (itself >= seen - 1e-9).mean(), (itself <= seen + 1e-9).mean()


@pytest.mark.parametrize("neighbours", [row_of(9), ring(9), hub(9)])
def test_permutation_p_is_that_of_all_ways_to_choose_the_neighbours(neighbours):
    values = np.array([3.0, 1, 4, 1, 5, 9, 2, 6, 5])  # with ties
    found = local_moran(values, neighbours, permutations=40_000, seed=1)
    for area in range(9):
        greater, less = counted_exactly(values, neighbours, area)
        assert found.p_greater[area] == pytest.approx(greater, abs=4 * np.sqrt(0.25 / 40_000))
        assert found.p_less[area] == pytest.approx(less, abs=4 * np.sqrt(0.25 / 40_000))


def test_drawing_from_many_areas_and_from_few_agree():
    rng = np.random.default_rng(2)
    values = rng.gamma(1, 1, 400)
    large = ring(400)  # width² below the number of areas: drawn by rejection
    found = local_moran(values, large, permutations=20_000, seed=1)
    deviations = values - values.mean()
    for area in (0, 7, 350):
        pairs = np.add.outer(np.delete(deviations, area), np.delete(deviations, area))[~np.eye(399, dtype=bool)]
        seen = deviations[(area - 1) % 400] + deviations[(area + 1) % 400]
        share = (pairs * np.sign(deviations[area]) >= seen * np.sign(deviations[area]) - 1e-12).mean()
        assert found.p_greater[area] == pytest.approx(share, abs=4 * np.sqrt(0.25 / 20_000))


@settings(max_examples=30)
@given(st.lists(st.integers(0, 40), min_size=6, max_size=25).filter(lambda values: len(set(values)) > 2))
def test_statistic_quadrant_and_z_are_those_of_pysal(values):
    esda = pytest.importorskip("esda", reason="a dependency of tests only")
    data, neighbours = np.array(values, dtype=float), ring(len(values))
    known = esda.Moran_Local(data, as_pysal(neighbours), permutations=0)
    found = local_moran(data, neighbours, permutations=9)
    np.testing.assert_allclose(found.statistic, known.Is, atol=1e-10)
    clear = (np.abs(known.z) > 1e-9) & (np.abs(as_lag(known.z)) > 1e-9)
    assert (found.quadrant == np.array([None, "HH", "LH", "LL", "HL"])[known.q])[clear].all()
    star = esda.G_Local(data - data.min() + 1, as_pysal(neighbours), star=True, transform="B", permutations=0)
    np.testing.assert_allclose(getis_ord(data, neighbours, with_itself=True), star.Zs, atol=1e-8)


def as_lag(z):
    return (np.roll(z, 1) + np.roll(z, -1)) / 2


def test_permutations_have_the_mean_and_variance_of_the_closed_form():
    values = np.array([3.0, 1, 4, 1, 5, 9, 2, 6])
    found = conditional_moments(values, ring(8))
    deviations, second = values - values.mean(), values.var()
    for area in range(8):
        others = np.delete(deviations, area)
        pairs = np.add.outer(others, others)[~np.eye(7, dtype=bool)] / 2 * deviations[area] / second
        assert found.mean[area] == pytest.approx(pairs.mean())
        assert found.variance[area] == pytest.approx(pairs.var())


def test_an_island_has_no_p_and_its_own_gi_star_only():
    neighbours = Neighbours.of_pairs(5, [0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2])
    found = local_moran([1, 2, 3, 4, 9], neighbours, permutations=99, seed=1)
    assert found.quadrant[4] == ISLAND
    assert found.statistic[4] == 0
    assert np.isnan([found.p_greater[4], found.p_less[4], found.p_folded[4], found.p_two_sided[4]]).all()
    assert found.cluster()[4] == ""
    assert np.isfinite(getis_ord([1, 2, 3, 4, 9], neighbours, with_itself=True)[4])
    assert np.isnan(getis_ord([1, 2, 3, 4, 9], neighbours, with_itself=False)[4])


def test_missing_values_are_left_out_with_their_links():
    values = [5.0, 1, np.nan, 7, 2, 3]
    found = local_moran(values, ring(6), permutations=99, seed=1)
    assert found.quadrant[2] is None
    assert np.isnan(found.statistic[2])
    kept = Neighbours.of_pairs(5, [0, 1, 2, 3, 3, 4, 4, 0], [1, 0, 3, 2, 4, 3, 0, 4])
    expected = local_moran([5.0, 1, 7, 2, 3], kept, permutations=99, seed=1)
    np.testing.assert_allclose(np.delete(found.statistic, 2), expected.statistic)
    assert np.delete(found.p_two_sided, 2).tolist() == expected.p_two_sided.tolist()


@pytest.mark.parametrize("values", [[2.0] * 5, [0.1, 0.3 / 3, 0.1, 0.1, 0.1], [np.nan] * 5])
def test_equal_or_missing_values_are_undefined_everywhere(values):
    found = local_moran(values, ring(5), permutations=99)
    assert np.isnan([found.statistic, found.p_greater, found.p_less]).all()
    assert found.quadrant.tolist() == [None] * 5
    assert np.isnan(getis_ord(values, ring(5), with_itself=True)).all()


def test_gi_is_undefined_where_all_others_are_neighbours_or_all_others_are_equal():
    assert np.isnan(getis_ord([1, 2, 3, 9], hub(4), with_itself=False)[0])
    assert np.isnan(getis_ord([9, 2, 2, 2, 2], ring(5), with_itself=False)[0])


def test_a_block_of_high_values_is_told_and_noise_is_not():
    rng = np.random.default_rng(4)
    values = rng.normal(size=200)
    quiet = local_moran(values, ring(200, 3), permutations=9999, seed=1).cluster()
    values[50:60] += 9
    loud = local_moran(values, ring(200, 3), permutations=9999, seed=1).cluster()
    assert set(quiet) == {""}
    assert set(loud[51:59]) == {"HH"}


def test_the_same_seed_gives_the_same_p():
    values = np.random.default_rng(0).normal(size=30)
    one, other = (local_moran(values, ring(30), permutations=199, seed=3) for _ in range(2))
    assert one.p_greater.tolist() == other.p_greater.tolist()


def test_the_permutation_p_of_gi_star_is_that_of_all_draws():
    """Ring of seven: each area and its two neighbours against all 35 sums of three of the seven values."""
    values = np.array([0.0, 0, 1, 9, 8, 0, 2])
    sums = np.array([sum(chosen) for chosen in combinations(values, 3)])
    observed = values + np.roll(values, 1) + np.roll(values, -1)
    share = np.array([min((sums >= one).mean(), (sums <= one).mean()) for one in observed])
    found = getis_ord_p(values, ring(7), permutations=40_000, seed=1)
    np.testing.assert_allclose(found, np.minimum(1, 2 * share), atol=0.02)


def test_gi_star_has_a_p_exactly_where_it_has_a_z():
    neighbours = Neighbours.of_pairs(6, [0, 1, 1, 2, 2, 3, 0, 2], [1, 0, 2, 1, 3, 2, 2, 0])
    values = np.array([5.0, 1, 7, 2, 3, np.nan])
    z, p = getis_ord(values, neighbours, with_itself=True), getis_ord_p(values, neighbours, permutations=99, seed=1)
    assert np.isnan(p).tolist() == np.isnan(z).tolist()
    assert np.isnan(getis_ord_p([2.0] * 5, ring(5))).all()
    assert np.isnan(getis_ord_p([1.0, 2, 9], ring(3))).all()  # the neighbours are all there are
    assert getis_ord_p([], Neighbours.of_pairs(0, [], [])).size == 0


def test_values_that_bunch_up_are_spots_for_gi_star_and_dealt_out_values_are_not():
    rng = np.random.default_rng(2)
    values = rng.gamma(0.5, 1, 300)  # skewed, as rates of few cases are
    assert (adjusted(getis_ord_p(values, ring(300, 2), permutations=9999, seed=1)) > 0.05).all()
    values[100:112] += 4
    assert (adjusted(getis_ord_p(values, ring(300, 2), permutations=9999, seed=1))[102:110] <= 0.05).all()
