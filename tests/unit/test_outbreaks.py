import numpy as np
import pytest

from mapping.stats.negative_binomial import Predictive
from mapping.stats.outbreaks import FALSE, Extent, Series, alarms, durations, holm, independent, together

SIDE, PERIODS = 12, 12
CENTRES = np.column_stack([one.ravel() for one in np.meshgrid(np.arange(float(SIDE)), np.arange(float(SIDE)))])
DISTRICT = (CENTRES[:, 0] // 3).astype(np.int64)  # four of 36 areas
PEOPLE = np.full((SIDE**2, PERIODS), 5000.0)
TEN = np.flatnonzero((CENTRES[:, 0] < 5) & (CENTRES[:, 1] < 2))


def usual(mean=2.0, seed=1):
    rng = np.random.default_rng(seed)
    return rng.poisson(mean * rng.gamma(10, 1 / 10, (SIDE**2, 1)) * np.ones(PERIODS)).astype(float)


def told(*counts, people=PEOPLE, **options):
    return alarms([Series(one, people) for one in counts], DISTRICT, CENTRES, seasons=4, **options)


def test_holm_by_hand():
    """Three times the lowest, twice the next but not less, and so on."""
    np.testing.assert_allclose(holm([0.01, 0.04, np.nan, 0.03]), [0.03, 0.06, np.nan, 0.06])


def test_how_many_independent_looks_several_amount_to():
    uniform = np.random.default_rng(1).random((8, 4000))
    assert independent(uniform) == pytest.approx(8, rel=0.1)
    assert independent(np.repeat(uniform[:1], 8, axis=0)) == pytest.approx(1, rel=0.1)


def test_windows_double_up_to_a_year():
    assert [durations(longest) for longest in (4, 12, 1, 0, -1)] == [[1, 2, 4], [1, 2, 4, 8, 12], [1], [], []]


def test_counts_together_have_the_sum_of_means_and_variances():
    found = together(Predictive(np.array([1.0, 3.0]), np.array([1.0, np.inf])), np.array([0, 1]))
    assert found.mean.item() == 4
    assert found.variance.item() == pytest.approx(2 + 3)


def test_where_nothing_is_nothing_is_told():
    assert told(usual(), usual(0.5, 5)) == []


def test_ten_neighbours_threefold_are_told_as_a_group_with_what_was_expected():
    counts = usual()
    counts[TEN, -1] = 3 * counts[TEN].mean(axis=1).round()
    first = told(counts, usual(0.5, 5))[0]
    assert first.extent is Extent.GROUP
    assert (first.indicator, first.duration) == (0, 1)
    assert len(set(first.areas) & set(TEN)) >= 8
    assert first.observed == counts[first.areas, -1].sum()
    assert first.low <= first.expected <= first.high < first.observed
    assert first.p <= FALSE


def test_a_district_that_rose_is_told_by_its_number():
    counts = usual()
    counts[DISTRICT == 2, -1] *= 2
    first = told(counts)[0]
    assert (first.extent, first.district, first.duration) == (Extent.DISTRICT, 2, 1)
    assert first.areas.tolist() == np.flatnonzero(DISTRICT == 2).tolist()


def test_a_rise_of_all_alike_is_the_regions_alone():
    counts = usual(4.0)
    counts[:, -1] += usual(4.0)[:, -2]
    found = told(counts)
    assert [one.extent for one in found] == [Extent.REGION]
    assert found[0].areas.size == SIDE**2


def test_a_single_area_is_told_where_it_is_far_out():
    counts = usual()
    counts[77, -1] = 40
    first = told(counts)[0]
    assert (first.extent, first.areas.tolist()) == (Extent.SINGLE, [77])


def test_what_shares_areas_is_told_once():
    """The same rise in all cases and in a part of them: one alarm, the less clear one with it."""
    part = usual(1.5, 6)
    part[TEN, -1] += 6
    whole = part + usual(0.5, 7)
    first, *others = told(whole, part)
    assert not any(set(one.areas) & set(first.areas) for one in others)
    assert {one.indicator for one in (first, *first.also)} == {0, 1}


def test_a_high_window_long_ago_is_not_told():
    counts = usual()
    counts[TEN, 2] = 30
    assert told(counts) == []


def test_a_lower_limit_tells_less():
    counts = usual()
    counts[TEN, -1] += 3
    assert told(counts, limit=1e-12) == []
    assert 1 <= len(told(counts)) <= len(told(counts, limit=1.0))


@pytest.mark.parametrize("periods", [1, 2, 3])
def test_a_short_history_tells_nothing_and_is_no_fault(periods):
    assert told(usual()[:, -periods:], people=PEOPLE[:, -periods:]) == []


def test_missing_figures_and_people_are_left_out():
    counts, people = usual(), PEOPLE.copy()
    counts[TEN, -1] = 12
    counts[3, -1], counts[100, 4], people[50] = np.nan, np.nan, 0
    first = told(counts, people=people)[0]
    assert np.isfinite([first.observed, first.expected, first.high, first.p]).all()


def test_an_indicator_without_a_case_tells_nothing():
    assert told(usual(), np.zeros((SIDE**2, PERIODS))) == []


def test_only_shares_of_people_matter():
    counts = usual()
    counts[TEN, -1] += 5
    one, other = (told(counts, people=PEOPLE * size)[0] for size in (1, 7))
    assert one.p == pytest.approx(other.p, rel=1e-3)
    assert one.areas.tolist() == other.areas.tolist()
