import numpy as np
import pytest

from mapping.stats.classes import Scheme, assign, breaks, class_counts
from tests.known_answers.cases import load

CASES = [
    ("jenks_illinois", "classes", "value", (3, 4, 5, 6, 7)),
    ("columbus_crime", "classes", "crime", (4, 5, 6, 7)),
    ("nc_sids_74", "classes_rate_per_100k", None, (5,)),
    ("edge_underdispersed", "classes_rate_per_100k", None, (5,)),
    ("penn_lung", "classes_rate_per_100k", None, (5,)),
    ("lip_scotland", "classes_smr", "smr", (5,)),
    ("guerry_1833", "classes_crime_prop", "crime_prop", (4, 5, 6, 7)),
    ("guerry_1833", "classes_crime_pers", "crime_pers", (4, 5, 6, 7)),
]
RUNS = [(name, block, column, k) for name, block, column, ks in CASES for k in ks]


def values_of(case, column):
    data = case.data
    if column == "smr":
        return (data["observed"] / data["expected"]).to_numpy()
    if column is None:
        return (1e5 * data["observed"] / data["population"]).to_numpy()
    return data[column].to_numpy(dtype=float)


def known(case, block, name):
    return case.statistics[block]["results"][name]["python"]


def within(values, edges):
    classes = assign(values, edges)
    return sum(((values[classes == c] - values[classes == c].mean()) ** 2).sum() for c in np.unique(classes))


@pytest.mark.parametrize(("name", "block", "column", "k"), RUNS)
def test_natural_breaks_reach_the_optimum(name, block, column, k):
    case = load(name)
    answer = known(case, block, f"optimal_k{k}")
    values = values_of(case, column)
    edges = breaks(values, Scheme.NATURAL, k)
    assert within(values, edges) == pytest.approx(answer["within_ss"], rel=1e-8)
    assert class_counts(values, edges).tolist() == answer["counts"]


@pytest.mark.parametrize(("name", "block", "column", "k"), RUNS)
@pytest.mark.parametrize(("scheme", "written"), [(Scheme.QUANTILE, "quantile_type7"), (Scheme.EQUAL, "equal")])
def test_quantile_and_equal_breaks(scheme, written, name, block, column, k):
    case = load(name)
    answer = known(case, block, f"{written}_k{k}")
    values = values_of(case, column)
    edges = breaks(values, scheme, k)
    np.testing.assert_allclose(edges, answer["breaks"][1:], rtol=1e-8)
    if "counts" in answer:
        assert class_counts(values, edges).tolist() == answer["counts"]
