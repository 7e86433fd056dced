"""Every number of every case is either reached or named below with the reason why it is not ours.

The names of `table.statistics` are those of the cases, so whatever a case holds under a name that we compute is
compared, to the tolerance that stands with it. What is left is listed, and nothing may be left unlisted.
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from mapping.stats import funnel, rates
from mapping.stats.exact import adjusted
from mapping.stats.scan import scan
from mapping.stats.standardise import stratified_expected, stratum_rates
from mapping.stats.table import Statistics, change_statistics, statistics
from tests.known_answers.cases import load

PERMUTATIONS = 9999

NOT_OURS = {
    "rothman_boice_byar_*": "a variant with O + 1/2 in both limits; Byar's own form is chosen",
    "p_cond_minlike": "does not agree with the interval; the central p is chosen",
    "p_cond_midp": "does not agree with the interval; the central p is chosen",
    "p_cond_less": "one-sided; the central p is twice the smaller of the two",
    "p_cond_greater": "one-sided; the central p is twice the smaller of the two",
    "p_minlike": "the minimum-likelihood p does not agree with the exact interval; the central one is chosen",
    "esda_empirical_bayes_per_100k": "never clips the variance at 0 and over-shoots where areas are under-dispersed",
    "ck_moment_*": "moment iteration; maximum likelihood is chosen",
    "eblocal_spdep": "each neighbour's deviation from its own window; GeoDa's reading is chosen",
    "od_shmi_*": "z-values of logarithms, undefined at no events; those of roots are chosen",
    "localmoran_spdep_Ii": "n / (n - 1) times ours",
    "localmoran_*_total": "randomisation of all values at once, the own value included; ours is conditional",
    "localmoran_perm_p_*": "spdep draws neighbours with replacement",
    "localmoran_quadr": "spdep names an island's quadrant too",
    "esda_q": "the quadrants as numbers, for islands too",
    "moran_*_islands_dropped_from_n.*": "islands count in n, as in PySAL and GeoDa",
    "*.I_no_mean_subtraction": "a variant of the EB-standardised I; the mean is subtracted",
    "*.nsim": "how many permutations the other tool took",
    "esda_fdr_cutoff_folded_05": "a cut-off that jumps with the last permutation p; adjusted p-values are ours",
    "gp_ml_note": "words",
    "ck_moment_note": "words",
}


@dataclass(frozen=True)
class Run:
    """A block of a case."""

    case: str
    block: str

    def __str__(self) -> str:
        return f"{self.case}-{self.block}"


RUNS = [
    Run("nc_sids_74", "count"), Run("nc_sids_74", "spatial"), Run("nc_sids_74", "ebi"),
    Run("edge_underdispersed", "count"), Run("edge_underdispersed", "spatial"),
    Run("edge_underdispersed", "ebi_esda_a_unclipped"), Run("edge_underdispersed", "change"),
    Run("columbus_crime", "spatial"),
    Run("lip_scotland", "count"), Run("lip_scotland", "spatial"), Run("lip_scotland", "ebi_on_expected"),
    Run("penn_lung", "count"), Run("penn_lung", "count_stratified"), Run("penn_lung", "spatial"),
    Run("penn_lung", "ebi"),
    Run("guerry_1833", "spatial_crime_prop"), Run("guerry_1833", "spatial_crime_pers"),
]  # fmt: skip
ELSEWHERE = {  # blocks that other tests compare
    "expected", "classes", "classes_rate_per_100k", "classes_smr", "classes_crime_prop", "classes_crime_pers",
    "choynowski_pmap", "probmap_pmap", "confidence_limits_for_counts", "two_rate_tests", "fdr",
    "expected_internal_crude", "expected_stratified", "stratum_rates", "scan_poisson_stratified", "scan_poisson_crude",
}  # fmt: skip
BLOCKS_NOT_OURS = {
    "globalG": "Getis and Ord's G for the whole map: Moran's I is the statistic chosen",
    "ebi_spdep_a_clipped_at_0": "the variance clipped before standardising: PySAL's and GeoDa's form is chosen",
    "scan_binomial": "the Poisson scan is chosen",
}


def computed(run: Run) -> Statistics:
    case = load(run.case)
    data = case.data
    if run.case in {"columbus_crime", "guerry_1833"}:
        columns = {"rate": data[run.block.removeprefix("spatial_") if "_crime" in run.block else "crime"]}
    else:
        columns = {name: data[name] for name in ("observed", "population", "expected") if name in data}
        columns |= {name: data[name] for name in ("observed_prev", "population_prev") if name in data}
    if run.block == "count_stratified":
        columns = {"observed": data["observed"], "expected": by_strata(case)[1]}
    numbers = {name: np.asarray(values, dtype=float) for name, values in columns.items()}
    found = statistics(numbers, case.neighbours(), permutations=PERMUTATIONS, seed=1)
    return found | _other_names(found, numbers)


def by_strata(case):
    """The rate of each stratum and the expected count of each area, in the order of the data."""
    strata = pd.read_csv(case.folder / "strata.csv", dtype={"id": str})
    strata = strata.rename(columns={"id": "area", "population": "people"})
    by = ["race", "gender", "age"]
    return stratum_rates(strata, by), stratified_expected(strata, by).reindex(case.data["id"]).to_numpy()


def _other_names(found: Statistics, numbers: dict[str, np.ndarray]) -> Statistics:
    """The same statistics under the other names that cases know them by, and what follows from ours at once."""
    also: Statistics = {"moran_raw_perm_W.I_n_all": found["esda_moran_W.I"], "gistar_z_W": found["gistar_z_B"]}
    also["moran_raw_perm_B.I_n_all"] = found["esda_moran_B.I"]
    for kind in "WB":
        here = {name.split(".")[1]: value for name, value in found.items() if name.startswith(f"esda_moran_{kind}.")}
        below = {f"p_{way}_greater": norm.sf(here[f"z_{way}"]) for way in ("norm", "rand")}
        for name in (f"moran_{kind}", f"moran_{kind}_islands_counted_in_n"):
            also |= {f"{name}.{part}": value for part, value in (here | below).items()}
    also["localmoran_p_analytic_two_sided"] = 2 * norm.sf(np.abs(found["localmoran_ZIi_cond"]))
    also["fdr_bh_of_analytic"] = adjusted(also["localmoran_p_analytic_two_sided"])
    if "p_etest" in found:
        also["p_etest_statsmodels"] = found["p_etest"]
    if "observed" in numbers:
        also |= _from_counts(found, numbers)
    return also


def _from_counts(found: Statistics, numbers: dict[str, np.ndarray]) -> Statistics:
    expected = found["expected"]
    also: Statistics = {"spieg_phi_raw": float((found["spieg_z"] ** 2).mean())}
    also["esda_spatial_empirical_bayes"] = found["eblocal_geoda"]
    also["esda_spatial_rate"] = np.nan_to_num(found["eblocal_geoda_prior_mean"])
    for kind in "WB":
        also[f"esda_moran_rate_{kind}"] = found[f"ebi_{kind}.I"]
        here = found[f"ebi_{kind}.analytic.z_rand"], found[f"ebi_{kind}.analytic.z_norm"]
        for way, z in zip(("rand", "norm"), here, strict=True):
            also[f"ebi_{kind}.analytic.p_{way}_greater"] = norm.sf(z)
    for name, level in (("95", 0.95), ("998", 0.998)):
        lo, hi = (end / expected for end in rates.exact_interval(expected, level))  # E taken as if it were a count
        also |= {f"funnelplotr_ll{name}": lo, f"funnelplotr_ul{name}": hi}
        half = funnel.root_half_width(expected, level, found["od_cqc_tau2"])
        also |= {f"od_cqc_odll{name}": 1 - half, f"od_cqc_odul{name}": 1 + half}
    return also


def leaves(block, prefix=""):
    """The entries of a block, nested names joined by dots."""
    for name, entry in block.items():
        if not isinstance(entry, dict):
            continue
        if "value" in entry:
            yield prefix + name, entry
        else:
            yield from leaves(entry, f"{prefix}{name}.")


def as_array(value):
    given = value if isinstance(value, list) else [value]
    return np.array([np.nan if one is None else float(one) for one in given])


def assert_near(name, found, entry):
    if isinstance(entry["value"], list) and any(isinstance(one, str) and one != "Inf" for one in entry["value"]):
        assert list(found) == entry["value"], name
        return
    known, ours, tolerance = as_array(entry["value"]), np.atleast_1d(np.asarray(found, dtype=float)), entry["tolerance"]
    if tolerance.get("type") == "monte_carlo":
        np.testing.assert_array_equal(np.isnan(ours), np.isnan(known), err_msg=name)
        scale = 2 if name.endswith("two_sided") else 1  # twice a p has twice the error
        p, q = known / scale, ours / scale
        spread = 4 * np.sqrt(p * (1 - p) * (1 / PERMUTATIONS + 1 / 99_999)) + 1 / (PERMUTATIONS + 1)
        assert np.nanmax(np.abs(p - q) - spread) <= 0, name
        return
    rounded = 3e-7 if name.startswith("od_cqc_od") else 0.0  # z taken as 1.959964 and 3.090232 there
    np.testing.assert_allclose(
        ours, known, rtol=tolerance.get("rtol", 1e-6), atol=tolerance.get("atol", 0.0) + rounded, err_msg=name
    )


@pytest.mark.parametrize("run", RUNS, ids=str)
def test_every_number_of_the_block(run):
    block, found = load(run.case).statistics[run.block], computed(run)
    compared, left = 0, []
    for name, entry in leaves(block):
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in NOT_OURS):
            continue
        if name in found:
            assert_near(name, found[name], entry)
            compared += 1
        else:
            left.append(name)
    assert left == []
    assert compared >= 8


@pytest.mark.parametrize("name", ["nc_sids_74", "columbus_crime", "edge_underdispersed", "jenks_illinois",
                                  "poisson_tables", "lip_scotland", "penn_lung", "guerry_1833"])  # fmt: skip
def test_no_block_is_forgotten(name):
    known = {run.block for run in RUNS if run.case == name} | ELSEWHERE | set(BLOCKS_NOT_OURS)
    assert set(load(name).statistics) <= known


def test_an_under_dispersed_map_has_the_poisson_limit():
    found = computed(Run("edge_underdispersed", "count"))
    assert found["gp_ml_shape"] == np.inf
    assert found["od_cqc_tau2"] == 0
    np.testing.assert_array_equal(found["gp_ml_rr_mean"], found["gp_ml_mu"])


@pytest.mark.parametrize("level", ["9", "95", "99", "998"])
def test_byar_limits_of_48_counts(level):
    case = load("poisson_tables")
    lo, hi = rates.byar_interval(case.data["observed"], float(f"0.{level}"))
    known = case.array("confidence_limits_for_counts", f"byar{level}_lo_raw")
    known[0] = 0.0  # as raw the limit is undefined at 0 events
    np.testing.assert_allclose(lo, np.where(known < 0, np.nan, known), rtol=1e-6)
    np.testing.assert_allclose(hi, case.array("confidence_limits_for_counts", f"byar{level}_hi"), rtol=1e-6)


def test_eighteen_two_rate_comparisons():
    case = load("poisson_tables")
    pairs = pd.read_csv(case.folder / "pairs.csv").astype(float)
    columns = ("observed", "population", "observed_prev", "population_prev")
    found = change_statistics(*(pairs[name].to_numpy() for name in columns))
    known = case.statistics["two_rate_tests"]
    variants = {"p_cond_minlike", "p_cond_midp", "p_etest_statsmodels", "p_cond_less", "p_cond_greater"}
    assert set(known["value"]) - set(found) == variants
    for name in set(known["value"]) & set(found):
        rtol = known["tolerance"].get(name, known["tolerance"]["rtol"])
        np.testing.assert_allclose(found[name], case.array("two_rate_tests", name), rtol=rtol, err_msg=name)
    np.testing.assert_allclose(found["p_etest"], case.array("two_rate_tests", "p_etest_statsmodels"), rtol=1e-5)


def test_false_discovery_rate_of_twenty():
    case = load("poisson_tables")
    np.testing.assert_allclose(adjusted(case.array("fdr", "p")), case.array("fdr", "bh"), rtol=1e-9)


def test_probability_maps_of_choynowski():
    case, found = load("nc_sids_74"), computed(Run("nc_sids_74", "count"))
    np.testing.assert_allclose(found["expected"], as_array(case.statistics["expected"]["value"]), rtol=1e-9)
    np.testing.assert_allclose(found["p_lower"], as_array(case.statistics["probmap_pmap"]["value"]), rtol=1e-6)
    one_sided = np.where(found["smr"] < 1, found["p_lower"], found["p_upper"])
    np.testing.assert_allclose(one_sided, as_array(case.statistics["choynowski_pmap"]["value"]), rtol=1e-6)


def test_expected_counts_by_strata():
    case = load("penn_lung")
    strata_rates, expected = by_strata(case)
    np.testing.assert_allclose(expected, case.statistics["expected_stratified"]["value"], rtol=1e-9)
    crude = computed(Run("penn_lung", "count"))["expected"]
    np.testing.assert_allclose(crude, case.statistics["expected_internal_crude"]["value"], rtol=1e-9)
    for stratum, rate in strata_rates.items():
        assert rate == pytest.approx(case.statistics["stratum_rates"]["|".join(stratum)]["value"], rel=1e-6)


@pytest.mark.parametrize("block", ["scan_poisson_crude", "scan_poisson_stratified"])
def test_kulldorff_scan(block):
    case = load("penn_lung")
    data, known = case.data, case.statistics[block]["reference_python"]
    key = "expected_internal_crude" if block.endswith("crude") else "expected_stratified"
    found = scan(
        data["observed"].to_numpy(float),
        np.array(case.statistics[key]["value"]),
        data[["x_km", "y_km"]].to_numpy(float),
        size=data["population"].to_numpy(float),
        replications=PERMUTATIONS,
        seed=1,
    )
    for cluster, entry in zip(found.clusters, known["clusters"], strict=False):
        assert sorted(data["id"].astype(int).to_numpy()[cluster.members].tolist()) == entry["ids"]
        assert cluster.log_ratio == pytest.approx(entry["llr"], rel=1e-6)
        assert cluster.relative_risk == pytest.approx(entry["relative_risk"], rel=1e-6)
        assert cluster.expected == pytest.approx(entry["expected"], rel=1e-6)
        p = entry["p_mc"]
        assert abs(cluster.p - p) <= 4 * np.sqrt(p * (1 - p) * 2 / PERMUTATIONS) + 1 / (PERMUTATIONS + 1)
    assert len(found.clusters) >= len(known["clusters"])
    for share, value in known["mc_null_max_llr_quantiles"].items():
        assert np.quantile(found.null, float(share)) == pytest.approx(value, rel=0.05)
