"""What the map shows of risk: each finding by hand on few areas, and what holds for any figures."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.stats.chance import Chance
from mapping.stats.figures import figures, roll_up
from mapping.stats.rates import exact_interval
from mapping.stats.results import (
    CLUSTER_P,
    Spot,
    getis_spots,
    leaves_out,
    moran_spots,
    plain_risks,
    rates_that_differ,
    scan_clusters,
    smoothed_risks,
)
from mapping.stats.weights import Neighbours


def of(counts, people):
    codes = [f"{place:03d}" for place in range(len(counts))]
    return figures(pd.DataFrame({"q": counts}, index=codes, dtype=float), pd.Series(people, index=codes, dtype=float))


def grid(side):
    """Squares in rows; neighbours share an edge or a corner."""
    at = np.array([(row, column) for row in range(side) for column in range(side)])
    near = np.abs(at[:, None] - at[None]).max(axis=2) == 1
    return Neighbours.of_pairs(side * side, *np.nonzero(near)), at * 1000.0


def test_wide_areas_by_hand():
    """300 cases among 30,000: 100 expected in each; 150 is told from them, 95 and 55 within and below."""
    wide = roll_up(of([150, 95, 55], [10_000] * 3), pd.Series(["a", "b", "c"], index=["000", "001", "002"]))
    found = plain_risks(wide)
    assert found["expected"].tolist() == [100, 100, 100]
    assert found["rr"].tolist() == [1.5, 0.95, 0.55]
    lo, hi = exact_interval(150)
    assert (found["rr_lo"].iloc[0], found["rr_hi"].iloc[0]) == pytest.approx((lo / 100, hi / 100))
    assert found["differs"].tolist() == [True, False, True]


def test_one_rate_of_many_is_smoothed_and_told_only_with_cases_enough():
    """Eighty areas of about 4 expected: with 30 cases an area is told, with 7 it is not."""
    counts = [30, 7] + [4] * 39 + [3] * 20 + [1] * 10 + [6] * 9
    found = smoothed_risks(of(counts, [4000] * 80))
    assert found["differs"].iloc[0]
    assert not found["differs"].iloc[1]
    assert 1 < found["rr"].iloc[1] < found["smr"].iloc[1]


def test_where_areas_differ_no_more_than_chance_none_is_told():
    found = smoothed_risks(of([4, 4, 5, 3, 4, 4], [4000] * 6))
    np.testing.assert_allclose(found["rr"], 1)
    assert not found["differs"].any()


def test_missing_is_neither_the_same_nor_different():
    found = smoothed_risks(of([40, np.nan, 4, 3], [1000, 1000, np.nan, 1000]))
    assert found["differs"].isna().tolist() == [False, True, True, False]
    assert rates_that_differ(of([40, np.nan, 0], [1000, 1000, 9000])).isna().tolist() == [False, True, False]


def test_an_end_at_1_up_to_rounding_is_at_1():
    assert leaves_out([1 + 1e-12, 1.01, 0.5, np.nan], [2, 2, 1 - 1e-12, np.nan]).tolist()[:3] == [False, True, False]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9000)), min_size=2, max_size=30))
def test_a_risk_lies_in_its_interval_and_differs_where_that_leaves_out_1(rows):
    counts, people = zip(*rows, strict=True)
    found = smoothed_risks(of(counts, people))
    if found["rr"].isna().any():  # no case anywhere: nothing is expected
        assert sum(counts) == 0
        return
    assert (found["rr_lo"] <= found["rr"] * (1 + 1e-9)).all()
    assert (found["rr"] <= found["rr_hi"] * (1 + 1e-9)).all()
    told = found["differs"].to_numpy(bool)
    assert ((found["rr_lo"] > 1) | (found["rr_hi"] < 1))[told].all()
    assert found["expected"].sum() == pytest.approx(sum(counts))


def corner():
    """Ten rows of ten areas of 5,000 people: 30 cases in each of the sixteen of one corner, 4 to 6 elsewhere."""
    links, centres = grid(10)
    high = (centres < 4000).all(axis=1)
    counts = np.where(high, 30, 4 + np.arange(100) % 3)
    return of(counts, [5000] * 100), links, centres, high


def test_a_hot_corner_is_found_by_every_method_and_nothing_else():
    frame, links, centres, high = corner()
    by_moran = moran_spots(frame, links)["spot"]
    assert (by_moran[high] == Spot.HOT).sum() >= 12
    assert not by_moran[~high].isin([Spot.HOT, Spot.HIGH_AMONG_LOW]).any()
    by_gi = getis_spots(frame, links)
    hot = by_gi["spot"].isin([Spot.HOT, Spot.VERY_HOT])
    assert hot[high].sum() >= 12
    assert by_gi["spot_z"].idxmax() in frame.index[high]
    scanned = scan_clusters(frame, centres, replications=199)
    first = scanned.found[0]
    assert first.p == 1 / 200
    assert set(first.members) <= set(np.flatnonzero(high))
    assert scanned.frame["cluster"].iloc[first.members].eq(1).all()
    assert scanned.frame["cluster"].isin([0, *range(1, len(scanned.found) + 1)]).all()
    assert all(one.p <= CLUSTER_P[Chance.OWN_RISKS] for one in scanned.found)


def test_equal_rates_have_no_spot_and_no_cluster():
    links, centres = grid(5)
    frame = of([5] * 25, [5000] * 25)
    assert moran_spots(frame, links)["spot"].eq(Spot.NONE).all()
    assert getis_spots(frame, links)["spot"].eq(Spot.NONE).all()
    assert scan_clusters(frame, centres, replications=99).found == ()


def test_areas_without_figures_are_no_kind():
    frame, links, centres, _ = corner()
    frame.loc["099", "count"] = np.nan
    frame.loc["098", "people"] = np.nan
    for spots in (moran_spots(frame, links), getis_spots(frame, links)):
        assert spots["spot"].isna().tolist() == [False] * 98 + [True, True]
    assert scan_clusters(frame, centres, replications=99).frame["cluster"].isna().sum() == 2


def test_the_same_figures_give_the_same_spots():
    frame, links, _, _ = corner()
    pd.testing.assert_frame_equal(moran_spots(frame, links), moran_spots(frame, links))


def test_a_single_high_mahalla_is_a_cluster_to_poisson_chance_alone():
    _, centres = grid(12)
    frame = of([40 if place == 78 else 4 + place % 3 for place in range(144)], [5000] * 144)
    (alone,) = scan_clusters(frame, centres, chance=Chance.ONE_RISK, replications=99).found
    assert alone.members.tolist() == [78]
    assert scan_clusters(frame, centres, replications=99).found == ()
