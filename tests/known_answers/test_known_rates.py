import numpy as np
import pandas as pd
import pytest

from mapping.stats.change import compare, rate_ratio
from mapping.stats.figures import figures
from mapping.stats.rates import exact_interval, rate, rate_interval
from tests.known_answers.cases import HERE, load


@pytest.mark.parametrize(
    ("name", "level"), [("exact9", 0.90), ("exact95", 0.95), ("exact99", 0.99), ("exact998", 0.998)]
)
def test_exact_limits_of_48_counts(name, level):
    case = load("poisson_tables")
    lo, hi = exact_interval(case.data["observed"], level)
    np.testing.assert_allclose(lo, case.array("confidence_limits_for_counts", f"{name}_lo"), rtol=1e-6)
    np.testing.assert_allclose(hi, case.array("confidence_limits_for_counts", f"{name}_hi"), rtol=1e-6)


def test_count_10_as_published_by_r_poisson_test():
    lo, hi = exact_interval(10)
    assert lo == pytest.approx(4.795389, abs=5e-7)
    assert hi == pytest.approx(18.390356, abs=5e-7)


@pytest.mark.parametrize("name", ["nc_sids_74", "edge_underdispersed", "penn_lung"])
def test_crude_rates(name):
    case = load(name)
    crude = rate(case.data["observed"], case.data["population"])
    np.testing.assert_allclose(crude, case.array("count", "crude_per_100k"), rtol=1e-9, atol=1e-9)


def expected_counts(case):
    if "expected" in case.data:
        return case.data["expected"]
    return case.data["population"] * (case.data["observed"].sum() / case.data["population"].sum())


@pytest.mark.parametrize("name", ["nc_sids_74", "edge_underdispersed", "penn_lung", "lip_scotland"])
def test_exact_interval_of_a_standardised_ratio(name):
    case = load(name)
    expected = expected_counts(case)
    lo, hi = rate_interval(case.data["observed"], expected, per=1)
    np.testing.assert_allclose(lo, case.array("count", "exact95_smr_lo"), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(hi, case.array("count", "exact95_smr_hi"), rtol=1e-6, atol=1e-9)


def _assert_change(found, known):
    np.testing.assert_allclose(found["ratio"], known("rate_ratio"), rtol=1e-8)
    np.testing.assert_allclose(found["ratio_lo"], known("rr_lo95"), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(found["ratio_hi"], known("rr_hi95"), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(found["p_cond_central"], known("p_cond_central"), rtol=1e-6, atol=1e-9)


def test_eighteen_two_rate_comparisons_with_zero_before_zero_now_and_both():
    case = load("poisson_tables")
    pairs = pd.read_csv(HERE / "poisson_tables" / "pairs.csv").astype(float)
    found = rate_ratio(*(pairs[c].to_numpy() for c in ("observed", "population", "observed_prev", "population_prev")))
    _assert_change(found, lambda name: case.array("two_rate_tests", name))


def test_change_of_37_areas():
    case = load("edge_underdispersed")
    data = case.data.set_index("id")
    now = figures(data[["observed"]], data["population"])
    before = figures(data[["observed_prev"]], data["population_prev"])
    _assert_change(compare(now, before), lambda name: case.array("change", name))
