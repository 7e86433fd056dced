import numpy as np
import pandas as pd
import pytest

from mapping.stats.standardise import overall_expected, stratified_expected, stratum_rates

STRATA = pd.DataFrame(
    [("a", "young", 4, 100), ("a", "old", 1, 100), ("b", "young", 0, 100), ("b", "old", 5, 200), ("b", "none", 0, 0)],
    columns=["area", "age", "cases", "people"],
)


def test_expected_counts_by_hand():
    assert overall_expected([3, 1], [100, 300]).tolist() == [1, 3]


def test_only_places_with_both_figures_make_the_overall_rate():
    found = overall_expected([3, 1, np.nan, 9, 9], [100, 300, 100, 0, np.nan])
    assert found.tolist() == pytest.approx([1, 3, 1, 0, np.nan], nan_ok=True)


def test_without_any_people_nothing_can_be_expected():
    assert np.isnan(overall_expected([1, 2], [0, 0])).all()


def test_population_times_count_passes_32_bits():
    people = np.array([2_000_000_000, 2_000_000_000], dtype=np.int32)
    assert overall_expected(np.array([1_000_000, 3_000_000], dtype=np.int32), people).tolist() == [2e6, 2e6]


def test_strata_by_hand():
    rates = stratum_rates(STRATA, ["age"])
    assert rates["young"] == 0.02
    assert rates["old"] == 0.02
    assert np.isnan(rates["none"])
    assert stratified_expected(STRATA, ["age"]).to_dict() == {"a": 4.0, "b": 6.0}


def test_expected_counts_of_strata_add_up_to_the_cases():
    skewed = STRATA.assign(cases=[9, 1, 2, 5, 0])
    assert stratified_expected(skewed, ["age"]).sum() == pytest.approx(17)
