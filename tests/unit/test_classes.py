from itertools import combinations

import mapclassify
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mapping.stats.classes import Scheme, assign, breaks, class_counts, diverging_breaks

VALUES = hnp.arrays(
    np.float64,
    st.integers(1, 60),
    elements=st.integers(-20, 20).map(float) | st.floats(-1e6, 1e6, allow_nan=False) | st.just(np.nan),
)
SCHEMES = st.sampled_from(list(Scheme))


def spread(values, edges):
    classes = assign(values, edges)
    return sum(((values[classes == c] - values[classes == c].mean()) ** 2).sum() for c in np.unique(classes))


def brute_force(values, k):
    ordered = np.unique(values)
    ways = (np.append(ordered[list(ends)], ordered[-1]) for ends in combinations(range(len(ordered) - 1), k - 1))
    return min(spread(values, edges) for edges in ways)


@settings(max_examples=200)
@given(VALUES, SCHEMES, st.integers(1, 7))
def test_every_value_falls_in_exactly_one_class(values, scheme, k):
    edges = breaks(values, scheme, k)
    known = values[~np.isnan(values)]
    if known.size == 0:
        assert edges.size == 0
        return
    assert 1 <= edges.size <= k
    assert (np.diff(edges) > 0).all()
    assert edges[-1] == known.max()
    lower = np.concatenate([[-np.inf], edges[:-1]])
    inside = (known[:, None] > lower) & (known[:, None] <= edges)
    assert (inside.sum(axis=1) == 1).all()
    assert (inside.argmax(axis=1) == assign(known, edges)).all()
    assert class_counts(values, edges).sum() == known.size
    if scheme != Scheme.EQUAL:
        assert (class_counts(values, edges) > 0).all()


@settings(max_examples=60)
@given(VALUES, SCHEMES, st.integers(1, 7), st.randoms(use_true_random=False))
def test_the_order_of_values_does_not_matter(values, scheme, k, random):
    shuffled = np.array(random.sample(values.tolist(), values.size))
    np.testing.assert_array_equal(breaks(shuffled, scheme, k), breaks(values, scheme, k))


@settings(max_examples=60)
@given(hnp.arrays(np.float64, st.integers(2, 11), elements=st.integers(0, 40).map(float)), st.integers(2, 5))
def test_natural_breaks_equal_the_best_of_all_groupings(values, k):
    edges = breaks(values, Scheme.NATURAL, k)
    assert edges.size == min(k, np.unique(values).size)
    assert spread(values, edges) == pytest.approx(brute_force(values, edges.size), abs=1e-9)


@pytest.mark.filterwarnings("ignore:Numba not installed")
@pytest.mark.parametrize("k", [3, 5, 7])
def test_natural_breaks_equal_mapclassify_on_skewed_values(k):
    values = np.random.default_rng(k).gamma(1.5, 60.0, 300)
    bins = mapclassify.FisherJenks(values, k=k).bins
    assert spread(values, breaks(values, Scheme.NATURAL, k)) == pytest.approx(spread(values, bins), rel=1e-10)


def test_quartiles_of_one_to_five_by_hand():
    assert breaks([1, 2, 3, 4, 5], Scheme.QUANTILE, 4).tolist() == [2, 3, 4, 5]


def test_quantiles_of_rates_that_are_mostly_zero_make_fewer_classes_and_none_empty():
    values = np.array([0.0] * 8 + [5.0, 9.0])
    edges = breaks(values, Scheme.QUANTILE, 5)
    assert edges[0] == 0
    assert class_counts(values, edges).min() > 0


def test_equal_steps_stay_equal_though_one_is_empty():
    edges = breaks([0, 1, 10], Scheme.EQUAL, 5)
    assert edges.tolist() == [2, 4, 6, 8, 10]
    assert class_counts([0, 1, 10], edges).tolist() == [2, 0, 0, 0, 1]


@pytest.mark.parametrize("scheme", list(Scheme))
def test_all_values_equal_make_one_class_and_no_value_none(scheme):
    assert breaks([7, 7, 7, np.nan], scheme, 5).tolist() == [7]
    assert breaks([np.nan], scheme, 5).size == 0
    assert assign([np.nan, 3], breaks([], scheme, 5)).tolist() == [-1, -1]


@pytest.mark.parametrize("scheme", list(Scheme))
def test_values_that_only_arithmetic_tells_apart_are_one_class(scheme):
    risks = np.array([1.0, np.nextafter(1, 2), np.nextafter(1, 0), 1.0])  # one district, year after year
    assert breaks(risks, scheme, 6).tolist() == [risks.max()]
    assert assign(risks, breaks(risks, scheme, 6)).tolist() == [0, 0, 0, 0]
    assert breaks([*risks, 2.0], Scheme.QUANTILE, 2).tolist() == [risks.max(), 2.0]


def test_the_upper_end_is_closed_and_values_beyond_go_to_the_end_classes():
    assert assign([-99, 10, 10.001, 20, 99, np.nan], [10, 20, 30]).tolist() == [0, 0, 1, 1, 2, -1]


def test_an_infinite_value_makes_no_edge_and_goes_to_the_last_class():
    edges = breaks([1, 2, 3, np.inf], Scheme.EQUAL, 2)
    assert edges.tolist() == [2, 3]
    assert assign(np.inf, edges) == 1


def test_one_scale_for_two_periods_is_the_scale_of_their_values_together():
    first, second = np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 30.0])
    edges = breaks(np.concatenate([first, second]), Scheme.EQUAL, 3)
    assert class_counts(first, edges).sum() + class_counts(second, edges).sum() == 6


@settings(max_examples=150)
@given(VALUES, SCHEMES, st.integers(1, 7))
def test_diverging_edges_put_a_value_and_its_opposite_in_opposite_classes(values, scheme, k):
    edges = diverging_breaks(values, scheme, k)
    known = values[~np.isnan(values)]
    assert edges.size <= k
    if known.size == 0:
        assert edges.size == 0
        return
    assert (np.diff(edges) > 0).all()
    assert edges[-1] == np.abs(known).max()
    if known.any():
        assert edges.size % 2 == k % 2
        away = known[known != 0]
        np.testing.assert_array_equal(assign(-away, edges), edges.size - 1 - assign(away, edges))


def test_diverging_with_an_odd_number_has_a_middle_class_and_with_an_even_number_an_edge_at_zero():
    values = [-30, -20, -10, 10, 20, 30]
    odd = diverging_breaks(values, Scheme.EQUAL, 5)
    np.testing.assert_allclose(odd, [-18, -6, 6, 18, 30])
    assert assign([0, -6, 6, 18, -18, -18.1], odd).tolist() == [2, 2, 2, 3, 1, 0]
    even = diverging_breaks(values, Scheme.EQUAL, 4)
    np.testing.assert_allclose(even, [-15, 0, 15, 30])
    assert assign([-15, 15, -16], even).tolist() == [1, 2, 0]


def test_diverging_without_any_change_is_one_class():
    assert diverging_breaks([0, 0, np.nan], Scheme.QUANTILE, 6).tolist() == [0]


def test_unknown_schemes_no_classes_and_edges_that_do_not_increase_are_refused():
    with pytest.raises(ValueError, match="0 classes"):
        breaks([1, 2], Scheme.EQUAL, 0)
    with pytest.raises(ValueError, match="jenks"):
        breaks([1, 2], "jenks", 3)
    with pytest.raises(ValueError, match="increase"):
        assign([1], [2, 2])
