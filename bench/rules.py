"""Rules that others raise alarms by, to compare with: each gives the highest count that is no alarm for them, of one series.

Written from their papers, with the conventions of R's `surveillance` (M. Höhle and others), whose answers they are checked
against (tests/known_answers/test_known_warnings.py). Weeks are numbered from 0; `at` is the week that is judged.

Sources: M. Riebler (bayes, rki: M. Höhle, Computational Statistics 22 (2007) 571-582); L. Hutwagner et al., J. Urban Health 80
(2003) i89-i96 (EARS); C. P. Farrington et al., JRSS A 159 (1996) 547-563; A. Noufaily et al., Statistics in Medicine 32
(2013) 1206-1222; M. Salmon, D. Schumacher and M. Höhle, J. Statistical Software 70/10 (2016); E. L. Crow and R. S. Gardner,
Biometrika 46 (1959) 441-453.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import special, stats

Floats = npt.NDArray[np.float64]
YEAR = 52  # weeks
ENOUGH, WITHIN = 5, 4  # cases in so many weeks, below which Farrington's rule says nothing


def bayes(counts: Floats, at: int, *, years: int, half: int, alpha: float) -> float:
    """The predictive quantile with Jeffreys' prior, from this year's weeks before and the same weeks of the years before."""
    base = _base(counts, at, years, half, this_year=True)
    return float(stats.nbinom.ppf(1 - alpha, base.sum() + 0.5, base.size / (base.size + 1)))


def rki(counts: Floats, at: int, *, years: int, half: int) -> float:
    """Mean and two standard deviations; of a mean of at most 20 the upper limit of Crow and Gardner, at the mean cut off."""
    base = _base(counts, at, years, half, this_year=True)
    mean = base.mean()
    return float(mean + 2 * base.std(ddof=1)) if mean > 20 else crow_gardner(int(mean))


def ears(counts: Floats, at: int, *, alpha: float, baseline: int = 7) -> float:
    """EARS C1: mean and standard deviation of the weeks before."""
    base = counts[at - baseline : at]
    return float(base.mean() + special.ndtri(1 - alpha) * base.std(ddof=1))


def farrington(counts: Floats, at: int, *, years: int, half: int, alpha: float) -> float:
    """Farrington and others; 0 where there were too few cases of late."""
    if counts[at - WITHIN + 1 : at + 1].sum() < ENOUGH:
        return 0.0
    weeks = np.concatenate(
        [np.arange(at - YEAR * back - half, at - YEAR * back + half + 1) for back in range(years, 0, -1)]
    )
    weeks = weeks[weeks >= 0]
    response, trend = counts[weeks], (weeks - at).astype(np.float64)
    model = _reweighted(response, np.column_stack([np.ones_like(trend), trend]), threshold=1.0)
    now = np.array([1.0, 0.0])
    told = model.predicted(now)
    error = np.sqrt(model.dispersion * model.covariance[1, 1])
    significant = 2 * special.stdtr(response.size - 2, -abs(model.coefficients[1] / error)) < 0.05
    if not (years >= 3 and significant and told <= response.max()):
        model, now = _reweighted(response, np.ones((response.size, 1)), threshold=1.0), np.ones(1)
    mean = model.predicted(now)
    spread = model.phi * (now @ model.covariance @ now) * mean**2
    return _powered(mean, model.phi + spread / mean, special.ndtri(1 - alpha / 2))


@dataclass(frozen=True)
class Flexible:
    """How the flexible rule is asked: years back, half a window, parts of a year, weeks just before that are left out."""

    years: int
    half: int
    parts: int
    skipped: int
    alpha: float
    threshold: float = 2.58


def flexible(counts: Floats, days: npt.NDArray[np.int64], at: int, method: str, asked: Flexible) -> float:
    """Farrington's flexible rule by `delta`, `nbPlugin` or `muan`; NaN where there were too few cases of late.

    `days`: of each week, days since 1970-01-01.
    """
    if counts[at - WITHIN + 1 : at + 1].sum() < ENOUGH:
        return float("nan")
    part = _parts(days, at, asked)
    part[at - asked.skipped : at + 1] = -1
    used = np.flatnonzero(part >= 0)
    weeks = (days[used] - days[at]) / 7.0
    seasons = (part[used, None] == np.arange(asked.parts - 1)).astype(
        np.float64
    )  # the part of the week judged is the base
    design = np.column_stack([np.ones(used.size), weeks, seasons])
    model, now = _reweighted(counts[used], design, asked.threshold), np.eye(design.shape[1])[0]
    if not (asked.years >= 3 and model.predicted(now) <= counts[used].max()):
        model, now = (
            _reweighted(counts[used], np.delete(design, 1, axis=1), asked.threshold),
            np.eye(design.shape[1] - 1)[0],
        )
    mean = model.predicted(now)
    # The dispersion of the prediction's own error is that of the residuals of the logarithm, by the weights of the refit:
    # so the package computes it, since it lays these weights over those of the fit.
    ratio = (counts[used] - model.mean) / model.mean
    error = (model.weights * ratio**2).sum() / (used.size - now.size) * (now @ model.covariance @ now)
    if method == "delta":
        return _powered(mean, model.phi + error * mean, special.ndtri(1 - asked.alpha))
    quantile = mean * (np.exp(special.ndtri(1 - asked.alpha) * np.sqrt(error)) if method == "muan" else 1.0)
    if model.phi > 1:
        return float(stats.nbinom.ppf(1 - asked.alpha, quantile / (model.phi - 1), 1 / model.phi))
    return float(stats.poisson.ppf(1 - asked.alpha, quantile))


# ------------------------------------------------------------------------------ parts of them


def _base(counts: Floats, at: int, years: int, half: int, *, this_year: bool) -> Floats:
    """The weeks a week is compared with: before it, and around it in the years before."""
    before = [counts[at - half : at]] if this_year else []
    around = [counts[at - YEAR * back - half : at - YEAR * back + half + 1] for back in range(1, years + 1)]
    return np.concatenate(before + around)


@cache
def crow_gardner(count: int) -> float:
    """The upper end of Crow and Gardner's 95 % interval of a Poisson mean, to three digits as they print it: the shortest
    runs of counts with 95 % of the probability, of equally short ones the highest."""
    highest = 0.0
    for mean in np.arange(count, count + 4 * np.sqrt(count + 1) + 5, 0.001):
        below = stats.poisson.cdf(np.arange(-1, 3 * int(mean + 10)), mean)
        lengths = np.arange(1, below.size)
        for length in lengths:
            held = np.flatnonzero(below[length:] - below[:-length] >= 0.95)
            if held.size:
                if held[-1] <= count < held[-1] + length:
                    highest = mean
                break
    return round(float(highest), 3)


@dataclass(frozen=True)
class _Model:
    """A quasi-Poisson regression with the logarithm as link."""

    coefficients: Floats
    covariance: Floats
    mean: Floats
    weights: Floats
    dispersion: float
    hat: Floats

    @property
    def phi(self) -> float:
        return max(self.dispersion, 1.0)

    def predicted(self, row: Floats) -> float:
        return float(np.exp(row @ self.coefficients))


def _fitted(response: Floats, design: Floats, weights: Floats) -> _Model:
    """By iterated least squares, until the deviance stays the same to 1e-8 (R's `glm`). As there, errors and dispersion are by
    the weights that the last step began with."""
    mean, deviance = response + 0.1, np.inf
    for _ in range(25):
        working = weights * mean
        root = np.sqrt(working)
        target = np.log(mean) + (response - mean) / mean
        coefficients = np.linalg.lstsq(root[:, None] * design, root * target, rcond=None)[0]
        mean = np.exp(design @ coefficients)
        before, deviance = deviance, 2 * (weights * special.kl_div(response, mean)).sum()
        if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
            break
    covariance = np.linalg.inv((design * working[:, None]).T @ design)
    dispersion = (working * (response / mean - 1) ** 2).sum() / (response.size - design.shape[1])
    hat = working * np.einsum("ij,jk,ik->i", design, covariance, design)
    return _Model(coefficients, covariance, mean, weights, float(dispersion), hat)


def _reweighted(response: Floats, design: Floats, threshold: float) -> _Model:
    """Fitted again where weeks with high residuals (Anscombe's) count for less: they may have been outbreaks."""
    first = _fitted(response, design, np.ones_like(response))
    residual = (
        1.5 * (response ** (2 / 3) * first.mean ** (-1 / 6) - first.mean**0.5) / np.sqrt(first.phi * (1 - first.hat))
    )
    weights = np.where(residual > threshold, residual**-2.0, 1.0)
    return _fitted(response, design, weights * response.size / weights.sum())


def _powered(mean: float, variance: float, z: float) -> float:
    """The upper limit on the scale of the power 2/3, where counts are nearly normal; `variance` over the mean."""
    return float((mean ** (2 / 3) + z * np.sqrt(4 / 9 * mean ** (1 / 3) * variance)) ** 1.5)


def _parts(days: npt.NDArray[np.int64], at: int, asked: Flexible) -> npt.NDArray[np.int64]:
    """The part of the year of each week, -1 for weeks that are too long ago: the windows around the week judged and the
    same ones of the years before are the last part, what lies between is cut into the others, the earlier the longer."""
    same = [int(np.flatnonzero(days == day)[0]) for day in _same_weeks(int(days[at]), asked.years)]
    part = np.full(days.size, -1)
    last = asked.parts - 1
    part[at - asked.half : at + 1] = last
    for later, week in zip([at, *same], same, strict=False):
        part[week - asked.half : week + asked.half + 1] = last
        between = np.arange(week + asked.half + 1, later - asked.half)
        for number, piece in enumerate(np.array_split(between, last)):
            part[piece] = number
    return part


def _same_weeks(day: int, years: int) -> Sequence[int]:
    """The nearest days of the same weekday to the same date, a year ago, two years ago, …"""
    date = np.datetime64(day, "D").astype(object)
    ago = [
        int((np.datetime64(date.replace(year=date.year - back)) - np.datetime64("1970-01-01")).astype(int))
        for back in range(1, years + 1)
    ]
    return [one + (day - one + 3) % 7 - 3 for one in ago]
