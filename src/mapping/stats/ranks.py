"""Ranks that know how sure they are: where each area may stand when all relative risks are uncertain together.

Source: H. Goldstein and D. J. Spiegelhalter, League tables and their limitations, JRSS A 159 (1996) 385-443,
section 3: ranks of simulated values from the posterior distribution of every area.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.stats.gamma_poisson import fit, posterior
from mapping.stats.rates import LEVEL
from mapping.stats.standardise import overall_expected

DRAWS, SEED = 1000, 1


def rank_intervals(figures: pd.DataFrame, *, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """`rank` (median), `rank_lo` and `rank_hi` (95 %, both ends within) of each area by its relative risk, 1 the highest.

    `figures`: `count` and `people` of n areas. Areas without a count or people have no rank, and are not counted. Where no
    area differs from another beyond chance, each may stand anywhere. Deterministic for a seed.
    """
    expected = overall_expected(figures["count"], figures["people"])
    known = figures["count"].notna().to_numpy() & (expected > 0)
    ranks = np.full((len(figures), 3), np.nan)
    if known.any():
        counts, means = figures["count"].to_numpy(np.float64)[known], expected[known]
        ranks[known] = _simulated(counts, means, draws, np.random.default_rng(seed))
    return pd.DataFrame(ranks, index=figures.index, columns=["rank", "rank_lo", "rank_hi"])


def _simulated(counts: np.ndarray, expected: np.ndarray, draws: int, random: np.random.Generator) -> np.ndarray:
    """Median and the ends of the middle 95 % of the ranks of each area, one row each."""
    prior = fit(counts, expected)
    n = len(counts)
    if np.isinf(prior.shape):
        return np.tile([(n + 1) / 2, 1.0, float(n)], (n, 1))
    found = posterior(counts, expected, prior)
    risks = random.standard_gamma(found.shape, size=(draws, n)) / found.rate
    places = np.empty((draws, n), dtype=np.int32)
    np.put_along_axis(places, np.argsort(-risks, axis=1), np.arange(1, n + 1, dtype=np.int32)[None, :], axis=1)
    tail = (1 - LEVEL) / 2
    middle = np.quantile(places, 0.5, axis=0)
    low = np.quantile(places, tail, axis=0, method="lower")
    high = np.quantile(places, 1 - tail, axis=0, method="higher")
    return np.column_stack([middle, low, high])
