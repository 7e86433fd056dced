"""Every statistic of a table of areas under the names other tools' answers are compared by.

Names and conventions are those of docs/statistics.md. A value is one number, or one per area in the order of the
areas; NaN is undefined. A dotted name is a value inside another: `esda_moran_W.I`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from mapping.stats import classes, funnel, rates
from mapping.stats.change import rate_ratio, told
from mapping.stats.classes import Scheme
from mapping.stats.e_test import e_test
from mapping.stats.exact import adjusted, poisson_p
from mapping.stats.gamma_poisson import fit, posterior
from mapping.stats.local import LocalMoran, conditional_moments, getis_ord, getis_ord_p, local_moran
from mapping.stats.marshall import Moments, smooth, smooth_locally
from mapping.stats.moran import Moran, moran, standardised_rates
from mapping.stats.rates import PER, Floats, usable
from mapping.stats.standardise import overall_expected
from mapping.stats.weights import Neighbours

Statistic: TypeAlias = float | Floats | npt.NDArray[np.object_] | list[str] | Mapping[str, float | Floats]
Statistics: TypeAlias = dict[str, Statistic]

LEVELS = {"95": 0.95, "998": 0.998}
_SCHEMES = {"quantile_type7": Scheme.QUANTILE, "optimal": Scheme.NATURAL, "equal": Scheme.EQUAL}


def statistics(
    columns: Mapping[str, Floats],
    neighbours: Neighbours | None = None,
    *,
    k: int | None = None,
    permutations: int = 9999,
    seed: int = 1,
) -> Statistics:
    """All statistics that a table's columns allow, one number for each of n areas in each column.

    `columns`: `observed` with `population` or `expected`, or `rate` alone; with the former also `observed_prev`
    and `population_prev` for change. The map's values (with `neighbours`) and the classed ones (with `k`) are
    the crude rates, the ratios to expected, or `rate`.
    """
    found: Statistics = {}
    values, count, per = columns.get("rate"), columns.get("observed"), 1.0
    if count is not None and values is None:
        exposed = columns["population"] if "population" in columns else columns["expected"]
        expected = columns.get("expected", overall_expected(count, exposed))
        found |= {"expected": expected} | count_statistics(count, expected)
        if "population" in columns:
            found |= rate_statistics(count, exposed)
            per = PER
        values = rates.rate(count, exposed, per=per)
        if neighbours is not None:
            found |= smoothed_map_statistics(count, exposed, neighbours, per=per, permutations=permutations, seed=seed)
        if "observed_prev" in columns:
            found |= change_statistics(count, exposed, columns["observed_prev"], columns["population_prev"])
    if values is None:
        raise KeyError("observed with population or expected, or rate")
    if neighbours is not None:
        found |= map_statistics(values, neighbours, permutations=permutations, seed=seed)
    return found | (class_statistics(values, k) if k else {})


def count_statistics(count: Floats, expected: Floats) -> Statistics:
    """Counts of n areas against expected counts: ratios with intervals, p-values, smoothed risks, funnel limits."""
    p = poisson_p(count, expected)
    found: Statistics = {"smr": rates.rate(count, expected, per=1)}
    for name, level in LEVELS.items():
        for kind, interval in (("exact", rates.exact_interval), ("byar", rates.byar_interval)):
            ends = (rates.rate(end, expected, per=1) for end in interval(count, level))
            found |= _limits(f"{kind}{name}_smr", ends)
    found |= {"p_lower": p.lower, "p_upper": p.upper, "p_central": p.central}
    found |= _moments("marshall_rr", smooth(count, expected), "marshall_rr")
    return found | _gamma_poisson(count, expected) | _funnel(count, expected)


def rate_statistics(count: Floats, people: Floats) -> Statistics:
    """Rates of n areas per 100,000 people, and smoothed towards the overall rate."""
    moments = smooth(count, people)
    found: Statistics = {"crude_per_100k": rates.rate(count, people), "marshall_rate_per_100k": PER * moments.estimate}
    return found | _moments("marshall", moments)


def map_statistics(values: Floats, neighbours: Neighbours, *, permutations: int, seed: int) -> Statistics:
    """Association between neighbours of n values, over the whole map and area by area."""
    local = local_moran(values, neighbours, permutations=permutations, seed=seed)
    conditional = conditional_moments(values, neighbours)
    by_chance = getis_ord_p(values, neighbours, permutations=permutations, seed=seed)
    whole = moran(values, neighbours, permutations=permutations, seed=seed)
    found: Statistics = {
        "localmoran_esda_Ii": local.statistic,
        "localmoran_EIi_cond": conditional.mean,
        "localmoran_VarIi_cond": conditional.variance,
        "localmoran_ZIi_cond": conditional.z,
        "quadrant": local.quadrant,
        **_permuted("perm_p", local),
        "gistar_z_B": getis_ord(values, neighbours, with_itself=True),
        "gi_z_B": getis_ord(values, neighbours, with_itself=False),
        "gistar_perm_p_two_sided": by_chance,
        "bh_of_gistar_perm_p_two_sided": adjusted(by_chance),
    }
    for kind, one in (("W", whole.standardised), ("B", whole.binary)):
        found |= _moran(f"esda_moran_{kind}", one)
        found[f"moran_raw_perm_{kind}.p_perm_greater"] = one.p_greater
    return found


def smoothed_map_statistics(
    count: Floats, people: Floats, neighbours: Neighbours, *, per: float, permutations: int, seed: int
) -> Statistics:
    """Rates of n areas smoothed towards their neighbourhood (per `per` people), and their association once brought
    to one variance. With expected counts as `people` and `per` 1: the same of ratios.
    """
    moments = smooth_locally(count, people, neighbours)
    z = standardised_rates(count, people)
    local = local_moran(z, neighbours, permutations=permutations, seed=seed)
    whole = moran(z, neighbours, permutations=permutations, seed=seed)
    found: Statistics = {
        "eblocal_geoda": per * moments.estimate,
        "eblocal_geoda_prior_mean": per * moments.mean,
        "eblocal_geoda_prior_var": moments.variance,
        "ebi_z": z,
        "ebi_a": float(smooth(count, people).unclipped[0]),
        "lisa_eb_Ii_esda": local.statistic,
        "lisa_eb_quadrant": local.quadrant,
        **_permuted("lisa_eb_perm_p", local),
    }
    for kind, one in (("W", whole.standardised), ("B", whole.binary)):
        found |= {f"ebi_{kind}.I": one.statistic, f"ebi_{kind}.p_perm_greater": one.p_greater}
        found |= _moran(f"ebi_{kind}.analytic", one)
    return found


def class_statistics(values: Floats, k: int) -> Statistics:
    """Breaks (from the least value on), counts and within-class squares of k classes; whole and value by value."""
    known = values[np.isfinite(values)]
    found: Statistics = {}
    for name, scheme in _SCHEMES.items():
        one = _classes(known, classes.breaks(known, scheme, k))
        found |= {f"classes.{name}": one} | {f"classes.{name}.{part}": value for part, value in one.items()}
    return found


def change_statistics(count: Floats, people: Floats, count_before: Floats, people_before: Floats) -> Statistics:
    """The change of n areas between two periods, each count with its people, and what can be told of it."""
    ratio = rate_ratio(count, people, count_before, people_before)
    p, p_etest = ratio["p_cond_central"], e_test(count, people, count_before, people_before)
    return {
        "rate_ratio": ratio["ratio"],
        "rr_lo95": ratio["ratio_lo"],
        "rr_hi95": ratio["ratio_hi"],
        "p_cond_central": p,
        "p_etest": p_etest,
        "bh_of_p_cond_central": adjusted(p),
        "bh_of_p_etest": adjusted(p_etest),
        "change_label": told(ratio["ratio"], p),
    }


def _gamma_poisson(count: Floats, expected: Floats) -> Statistics:
    prior = fit(count, expected)
    found = posterior(count, expected, prior)
    return {
        "gp_ml_shape": prior.shape,
        "gp_ml_rate": prior.rate,
        "gp_ml_mu": prior.mean,
        "gp_ml_loglik": prior.loglik,
        "gp_ml_rr_mean": found.mean,
        "gp_ml_rr_median": found.quantile(0.5),
        "gp_ml_rr_lo95": found.quantile(0.025),
        "gp_ml_rr_hi95": found.quantile(0.975),
        "gp_ml_prob_rr_gt1": found.above(1),
        "gp_ml_prob_rr_gt1_5": found.above(1.5),
    }


def _funnel(count: Floats, expected: Floats) -> Statistics:
    chi2, quasi = funnel.pearson_dispersion(count, expected)
    z, root = funnel.pearson_z(count, expected), funnel.root_z(count, expected)
    multiplied = funnel.dispersion(z, 1 / usable(expected))
    added = funnel.dispersion(root, 4 * usable(expected))
    found: Statistics = {
        "pearson_chi2": chi2,
        "quasipoisson_dispersion": quasi,
        "spieg_z": z,
        "spieg_phi_winsor10": multiplied.phi,
        "od_cqc_z": root,
        "od_cqc_n": float(added.n),
        "od_cqc_phi": added.phi,
        "od_cqc_tau2": added.tau2,
    }
    for name, level in LEVELS.items():
        found |= _limits(f"funnel_poisson{name}", funnel.exact_limits(expected, level))
        found |= _limits(f"funnel_normal{name}", funnel.normal_limits(expected, level))
        found |= _limits(f"funnel_mult{name}", funnel.normal_limits(expected, level, multiplied.phi))
        found |= _limits(f"funnel_add{name}", funnel.root_limits(expected, level, added.tau2))
    return found


def _classes(known: Floats, edges: Floats) -> dict[str, float | Floats]:
    if not known.size:
        return {"breaks": edges, "upper_bounds": edges, "counts": edges, "ss_within": np.nan, "gvf": np.nan}
    squares, total = (classes.within_squares(known, ends) for ends in (edges, edges[-1:]))
    return {
        "breaks": np.append(known.min(), edges),
        "upper_bounds": edges,
        "counts": classes.class_counts(known, edges).astype(np.float64),
        "ss_within": squares,
        "gvf": 1 - squares / total if total > 0 else np.nan,
    }


def _limits(name: str, ends: Iterable[Floats]) -> Statistics:
    return dict(zip((f"{name}_lo", f"{name}_hi"), ends, strict=True))


def _moments(name: str, moments: Moments, estimate: str | None = None) -> Statistics:
    found: Statistics = {
        f"{name}_a": float(moments.variance[0]),
        f"{name}_b": float(moments.mean[0]),
        f"{name}_a_unclipped": float(moments.unclipped[0]),
    }
    return found | ({estimate: moments.estimate} if estimate else {})


def _permuted(name: str, local: LocalMoran) -> Statistics:
    return {
        f"{name}_folded": local.p_folded,
        f"{name}_greater": local.p_greater,
        f"{name}_less": local.p_less,
        f"{name}_two_sided": local.p_two_sided,
        f"bh_of_{name}_two_sided": adjusted(local.p_two_sided),
    }


def _moran(name: str, one: Moran) -> Statistics:
    return {
        f"{name}.I": one.statistic,
        f"{name}.EI": one.mean,
        f"{name}.VI_norm": one.variance_normal,
        f"{name}.VI_rand": one.variance_random,
        f"{name}.z_norm": one.z_normal,
        f"{name}.z_rand": one.z_random,
        f"{name}.p_rand_two_sided": one.p_random,
    }
