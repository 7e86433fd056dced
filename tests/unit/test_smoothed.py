import numpy as np
import pandas as pd
import pytest

from mapping.stats.smoothed import fit_prior, smoothed


def region(rng, n=200):
    people = rng.integers(500, 9000, n).astype(float)
    return rng.poisson(people * 1e-3 * rng.gamma(4, 1 / 4, n)).astype(float), people


def test_a_risk_is_drawn_from_the_ratio_towards_the_mean_and_lies_in_its_interval():
    count, people = region(np.random.default_rng(1))
    prior, found = fit_prior(count, people), smoothed(count, people)
    low, high = np.minimum(found["smr"], prior.mean), np.maximum(found["smr"], prior.mean)
    assert ((low <= found["rr"]) & (found["rr"] <= high)).all()
    assert ((found["rr_lo"] < found["rr"]) & (found["rr"] < found["rr_hi"])).all()
    assert (found["p_high"] <= found["p_raised"]).all()
    assert ((found["rr_lo"] > 1) == (found["p_raised"] > 0.975)).all()


def test_expected_counts_add_up_to_the_counts():
    count, people = region(np.random.default_rng(2))
    assert smoothed(count, people)["expected"].sum() == pytest.approx(count.sum())


def test_a_prior_kept_from_before_gives_the_same_frame():
    count, people = region(np.random.default_rng(3))
    pd.testing.assert_frame_equal(smoothed(count, people), smoothed(count, people, fit_prior(count, people)))


def test_an_index_is_kept_and_missing_figures_stay_missing():
    codes = ["a", "b", "c", "d"]
    found = smoothed(pd.Series([4.0, np.nan, 9, 0], index=codes), pd.Series([1000.0, 1000, np.nan, 0], index=codes))
    assert found.index.tolist() == codes
    assert found["expected"].tolist() == pytest.approx([4, 4, np.nan, 0], nan_ok=True)
    assert found.loc[["b", "c"]].drop(columns="expected").isna().all(axis=None)
    assert np.isnan(found.loc["d", "smr"])
    assert found.loc["d", "rr"] == pytest.approx(1)


def test_a_region_without_events_has_no_relative_risks():
    found = smoothed([0, 0], [100, 100])
    assert found["expected"].tolist() == [0, 0]
    assert found.drop(columns="expected").isna().all(axis=None)


def test_equal_areas_are_all_average_and_none_is_raised():
    found = smoothed([5, 5, 5], [1000, 1000, 1000])
    assert found["rr"].tolist() == pytest.approx([1, 1, 1])
    assert found["p_raised"].tolist() == [0, 0, 0]
