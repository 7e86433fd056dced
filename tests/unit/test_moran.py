import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mapping.stats.moran import moran, standardised_rates
from mapping.stats.weights import Neighbours

VALUES = st.lists(st.integers(-50, 50), min_size=5, max_size=25).filter(lambda values: len(set(values)) > 1)


def row_of(n):
    """n areas in a row, each the neighbour of the next."""
    here = np.arange(n - 1)
    return Neighbours.of_pairs(n, np.append(here, here + 1), np.append(here + 1, here))


def as_pysal(neighbours):
    libpysal = pytest.importorskip("libpysal.weights", reason="a dependency of tests only")
    links = {area: [] for area in range(neighbours.size)}
    for area, neighbour in zip(neighbours.source.tolist(), neighbours.target.tolist(), strict=True):
        links[area].append(neighbour)
    return libpysal.W(links, silence_warnings=True)


def test_three_areas_in_a_row_by_hand():
    # deviations -1, 0, 1: every product of neighbours is 0
    found = moran([1, 2, 3], row_of(3))
    assert found.binary.statistic == 0
    assert found.binary.mean == -0.5
    # deviations -1, -1, 2: binary 3/4 * (1 - 2) * 2 / 6; rows 1, 1/2, 1: 3/3 * (1 + (1 - 2)/2 - 2) / 6
    found = moran([1, 1, 4], row_of(3))
    assert found.binary.statistic == pytest.approx(-0.25)
    assert found.standardised.statistic == pytest.approx(-0.25)


@settings(max_examples=30)
@given(VALUES)
def test_the_same_as_pysal(values):
    esda = pytest.importorskip("esda", reason="a dependency of tests only")
    neighbours = row_of(len(values))
    found = moran(values, neighbours, permutations=9)
    for kind, ours in (("r", found.standardised), ("b", found.binary)):
        known = esda.Moran(np.array(values, dtype=float), as_pysal(neighbours), transformation=kind, permutations=0)
        assert ours.statistic == pytest.approx(known.I, abs=1e-12)
        assert ours.variance_normal == pytest.approx(known.VI_norm, rel=1e-9)
        assert ours.variance_random == pytest.approx(known.VI_rand, rel=1e-9)
        assert ours.z_random == pytest.approx(known.z_rand, abs=1e-9)
        assert ours.p_random == pytest.approx(2 * stats.norm.sf(abs(known.z_rand)))


@given(VALUES, st.floats(0.1, 100), st.floats(-1000, 1000))
def test_scale_and_origin_do_not_matter(values, scale, shift):
    here = moran(values, row_of(len(values)), permutations=0)
    there = moran(np.array(values) * scale + shift, row_of(len(values)), permutations=0)
    assert here.standardised.statistic == pytest.approx(there.standardised.statistic, abs=1e-6)


def test_islands_count_as_areas():
    with_island = Neighbours.of_pairs(4, [0, 1, 1, 2], [1, 0, 2, 1])
    assert moran([1, 2, 4, 9], with_island).binary.mean == -1 / 3


def test_one_way_links_have_their_own_variance():
    esda = pytest.importorskip("esda", reason="a dependency of tests only")
    one_way = Neighbours.of_pairs(5, [0, 1, 2, 3, 4, 4], [1, 2, 3, 4, 0, 2])
    values = np.array([3.0, 1, 4, 1, 5])
    known = esda.Moran(values, as_pysal(one_way), transformation="b", permutations=0)
    assert moran(values, one_way).binary.variance_random == pytest.approx(known.VI_rand, rel=1e-9)


def test_missing_values_are_left_out_with_their_links():
    here, there = moran([1, 2, 4, 3, np.nan], row_of(5), seed=1), moran([1, 2, 4, 3], row_of(4), seed=1)
    assert here == there


@pytest.mark.parametrize("values", [[2, 2, 2], [0.1, 0.3 / 3, 0.1], [np.nan] * 3, [1, np.nan, np.nan]])
def test_equal_or_missing_values_have_no_association(values):
    found = moran(values, row_of(3)).standardised
    assert np.isnan([found.statistic, found.mean, found.variance_random, found.p_greater, found.z_random]).all()


def test_without_links_there_is_no_association():
    assert np.isnan(moran([1, 2, 3], Neighbours.of_pairs(3, [], [])).binary.statistic)


def test_as_many_values_as_areas_are_needed():
    with pytest.raises(ValueError, match="areas"):
        moran([1, 2], row_of(3))


def test_the_same_seed_gives_the_same_p_and_a_gradient_is_rare_by_chance():
    values, neighbours = np.arange(20.0), row_of(20)
    one, other = (moran(values, neighbours, permutations=999, seed=5).binary.p_greater for _ in range(2))
    assert one == other == 1 / 1000


def test_standardised_rates_by_hand_and_without_people():
    # r = 0.1, 0.3; b = 0.2; a = 0.008; v = 0.01
    assert standardised_rates([10, 30, 0], [100, 100, 0]).tolist() == pytest.approx([-1, 1, np.nan], nan_ok=True)


def test_where_the_variance_would_be_negative_it_is_that_of_chance():
    found = standardised_rates([10, 11, 10], [100, 100, 100])  # a = -0.0010, b / P = 0.0010
    assert np.isfinite(found).all()
    assert (np.sign(found) == [-1, 1, -1]).all()
