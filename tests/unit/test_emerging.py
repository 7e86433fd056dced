import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.stats.emerging import Window, _dealt, _Scale, groups, nearest, score
from mapping.stats.negative_binomial import Predictive

LINE = np.column_stack([np.arange(60.0), np.zeros(60)])
ONE = np.zeros(60, dtype=np.int64)
STILL = np.array([np.inf])


def window(observed, mean, *, shape=np.inf, duration=1, moves=STILL):
    counts = np.asarray(observed, dtype=float)
    return Window(duration, counts, Predictive(np.full(counts.size, float(mean)), np.full(counts.size, shape)), moves)


def usual(seed=1, mean=2.0):
    return np.random.default_rng(seed).poisson(mean, 60).astype(float)


def test_the_score_by_hand():
    np.testing.assert_allclose(score([30, 10, 5, 3], [10, 10, 10, 0]), [30 * np.log(3) - 20, 0, 0, 0])


def test_zones_go_outwards_from_their_own_area():
    zones = nearest(LINE, 3)
    assert zones[0].tolist() == [0, 1, 2]
    assert sorted(zones[30].tolist()) == [29, 30, 31]
    assert zones[:, 0].tolist() == list(range(60))


def test_areas_at_one_place_begin_with_themselves():
    zones = nearest(np.zeros((6, 2)), 3)
    assert zones[:, 0].tolist() == list(range(6))
    assert all(len(set(zone)) == 3 for zone in zones.tolist())


def test_where_areas_are_few_a_zone_is_half_of_them():
    assert nearest(LINE[:6]).shape == (6, 3)


def test_what_rose_together_is_found_with_its_window():
    counts = usual()
    counts[20:25] = 12
    long, short = window(usual(2, 8.0), 8.0, duration=4), window(counts, 2.0)
    (found,), _ = groups([[short, long]], nearest(LINE), ONE)
    assert sorted(found[0].areas.tolist()) == [20, 21, 22, 23, 24]
    assert found[0].duration == 1
    assert found[0].p < 0.001


def test_groups_share_no_area():
    counts = usual()
    counts[[5, 6, 7, 40, 41, 42]] = 14
    (found,), _ = groups([[window(counts, 2.0)]], nearest(LINE), ONE)
    first, second = (set(one.areas.tolist()) for one in found[:2])
    assert {frozenset(first), frozenset(second)} == {frozenset({5, 6, 7}), frozenset({40, 41, 42})}


def test_one_area_alone_is_no_group():
    """Its cases are those of a group of two, but far fewer than two would need."""
    counts = np.full(60, 2.0)
    counts[30] = 9
    (found,), _ = groups([[window(counts, 2.0)]], nearest(LINE), ONE)
    assert all(one.areas.size >= 2 for one in found)


def test_an_area_without_a_figure_takes_no_part():
    counts = usual()
    counts[20:25] = 12
    counts[22] = np.nan
    (found,), _ = groups([[window(counts, 2.0)]], nearest(LINE), ONE)
    assert {20, 21, 23, 24} <= set(found[0].areas.tolist())


def test_where_a_district_may_move_far_its_rise_is_no_group():
    """Half of the areas half as many again: clear where districts stand still, nothing where they double by themselves."""
    counts, district = usual(mean=4.0), (np.arange(60) >= 30).astype(np.int64)
    counts[30:] += 2
    zones = nearest(LINE)
    ps = []
    for shape in (np.inf, 2.0):
        (found,), _ = groups([[window(counts, 4.0, moves=np.full(2, shape))]], zones, district)
        ps.append(min((one.p for one in found), default=1.0))
    assert ps[0] < 0.02
    assert ps[1] > 0.1


def test_the_same_figures_give_the_same_groups():
    made = [groups([[window(usual(), 2.0)]], nearest(LINE), ONE) for _ in range(2)]
    assert [one.p for one in made[0][0][0]] == [one.p for one in made[1][0][0]]
    np.testing.assert_array_equal(made[0][1], made[1][1])


def test_without_a_case_nothing_is_told():
    (found,), nulls = groups([[window(np.zeros(60), 0.0)]], nearest(LINE), ONE)
    assert found == []
    assert nulls.shape == (1, 99)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_p_lies_between_0_and_1_and_the_first_is_the_lowest(seed):
    (found,), nulls = groups([[window(usual(seed), 2.0, shape=5.0)]], nearest(LINE), ONE)
    ps = [one.p for one in found]
    assert ps == sorted(ps)
    assert all(0 <= p <= 0.5 for p in ps)
    assert ((nulls >= 0) & (nulls <= 1)).all()


def test_dealt_counts_are_as_predicted():
    """Of many maps the mean and the variance of what is dealt are those of the prediction, whatever it was dealt from."""
    told = Window(1, np.zeros(4), Predictive(np.array([0.3, 2.0, 9.0, 40.0]), np.array([2.0, 5.0, np.inf, 8.0])), STILL)
    dealt = _dealt(told.predicted, _Scale(told), np.random.default_rng(1).random((4, 40_000)))
    plain = dealt / _Scale(told).weight[:, None]
    np.testing.assert_allclose(plain.mean(axis=1), told.predicted.mean, rtol=0.03)
    np.testing.assert_allclose(plain.var(axis=1), told.predicted.variance, rtol=0.05)
    assert plain[0].max() == pytest.approx(round(float(plain[0].max())))
