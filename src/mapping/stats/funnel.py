"""Funnel limits: how far a ratio of observed to expected may lie from 1 by chance, and by chance and difference.

Source: D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24
(2005) 1185-1202: interpolated exact limits (appendix A.1.1), the factor of over-dispersion from z-values
winsorised at 10 %, and the variance between areas (A.3). The root scale of z-values, which is defined at 0
events as the logarithm is not: D. J. Spiegelhalter et al., JRSS A 175 (2012) 1-47.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from mapping.stats.rates import LEVEL, Floats, usable

WINSORISED = 0.1  # share of the z-values at each end that is drawn in to its quantile


class Dispersion(NamedTuple):
    """How much z-values of `n` areas vary: `phi`, the mean of their winsorised squares, about 1 by chance alone.

    `tau2` is the variance between areas beyond chance, on the scale of the z-values' numerator; 0 if none.
    """

    n: int
    phi: float
    tau2: float


def exact_limits(expected: npt.ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Where a Poisson ratio lies with probability `level` when the true ratio is 1, interpolated between counts.

    For p = (1 - level) / 2 and 1 - p: (r - (F(r) - p) / f(r)) / E, r the least count with F(r) >= p, F and f
    Poisson with mean E. Smooth in E; below 0 where even no event is not rare. NaN where nothing is expected.
    """
    mean = usable(expected)
    tail = (1 - level) / 2
    return _interpolated(mean, tail), _interpolated(mean, 1 - tail)


def normal_limits(expected: npt.ArrayLike, level: float = LEVEL, phi: float = 1.0) -> tuple[Floats, Floats]:
    """1 ± z √(max(1, φ) / E): limits by the normal curve, wider by a factor of over-dispersion."""
    half = special.ndtri((1 + level) / 2) * np.sqrt(max(1.0, phi) / usable(expected))
    return 1 - half, 1 + half


def root_limits(expected: npt.ArrayLike, level: float = LEVEL, tau2: float = 0.0) -> tuple[Floats, Floats]:
    """Limits with the variance between areas added: (1 ± z √(1/(4E) + τ²))², 0 where the root would be negative.

    √(O/E) has the variance 1/(4E) by chance, so the limits are taken on the root's scale and squared.
    """
    half = root_half_width(expected, level, tau2)
    return np.maximum(1 - half, 0.0) ** 2, (1 + half) ** 2


def root_half_width(expected: npt.ArrayLike, level: float = LEVEL, tau2: float = 0.0) -> Floats:
    """z √(1/(4E) + τ²): how far √(O/E) may lie from 1."""
    width = special.ndtri((1 + level) / 2) * np.sqrt(1 / (4 * usable(expected)) + tau2)
    return np.asarray(width, dtype=np.float64)


def pearson_z(count: npt.ArrayLike, expected: npt.ArrayLike) -> Floats:
    """(O - E) / √E; NaN where nothing is expected."""
    mean = usable(expected)
    return np.asarray((np.asarray(count, dtype=np.float64) - mean) / np.sqrt(mean), dtype=np.float64)


def root_z(count: npt.ArrayLike, expected: npt.ArrayLike) -> Floats:
    """2 (√O - √E); NaN where nothing is expected."""
    counts = np.asarray(count, dtype=np.float64)
    return np.asarray(2 * (np.sqrt(counts) - np.sqrt(usable(expected))), dtype=np.float64)


def pearson_dispersion(count: npt.ArrayLike, expected: npt.ArrayLike) -> tuple[float, float]:
    """Pearson's χ² against expected counts scaled to the sum of the counts, and χ² / (n - 1) over the n areas.

    The latter is the dispersion of a quasi-Poisson model without covariates; NaN for a single area.
    """
    counts, mean = np.asarray(count, dtype=np.float64), usable(expected)
    known = ~np.isnan(counts + mean)
    if not known.any() or counts[known].sum() == 0:
        return np.nan, np.nan
    scaled = mean[known] * (counts[known].sum() / mean[known].sum())
    chi2 = float(((counts[known] - scaled) ** 2 / scaled).sum())
    return chi2, chi2 / (len(scaled) - 1) if len(scaled) > 1 else np.nan


def dispersion(z: npt.ArrayLike, precision: npt.ArrayLike) -> Dispersion:
    """The over-dispersion of z-values; `precision` is 1 over the chance variance of each z's numerator.

    τ² = (nφ - (n - 1)) / (Σw - Σw² / Σw), w the precisions; 0 where nφ < n - 1. Missing z-values are left out;
    NaN where none is left. Quantiles for winsorising are of type 7.
    """
    scores = np.asarray(z, dtype=np.float64)
    known = ~np.isnan(scores)
    n, weights = int(known.sum()), np.asarray(precision, dtype=np.float64)[known]
    if n == 0:
        return Dispersion(0, np.nan, np.nan)
    phi = float((winsorised(scores[known]) ** 2).mean())
    spare = weights.sum() - (weights**2).sum() / weights.sum()
    return Dispersion(n, phi, max(0.0, n * phi - (n - 1)) / spare if spare > 0 else 0.0)


def winsorised(values: Floats, share: float = WINSORISED) -> Floats:
    """The values with those beyond the quantiles `share` and 1 - `share` drawn in to these."""
    low, high = np.quantile(values, [share, 1 - share])
    return np.asarray(np.clip(values, low, high), dtype=np.float64)


def _interpolated(mean: Floats, p: float) -> Floats:
    count = _poisson_quantile(mean, p)
    below = special.gammaincc(count + 1, mean)
    at = np.exp(special.xlogy(count, mean) - mean - special.gammaln(count + 1))
    return np.asarray((count - (below - p) / at) / mean, dtype=np.float64)


def _poisson_quantile(mean: Floats, p: float) -> Floats:
    """The least count whose distribution function reaches p, found from its continuous continuation."""
    count: Floats = np.maximum(np.ceil(special.pdtrik(p, mean)), 0.0)
    below = np.maximum(count - 1, 0.0)
    return np.where(special.gammaincc(below + 1, mean) >= p, below, count)
