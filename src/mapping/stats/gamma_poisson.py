"""Empirical Bayes relative risks: counts are Poisson, risks are gamma, the gamma is fitted to all areas.

O_i given RR_i is Poisson with mean RR_i E_i, and the RR_i are gamma with shape ν and rate α: marginally O_i is
negative binomial. ν and α are those of the greatest marginal likelihood; the mean ν/α is not held at 1. Given
the fit, RR_i is gamma with shape O_i + ν and rate E_i + α.

Areas that differ no more than chance have no finite maximum: the likelihood grows towards ν → ∞, where all risks
are one (the Poisson limit, shape and rate infinite).

Source: D. Clayton and J. Kaldor, Empirical Bayes estimates of age-standardized relative risks, Biometrics 43
(1987) 671-681. The fit is our own: scipy has none, and the usual optimisers stop early near the limit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from mapping.stats.rates import Floats, usable

_SMALL = 1e-3  # below it series are more exact than differences of nearly equal numbers
_SAME = 1e-12  # a fitted mean this near to a threshold is at it


@dataclass(frozen=True)
class Prior:
    """The distribution of relative risks over the areas. `shape` and `rate` are inf at the Poisson limit.

    All NaN when no area has both a count and an expected count above 0.
    """

    shape: float
    rate: float
    mean: float
    loglik: float


@dataclass(frozen=True)
class Posterior:
    """The relative risk of each of n areas given its count: gamma with `shape` and `rate`, or `limit` for all."""

    shape: Floats
    rate: Floats
    limit: float

    @property
    def mean(self) -> Floats:
        """The expected relative risk."""
        with np.errstate(invalid="ignore"):
            return self._or_limit(self.shape / self.rate, self.limit)

    def quantile(self, share: float) -> Floats:
        """The risk below which a share (0 to 1) of the distribution lies."""
        return self._or_limit(special.gammaincinv(self.shape, share) / self.rate, self.limit)

    def above(self, risk: float) -> Floats:
        """The probability that the relative risk is above `risk` (open end)."""
        certain = np.nan if np.isnan(self.limit) else float(self.limit > risk * (1 + _SAME))
        return self._or_limit(special.gammaincc(self.shape, self.rate * risk), certain)

    def _or_limit(self, values: Floats, limit: float) -> Floats:
        return np.where(np.isinf(self.shape), limit, values)


def posterior(count: npt.ArrayLike, expected: npt.ArrayLike, prior: Prior) -> Posterior:
    """What is known of each area's relative risk (n areas) once its count is seen.

    An area where nothing is expected keeps the prior, for its count has no denominator. NaN where the count or
    the expected count is missing. An interval of 95 % is `quantile(0.025)`, `quantile(0.975)`; the uncertainty
    of the fit itself is not in it.
    """
    exposed = np.asarray(expected, dtype=np.float64)
    counts = np.where(exposed == 0, 0.0, np.asarray(count, dtype=np.float64))
    missing = np.isnan(np.asarray(count, dtype=np.float64)) | np.isnan(exposed)
    shape = np.where(missing, np.nan, prior.shape + counts)
    return Posterior(shape, np.where(missing, np.nan, prior.rate + exposed), prior.mean)


def fit(count: npt.ArrayLike, expected: npt.ArrayLike) -> Prior:
    """The prior of greatest marginal likelihood, from the areas that have a count and an expected count above 0.

    The dispersion θ = 1/ν is a root of the profile score, found in each stretch of a grid where the score falls
    through 0, and the best of these and of θ = 0 is taken.
    """
    counts, exposed = np.asarray(count, dtype=np.float64), usable(expected)
    known = ~(np.isnan(counts) | np.isnan(exposed))
    if not known.any():
        return Prior(np.nan, np.nan, np.nan, np.nan)
    likelihood = _Profile(counts[known], exposed[known])
    dispersion = max(likelihood.peaks(), key=likelihood.loglik)
    mean, loglik = likelihood.mean(dispersion), likelihood.loglik(dispersion)
    if dispersion == 0:
        return Prior(np.inf, np.inf, mean, loglik)
    return Prior(1 / dispersion, 1 / dispersion / mean, mean, loglik)


class _Profile:
    """The marginal log-likelihood of a dispersion θ at the mean that suits it best, and its slope."""

    def __init__(self, counts: Floats, expected: Floats) -> None:
        self._counts, self._expected = counts, expected
        # Small counts repeat: what depends on the count alone is found once for each different count.
        self._levels, self._areas = np.unique(counts, return_counts=True)
        self._start = counts.sum() / expected.sum()
        self._constant = float(special.gammaln(counts + 1).sum())

    def peaks(self) -> list[float]:
        """Dispersions where the likelihood is greatest nearby; 0 where it falls from there."""
        from scipy import optimize  # noqa: PLC0415 (heavy)

        if self._start == 0:
            return [0.0]
        scale = max(self._counts.max(), self._start * self._expected.max(), 1.0)
        grid = np.concatenate([[0.0], np.geomspace(1e-4 / scale, 1e8, 41)])
        slopes = np.array([self.slope(dispersion) for dispersion in grid])
        ends = np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0))
        roots = [float(optimize.brentq(self.slope, grid[end], grid[end + 1], xtol=1e-300, rtol=1e-14)) for end in ends]
        return roots + ([0.0] if slopes[0] <= 0 else [])

    def mean(self, dispersion: float) -> float:
        """The mean relative risk of greatest likelihood, by Newton's steps on its logarithm."""
        log_mean = np.log(self._start) if self._start > 0 else -np.inf
        for _ in range(100 if dispersion > 0 and self._start > 0 else 0):
            means = np.exp(log_mean) * self._expected
            damped = 1 / (1 + dispersion * means)
            slope = ((self._counts - means) * damped).sum()
            step = slope / (means * (1 + dispersion * self._counts) * damped**2).sum()
            log_mean += np.clip(step, -2.0, 2.0)
            if abs(step) < 1e-14:
                break
        return float(np.exp(log_mean))

    def slope(self, dispersion: float) -> float:
        """The derivative of the profile by θ; at 0 it is half of Σ (O - m)² - O."""
        means = self.mean(dispersion) * self._expected
        x = dispersion * means
        rising = self._areas @ _weighted_sum(self._levels, dispersion) + (means**2 * _curve(x)).sum()
        return float(rising - (self._counts * means / (1 + x)).sum())

    def loglik(self, dispersion: float) -> float:
        """The log-likelihood, with all its constants."""
        means = self.mean(dispersion) * self._expected
        x = dispersion * means
        spread = means * np.where(x < _SMALL, 1 - x / 2 + x**2 / 3 - x**3 / 4, np.log1p(x) / np.where(x > 0, x, 1))
        likely = special.xlogy(self._counts, means) - self._counts * np.log1p(x) - spread
        return float(self._areas @ _log_sum(self._levels, dispersion) + likely.sum() - self._constant)


def _curve(x: Floats) -> Floats:
    """(log(1 + x) - x / (1 + x)) / x², 1/2 at 0."""
    series = 1 / 2 - 2 * x / 3 + 3 * x**2 / 4 - 4 * x**3 / 5
    large = np.where(x < _SMALL, 1.0, x)
    return np.where(x < _SMALL, series, (np.log1p(large) - large / (1 + large)) / large**2)


def _weighted_sum(counts: Floats, dispersion: float) -> Floats:
    """Σ j / (1 + θ j) over j = 0 .. count - 1."""
    first, second, third, fourth = _power_sums(counts)
    series = first - dispersion * second + dispersion**2 * third - dispersion**3 * fourth
    if dispersion == 0:
        return series
    shape = 1 / dispersion
    exact = shape * (counts - shape * (special.digamma(shape + counts) - special.digamma(shape)))
    return np.where(dispersion * counts < _SMALL, series, exact)


def _log_sum(counts: Floats, dispersion: float) -> Floats:
    """Σ log(1 + θ j) over j = 0 .. count - 1."""
    first, second, third, fourth = _power_sums(counts)
    series = dispersion * (first - dispersion * (second / 2 - dispersion * (third / 3 - dispersion * fourth / 4)))
    if dispersion == 0:
        return series
    shape = 1 / dispersion
    exact = special.gammaln(shape + counts) - special.gammaln(shape) - counts * np.log(shape)
    return np.where(dispersion * counts < _SMALL, series, exact)


def _power_sums(counts: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Σ j, Σ j², Σ j³, Σ j⁴ over j = 0 .. count - 1."""
    n = counts - 1
    first = n * counts / 2
    return first, first * (2 * n + 1) / 3, first**2, first * (2 * n + 1) * (3 * n**2 + 3 * n - 1) / 15
