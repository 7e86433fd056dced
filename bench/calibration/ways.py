"""Ways to call a mahalla high, each by a number for every mahalla: called are those at or below the way's limit.

Such numbers are p-values or other shares, the lower the clearer; infinite where a mahalla is never called.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import special

from bench.calibration.worlds import Floats, region
from mapping.stats.chance import Chance
from mapping.stats.exact import adjusted, poisson_p
from mapping.stats.local import getis_ord, getis_ord_p, local_moran
from mapping.stats.moran import standardised_rates
from mapping.stats.results import (
    CLUSTER_P,
    LARGEST_CLUSTER,
    LARGEST_NUMBER,
    MOST_CLUSTERS,
    PERMUTATIONS,
    SEED,
    smoothed_risks,
)
from mapping.stats.scan import scan
from mapping.stats.standardise import overall_expected

FAMILY = 0.05
KEPT = 0.25  # numbers above are not written down
RANDOM_MAPS = 199

OURS = "smoothed risk, 95 % interval above 1 (colour of the first view)"
SCAN = "scan, own risks (outline of the first view, `together`)"
POISSON = "scan, one risk (Poisson, `clusters`)"
GETIS = "Gi\\* with FDR (`getis`)"
GETIS_ANY = "Gi\\* with FDR, hot or cold"
GETIS_NORMAL = "Gi\\* by its normal p, with FDR (not shown)"
MORAN = "local Moran with FDR (`spots`)"
MORAN_ANY = "local Moran with FDR, any spot"
EXACT = "exact p with FDR"
RAISED = "P(RR > 1) > 0.95 (`probability`)"
MORAN_RAW = "local Moran, p < 0.05, no correction (usual LISA map)"
TOP = "highest tenth of raw rates"

LIMITS = {
    OURS: 0.025,
    SCAN: CLUSTER_P[Chance.OWN_RISKS],
    POISSON: CLUSTER_P[Chance.ONE_RISK],
    GETIS: FAMILY,
    GETIS_ANY: FAMILY,
    GETIS_NORMAL: FAMILY,
    MORAN: FAMILY,
    MORAN_ANY: FAMILY,
    EXACT: FAMILY,
    RAISED: 0.05,
    MORAN_RAW: FAMILY,
    TOP: 0.1,
}


def smoothed(found: pd.DataFrame) -> dict[str, Floats]:
    """By the posterior of the risk: the lower end of the interval is above 1 where less than 2.5 % lies below 1."""
    below = 1 - smoothed_risks(found)["p_raised"].to_numpy()
    return {OURS: below, RAISED: below}


def scanned(found: pd.DataFrame) -> dict[str, Floats]:
    """By the p of the cluster that a mahalla is in, ties in the order of the likelihood ratio."""
    here = region()
    expected = overall_expected(found["count"], found["people"])
    numbers = {}
    for name, chance in ((SCAN, Chance.OWN_RISKS), (POISSON, Chance.ONE_RISK)):
        clusters = scan(
            found["count"], expected, here.centres, most=min(LARGEST_CLUSTER, LARGEST_NUMBER / len(found)),
            chance=chance, replications=RANDOM_MAPS, seed=SEED, limit=MOST_CLUSTERS,
        ).clusters  # fmt: skip
        numbers[name] = np.full(len(found), np.inf)
        for cluster in clusters:
            if cluster.relative_risk > 1:
                numbers[name][cluster.members] = cluster.p - 1e-6 * cluster.log_ratio
    return numbers


def moran(found: pd.DataFrame) -> dict[str, Floats]:
    """Local Moran, with and without correction."""
    rates = standardised_rates(found["count"], found["people"])
    moran = local_moran(rates, region().neighbours, permutations=PERMUTATIONS, seed=SEED)
    high, p = moran.quadrant == "HH", adjusted(moran.p_two_sided)
    return {
        MORAN: np.where(high, p, np.inf),
        MORAN_ANY: p,
        MORAN_RAW: np.where(high, moran.p_two_sided, np.inf),
    }


def getis(found: pd.DataFrame) -> dict[str, Floats]:
    """Gi*, by permutation and by the normal curve."""
    rates, links = standardised_rates(found["count"], found["people"]), region().neighbours
    z = getis_ord(rates, links, with_itself=True)
    p = adjusted(getis_ord_p(rates, links, permutations=PERMUTATIONS, seed=SEED))
    normal = adjusted(2 * special.ndtr(-np.abs(z)))
    return {
        GETIS: np.where(z > 0, p, np.inf),
        GETIS_ANY: p,
        GETIS_NORMAL: np.where(z > 0, normal, np.inf),
    }


def alone(found: pd.DataFrame) -> dict[str, Floats]:
    """Each mahalla by itself: the exact Poisson p, and its place among the raw rates."""
    expected = overall_expected(found["count"], found["people"])
    p = adjusted(poisson_p(found["count"], expected).central)
    rates = found["rate"].to_numpy()
    return {
        EXACT: np.where(found["count"].to_numpy() > expected, p, np.inf),
        TOP: np.where(rates > np.nanquantile(rates, 0.9), 0.1, np.inf),
    }


FAMILIES: tuple[Callable[[pd.DataFrame], dict[str, Floats]], ...] = (smoothed, scanned, moran, getis, alone)


def numbers(found: pd.DataFrame) -> dict[str, Floats]:
    """The numbers of every way, by its name in the order of `LIMITS`."""
    every: dict[str, Floats] = {}
    for family in FAMILIES:
        every |= family(found)
    return {name: every[name] for name in LIMITS}
