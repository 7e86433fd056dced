import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.stats.chance import Chance
from mapping.stats.scan import log_ratio, scan


def grid(side):
    return np.array([(x, y) for x in range(side) for y in range(side)], dtype=float)


def every_window(count, expected, centres, most):
    """Likelihood ratios of all circles, by their definition."""
    expected = expected * count.sum() / expected.sum()
    for centre in centres:
        apart = np.hypot(*(centres - centre).T)
        for radius in np.unique(apart.round(9)):
            inside = apart <= radius + 1e-9
            e, c = expected[inside].sum(), count[inside].sum()
            if e <= most * expected.sum() * (1 + 1e-9) and c > e:
                rest = count.sum() - c
                ratio = c * np.log(c / e) + (rest * np.log(rest / (count.sum() - e)) if rest else 0)
                yield ratio, frozenset(np.flatnonzero(inside))


def test_ratio_by_hand():
    # 6 of 10 where 3 are expected: 6 log 2 + 4 log(4/7)
    assert log_ratio(np.array([6.0]), np.array([3.0]), 10).item() == pytest.approx(6 * np.log(2) + 4 * np.log(4 / 7))
    assert log_ratio(np.array([2.0]), np.array([3.0]), 10).item() == 0


@settings(max_examples=40)
@given(st.lists(st.integers(0, 12), min_size=16, max_size=16).filter(any), st.sampled_from([0.2, 0.5, 1.0]))
def test_the_first_cluster_is_the_highest_of_all_circles_with_ties_entering_together(counts, most):
    count, expected, centres = np.array(counts, dtype=float), np.linspace(1, 3, 16), grid(4)
    known = sorted(every_window(count, expected, centres, most), key=lambda window: -window[0])
    found = scan(count, expected, centres, most=most, replications=0).clusters
    if not known or known[0][0] < 1e-9:
        assert not found or found[0].log_ratio < 1e-9
        return
    assert found[0].log_ratio == pytest.approx(known[0][0])
    assert frozenset(found[0].members.tolist()) in {areas for ratio, areas in known if ratio > known[0][0] - 1e-9}
    apart = [ratio for ratio, areas in known if not areas & set(found[0].members.tolist())]
    assert [one.log_ratio for one in found[1:2]] == pytest.approx(apart[:1])


def test_random_maps_have_the_highest_windows_of_their_definition():
    expected, centres = np.linspace(1, 3, 25), grid(5)
    count = np.full(25, 2.0)
    null = scan(count, expected, centres, replications=60, seed=9).null
    dealt = np.random.default_rng(9).multinomial(50, expected / expected.sum(), size=60)
    known = [max((w[0] for w in every_window(m.astype(float), expected, centres, 0.5)), default=0) for m in dealt]
    np.testing.assert_allclose(null, known, rtol=1e-9)


def test_a_planted_cluster_is_found_and_is_rare_by_chance():
    centres = grid(15)
    rng = np.random.default_rng(1)
    planted = np.hypot(*(centres - [4, 4]).T) <= 2
    count = rng.poisson(np.where(planted, 12, 4)).astype(float)
    first = scan(count, np.full(225, 4.0), centres, replications=999, seed=1).clusters[0]
    assert first.p == 1 / 1000
    assert len(set(first.members) ^ set(np.flatnonzero(planted))) <= 3
    assert 2 < first.relative_risk < 4


def test_chance_alone_gives_p_values_that_are_spread_evenly():
    centres = grid(6)
    rng = np.random.default_rng(2)
    p = [scan(rng.poisson(3, 36), np.ones(36), centres, replications=99, seed=s).clusters[0].p for s in range(100)]
    assert 0.01 <= np.mean(np.array(p) <= 0.1) <= 0.22


def test_clusters_share_no_area_and_their_ratios_fall():
    rng = np.random.default_rng(3)
    found = scan(rng.poisson(3, 100), np.ones(100), grid(10), replications=9, limit=6).clusters
    members = [area for cluster in found for area in cluster.members]
    assert len(found) == 6
    assert len(members) == len(set(members))
    assert (np.diff([cluster.log_ratio for cluster in found]) <= 0).all()


def test_areas_without_figures_take_no_part():
    centres = grid(4)
    count, expected = np.arange(16.0), np.full(16, 2.0)
    count[0], expected[1], centres[2] = np.nan, 0, np.nan
    whole = scan(count, expected, centres, replications=99, seed=1)
    kept = np.arange(3, 16)
    part = scan(count[kept], expected[kept], centres[kept], replications=99, seed=1)
    assert [kept[one.members].tolist() for one in part.clusters] == [one.members.tolist() for one in whole.clusters]
    assert whole.null.tolist() == part.null.tolist()


def test_without_events_there_is_no_cluster():
    assert scan(np.zeros(9), np.ones(9), grid(3)).clusters == ()


def test_expected_counts_are_scaled_and_never_rounded():
    one, other = (scan([9, 1, 1, 1], scale * np.array([1.7, 1.7, 1.7, 1.7]), grid(2), replications=19, seed=1)
                  for scale in (1, 1e-3))  # fmt: skip
    assert one.clusters[0].log_ratio == pytest.approx(other.clusters[0].log_ratio)
    assert one.clusters[0].expected == pytest.approx(3)


def test_more_maps_than_are_held_at_once_are_all_used():
    found = scan(np.arange(9.0), np.ones(9), grid(3), replications=2500, seed=1)
    assert found.null.size == 2500


@pytest.mark.parametrize("most", [0, 1.5])
def test_a_window_is_a_share_of_the_whole(most):
    with pytest.raises(ValueError, match="at most 1"):
        scan([1], [1.0], [[0, 0]], most=most)


@pytest.mark.parametrize("places", [lambda rng: rng.random((300, 2)), lambda rng: rng.integers(0, 9, (300, 2))])
def test_small_windows_need_not_put_all_areas_in_order(monkeypatch, places):
    """Scattered centres, and centres of which many are equally far or the same: the same clusters and random maps."""
    rng = np.random.default_rng(7)
    where, expected = places(rng) * 1000.0, rng.gamma(2, 2, 300)
    counts = rng.poisson(expected * rng.gamma(2, 0.5, 300))
    monkeypatch.setattr("mapping.stats.windows._SMALL", 1.0)
    short = scan(counts, expected, where, most=0.05, replications=50, seed=1)
    monkeypatch.setattr("mapping.stats.windows._SMALL", 0.0)
    full = scan(counts, expected, where, most=0.05, replications=50, seed=1)
    assert [one.members.tolist() for one in short.clusters] == [one.members.tolist() for one in full.clusters]
    np.testing.assert_array_equal(short.null, full.null)


OWN = {"chance": Chance.OWN_RISKS, "replications": 99, "seed": 1}


def told(found):
    return [(sorted(one.members.tolist()), one.p, one.relative_risk) for one in found.clusters]


@settings(max_examples=30)
@given(
    st.lists(st.integers(0, 60), min_size=25, max_size=25).filter(any),
    st.sampled_from(list(Chance)),
    st.integers(0, 2**32 - 1),
)
def test_the_order_of_areas_does_not_matter(counts, chance, seed):
    """Not even where areas are equally far, or alike in everything."""
    count, expected, centres = np.array(counts, dtype=float), np.tile([1.0, 2, 2, 3, 5], 5), grid(5) // [1, 2]
    order = np.random.default_rng(seed).permutation(25)
    there = scan(count, expected, centres, chance=chance, replications=19, seed=1)
    here = scan(count[order], expected[order], centres[order], chance=chance, replications=19, seed=1)
    assert there.null.tolist() == here.null.tolist()
    alike = [(one.p, one.log_ratio, one.observed, len(one.members)) for one in there.clusters]
    assert alike == [(one.p, one.log_ratio, one.observed, len(one.members)) for one in here.clusters]
    as_before = [set(order[one.members].tolist()) for one in here.clusters]
    names = list(zip(centres.tolist(), count, expected, strict=True))
    assert [sorted(names[one] for one in members) for members in as_before] == [
        sorted(names[one] for one in cluster.members) for cluster in there.clusters
    ]


@settings(max_examples=30)
@given(st.lists(st.integers(0, 60), min_size=25, max_size=25).filter(any), st.sampled_from([0.1, 0.5]))
def test_with_own_risks_a_single_area_is_no_cluster(counts, most):
    found = scan(counts, np.linspace(1, 2, 25), grid(5), most=most, **OWN)
    assert all(len(one.members) >= 2 for one in found.clusters)


@pytest.mark.parametrize("height", [20, 60, 400])
def test_one_high_area_does_not_make_a_cluster_of_its_neighbours(height):
    count = np.full(144, 4.0) + np.arange(144) % 3
    count[78] = height
    assert scan(count, np.ones(144), grid(12), most=0.2).clusters[0].p <= 0.01
    assert scan(count, np.ones(144), grid(12), most=0.2, **OWN).clusters[0].p > 0.2


def test_the_seed_decides_the_maps():
    rng = np.random.default_rng(4)
    count, expected = rng.poisson(rng.gamma(2, 2, 49)), np.ones(49)
    first, again, other = (scan(count, expected, grid(7), **{**OWN, "seed": seed}) for seed in (1, 1, 2))
    assert told(first) == told(again)
    assert first.null.tolist() == again.null.tolist()
    assert first.null.tolist() != other.null.tolist()


@pytest.mark.parametrize("risks", [
    lambda rng: np.ones(100), lambda rng: rng.gamma(4, 1 / 4, 100), lambda rng: rng.lognormal(0, 0.5, 100),
    lambda rng: np.where(rng.random(100) < 0.05, 3.0, 1.0),
])  # fmt: skip
def test_differences_without_a_pattern_are_no_cluster(risks):
    """Of 30 maps called at 5 % more than 5 would be called in one of 300 such tests."""
    rng = np.random.default_rng(5)
    expected = rng.gamma(4, 1, 100)
    counts = [rng.poisson(expected * risks(rng)) for _ in range(30)]
    found = [scan(one, expected, grid(10), most=0.2, **OWN).clusters[0].p for one in counts]
    assert np.mean(np.array(found) <= 0.05) <= 5 / 30


def test_differences_without_a_pattern_are_clusters_to_one_risk():
    rng = np.random.default_rng(6)
    expected = rng.gamma(4, 1, 100)
    counts = [rng.poisson(expected * rng.gamma(4, 1 / 4, 100)) for _ in range(20)]
    found = [scan(one, expected, grid(10), most=0.2, replications=99, seed=1).clusters[0].p for one in counts]
    assert np.mean(np.array(found) <= 0.05) > 0.5


def test_a_cluster_on_top_of_differences_is_found():
    rng = np.random.default_rng(7)
    centres, expected = grid(20), rng.gamma(4, 1, 400)
    inside = np.hypot(*(centres - [6, 12]).T) <= 3
    counts = rng.poisson(expected * rng.gamma(8, 1 / 8, 400) * np.where(inside, 2.5, 1))
    first = scan(counts, expected, centres, most=0.1, **OWN).clusters[0]
    assert first.p == 1 / 100
    assert len(set(first.members) & set(np.flatnonzero(inside))) >= 0.8 * inside.sum()
    assert first.observed == counts[first.members].sum()  # told are counts, not what they weigh
    assert first.relative_risk > 1.8
