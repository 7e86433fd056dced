import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.stats.marshall import smooth, smooth_locally
from mapping.stats.weights import Neighbours, from_links

NOBODY = Neighbours.of_pairs(3, [], [])


def test_two_areas_by_hand():
    # r = 0.1, 0.3; b = 0.2; s² = 0.01; mean P = 100; a = 0.01 - 0.002 = 0.008; b / P = 0.002; weight 0.8
    found = smooth([10, 30], [100, 100])
    assert found.mean.item() == pytest.approx(0.2)
    assert found.variance.item() == pytest.approx(0.008)
    np.testing.assert_allclose(found.estimate, [0.12, 0.28])


def test_under_dispersed_areas_all_have_the_overall_rate():
    found = smooth([10, 11, 10], [100, 100, 100])
    assert found.unclipped.item() < 0
    assert found.variance.item() == 0
    np.testing.assert_allclose(found.estimate, 31 / 300)


def test_all_zero_counts_have_the_rate_zero():
    assert smooth([0, 0, 0], [5, 10, 0]).estimate.tolist() == [0, 0, 0]


def test_an_area_without_people_gets_the_overall_rate_and_changes_no_other():
    found = smooth([10, 30, 4], [100, 100, 0])
    np.testing.assert_allclose(found.estimate, [0.12, 0.28, 0.2])


def test_missing_figures_stay_missing_and_change_no_other():
    found = smooth([10, 30, np.nan, 5], [100, 100, 50, np.nan])
    np.testing.assert_allclose(found.estimate, [0.12, 0.28, np.nan, np.nan])


def test_without_any_people_nothing_is_known():
    assert np.isnan(smooth([1, 0], [0, 0]).estimate).all()


def test_an_island_keeps_its_own_rate_or_none_when_it_has_no_events():
    found = smooth_locally([10, 0, 5], [100, 100, 0], NOBODY)
    np.testing.assert_allclose(found.estimate, [0.1, np.nan, np.nan])


def test_a_window_of_two_by_hand_and_a_neighbour_without_people():
    pair = from_links(["a", "b", "c"], [("a", "b"), ("b", "a"), ("a", "c"), ("c", "a")])
    found = smooth_locally([10, 30, 7], [100, 100, 0], pair)
    np.testing.assert_allclose(found.estimate, [0.12, 0.28, 0.1])


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5000)), min_size=2, max_size=30))
def test_a_smoothed_rate_lies_between_the_own_and_the_overall_rate(pairs):
    counts, people = np.array(pairs, dtype=float).T
    found = smooth(counts, people)
    ends = np.sort([counts / people, np.full(counts.size, found.mean.item())], axis=0)
    assert (found.estimate >= ends[0] * (1 - 1e-12)).all()
    assert (found.estimate <= ends[1] * (1 + 1e-12) + 1e-15).all()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5000)), min_size=2, max_size=12))
def test_where_all_are_neighbours_the_local_rate_is_the_global_one(pairs):
    counts, people = np.array(pairs, dtype=float).T
    n = counts.size
    everybody = Neighbours.of_pairs(n, np.repeat(np.arange(n), n), np.tile(np.arange(n), n))
    whole = smooth(counts, people)
    if counts.sum() > 0:
        np.testing.assert_allclose(smooth_locally(counts, people, everybody).estimate, whole.estimate, rtol=1e-9)
