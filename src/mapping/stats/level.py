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
    grid = list(product(DRIFTS, SEASONS))
    covariances = np.array([_covariance(counts.size + ahead, seasons, drift, season) for drift, season in grid])
    means, within, likely = _told(np.where(known, counts, 0.0), offset, known, covariances)
    weight = np.exp(likely - likely.max())
    weight /= weight.sum()
    mean = weight @ means
    between = (weight[:, None] * (means - mean)).T @ (means - mean)
    return Level(usual + mean, np.tensordot(weight, within, axes=1) + between)


def _covariance(periods: int, seasons: int, drift: float, season: float) -> Floats:
    """Of the logarithms of the rates of all periods, the counted and the coming ones. Drift is a year's in small steps, so
    that months and quarters drift alike over a year."""
    time = np.arange(periods, dtype=np.float64)
    same = np.equal.outer(time % seasons, time % seasons)
    waves = (same - 1 / seasons) * (seasons / max(1, seasons - 1))
    walk = np.minimum.outer(time, time) * 4 / seasons
    trend = np.outer(time - time.mean(), time - time.mean()) / seasons**2
    return np.asarray(LEVEL_SD**2 + TREND_SD**2 * trend + season**2 * waves + drift**2 * walk)


def _told(
    counts: Floats, offset: Floats, known: npt.NDArray[np.bool_], covariances: Floats
) -> tuple[Floats, Floats, Floats]:
    """Of n counts, Poisson about exp(offset + a latent value), under each of several covariances of the latent values (of the
    n and the coming periods): mean and covariance of the coming ones, and the logarithm of how likely the counts are."""
    n = counts.size
    prior, across = covariances[:, :n, :n], covariances[:, n:, :n]
    latent = np.zeros((len(covariances), n))
    for _ in range(_STEPS):
        mean = _rates(offset + latent, known)
        root, inner = _inner(mean, prior)
        pull = mean * latent + counts - mean
        drawn = np.linalg.solve(inner, root[..., None] * (prior @ pull[..., None]))[..., 0]
        weights = pull - root * drawn
        step = np.clip((prior @ weights[..., None])[..., 0] - latent, -1.0, 1.0)
        latent = latent + step
        if np.abs(step).max() < _SAME:
            break
    mean = _rates(offset + latent, known)
    root, inner = _inner(mean, prior)
    lent = root[..., None] * np.swapaxes(across, 1, 2)
    within = covariances[:, n:, n:] - np.swapaxes(lent, 1, 2) @ np.linalg.solve(inner, lent)
    likely = (counts * latent - mean).sum(axis=1) - (weights * latent).sum(axis=1) / 2 - np.linalg.slogdet(inner)[1] / 2
    return (across @ weights[..., None])[..., 0], within, likely


def _rates(logarithm: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    return np.where(known, np.exp(np.minimum(logarithm, 50.0)), 0.0)


def _inner(mean: Floats, prior: Floats) -> tuple[Floats, Floats]:
    """The roots of the weights, and 1 + their product with the prior covariance: well conditioned."""
    root = np.sqrt(mean)
    return root, np.eye(mean.shape[1]) + root[:, :, None] * prior * root[:, None, :]
