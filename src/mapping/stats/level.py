"""The level of a wide area in the periods to come: from its own counts, with trend, season and drift.

The logarithm of the rate of period t is a sum of parts that are normal by themselves: a level nobody knows beforehand, a
straight trend, a season that comes back each year, and drift, a random walk; counts are Poisson about it. What the counts
say of coming periods follows from the covariances of these parts (a Gaussian process; Laplace's approximation). How large
season and drift are is not known either: a grid of both is weighed by how likely it makes the counts. So a short history
is never refused: it says less, and the interval is wide.

Sources: A. C. Harvey, Forecasting, Structural Time Series Models and the Kalman Filter (1989), chapter 2 (the parts);
C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning (2006), algorithms 3.1 and 3.2 and
equation 3.32 (the approximation). No library that we keep has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from mapping.stats.negative_binomial import Predictive
from mapping.stats.rates import Floats

LEVEL_SD = 3.0  # of the logarithm: a level may be anything
TREND_SD = 0.05  # of the logarithm, a year
DRIFTS = (0.0, 0.03, 0.06, 0.1, 0.15, 0.25)  # standard deviations a season, of four in a year
SEASONS = (0.01, 0.05, 0.1, 0.2, 0.4)
_STEPS = 25
_SAME = 1e-8


@dataclass(frozen=True)
class Level:
    """The logarithm of the rate (cases a person) of `ahead` periods: mean (ahead) and covariance (ahead × ahead)."""

    mean: Floats
    covariance: Floats

    def predictive(self, people: npt.ArrayLike) -> Predictive:
        """The count of the periods together, of so many people in each."""
        means = np.asarray(people, dtype=np.float64) * np.exp(self.mean + np.diag(self.covariance) / 2)
        total = means.sum()
        spread = float(means @ np.expm1(self.covariance) @ means / total**2) if total > 0 else 0.0
        return Predictive(np.array([total]), np.array([1 / spread if spread > 0 else np.inf]))


def level_ahead(count: npt.ArrayLike, people: npt.ArrayLike, *, seasons: int, ahead: int = 1) -> Level:
    """The level of the `ahead` periods after those counted.

    `count`, `people`: of n periods in a row, `seasons` (4 or 12) of them a year; where one is missing, or there are no
    people, the period says nothing. Without any case NaN: nothing tells the scale.
    """
    counts, persons = np.asarray(count, dtype=np.float64), np.asarray(people, dtype=np.float64)
    known = ~np.isnan(counts) & (persons > 0)
    if not counts[known].sum() > 0:
        return Level(np.full(ahead, np.nan), np.full((ahead, ahead), np.nan))
    usual = np.log(counts[known].sum() / persons[known].sum())
    offset = np.where(known, np.log(np.where(known, persons, 1.0)) + usual, 0.0)
    seen = _Seen(np.where(known, counts, 0.0), offset, known)
    told = [
        seen.tell(_covariance(counts.size + ahead, seasons, drift, season))
        for drift, season in product(DRIFTS, SEASONS)
    ]
    likely = np.array([one[2] for one in told])
    weight = np.exp(likely - likely.max())
    weight /= weight.sum()
    means = np.array([one[0] for one in told])
    mean = weight @ means
    within = np.tensordot(weight, np.array([one[1] for one in told]), axes=1)
    return Level(usual + mean, within + (weight[:, None] * (means - mean)).T @ (means - mean))


def _covariance(periods: int, seasons: int, drift: float, season: float) -> Floats:
    """Of the logarithms of the rates of all periods, the counted and the coming ones. Drift is a year's in small steps, so
    that months and quarters drift alike over a year."""
    time = np.arange(periods, dtype=np.float64)
    same = np.equal.outer(time % seasons, time % seasons)
    waves = (same - 1 / seasons) * (seasons / max(1, seasons - 1))
    walk = np.minimum.outer(time, time) * 4 / seasons
    trend = np.outer(time - time.mean(), time - time.mean()) / seasons**2
    return np.asarray(LEVEL_SD**2 + TREND_SD**2 * trend + season**2 * waves + drift**2 * walk)


class _Seen:
    """Counts of n periods, Poisson about exp(offset + a latent value); what is not `known` says nothing."""

    def __init__(self, counts: Floats, offset: Floats, known: npt.NDArray[np.bool_]) -> None:
        self._counts, self._offset, self._known = counts, offset, known

    def tell(self, covariance: Floats) -> tuple[Floats, Floats, float]:
        """Mean and covariance of the latent values after the n periods, and the logarithm of how likely the counts are."""
        n = self._counts.size
        prior, across = covariance[:n, :n], covariance[n:, :n]
        latent = np.zeros(n)
        for _ in range(_STEPS):
            mean = self._mean(latent)
            root = np.sqrt(mean)
            inner = np.eye(n) + root[:, None] * prior * root
            pull = mean * latent + (self._counts - mean)
            weights = pull - root * np.linalg.solve(inner, root * (prior @ pull))
            step = np.clip(prior @ weights - latent, -1.0, 1.0)
            latent = latent + step
            if np.abs(step).max() < _SAME:
                break
        mean = self._mean(latent)
        root = np.sqrt(mean)
        inner = np.eye(n) + root[:, None] * prior * root
        held = np.linalg.solve(inner, root[:, None] * across.T)
        found = covariance[n:, n:] - (root[:, None] * across.T).T @ held
        eta = np.where(self._known, self._offset + latent, 0.0)
        likely = (self._counts * eta - mean).sum() - weights @ latent / 2 - np.linalg.slogdet(inner)[1] / 2
        return across @ weights, found, float(likely)

    def _mean(self, latent: Floats) -> Floats:
        return np.where(self._known, np.exp(np.minimum(self._offset + latent, 50.0)), 0.0)
