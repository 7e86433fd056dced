"""Did it help? Before and after by the empirical-Bayes method, with a comparison group, against regression to the mean.

Mahallas get measures because they were bad, and what was bad by chance gets better by itself. So the crimes before
are not taken as they were: each mahalla's expected crimes are drawn towards those of all mahallas as far as chance
explains the difference, and carried forward by what happened to the mahallas without such a measure.

Source: E. Hauer, Observational Before-After Studies in Road Safety, Pergamon 1997, chapters 9 (comparison group) and
11 to 12 (empirical Bayes). Departures: the gamma distribution of risks is fitted to all mahallas together, because
those left over when the worst were chosen are no fair sample; the comparison group is drawn to the mean likewise;
the interval inverts the negative binomial distribution instead of the normal curve, which needs larger counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
LEVEL = 0.95
FEWEST_COMPARED = 10
_SHAPES = (0.05, 1e5)  # of the gamma distribution; the upper end is as good as no difference between mahallas
_RATIOS = (1e-6, 1e6)


class Verdict(StrEnum):
    """What can be said: `few` where there is nothing to compare with."""

    HELPED = "helped"
    WORSE = "worse"
    CANNOT_TELL = "cannot_tell"
    FEW = "few"


@dataclass(frozen=True)
class Effect:
    """Crimes after over those expected without the measure: `ratio` with its interval from `low` to `high`.

    `mahallas` had the measure, `compared` had not. `before` and `after` are the crimes counted in those that had it,
    `expected` those expected after; `naive_ratio` is after over before per person and quarter, for comparison only.
    """

    mahallas: int
    compared: int
    before: float
    after: float
    expected: float
    ratio: float
    low: float
    high: float
    naive_ratio: float
    verdict: Verdict


@dataclass(frozen=True)
class _Forecast:
    """Crimes expected after without the measure: mean and variance of their sum."""

    mean: float
    variance: float


def effect(units: pd.DataFrame, level: float = LEVEL) -> Effect:
    """The effect in the units that had the measure.

    `units`: one row per mahalla with `before`, `after` (counts), `load_before`, `load_after` (people times quarters,
    above 0) and `treated`, `compared` (flags; rows with neither only tell how risks differ). Rows with a missing
    figure are left out. `level` is the probability of the two-sided interval, which is conservative. Verdict `few`
    where no mahalla had the measure, fewer than 10 had not, or nothing is expected.
    """
    rows = units if "own" in units else with_expectation(units)
    treated, compared = rows["treated"].to_numpy(dtype=bool), rows["compared"].to_numpy(dtype=bool)
    before, after, load_before, load_after = (
        rows[name].to_numpy(dtype=np.float64) for name in ("before", "after", "load_before", "load_after")
    )
    counted = (int(treated.sum()), int(compared.sum()), float(before[treated].sum()), float(after[treated].sum()))
    if not treated.any() or compared.sum() < FEWEST_COMPARED or not before.sum() or not after[compared].sum():
        return Effect(*counted, np.nan, np.nan, np.nan, np.nan, np.nan, Verdict.FEW)
    own, variance = (rows[name].to_numpy(dtype=np.float64) for name in ("own", "own_variance"))
    forecast = _forecast(own, variance, load_after / load_before, after, treated, compared)
    low, high = ratio_interval(counted[3], forecast.mean, forecast.variance, level)
    before_rate = counted[2] / load_before[treated].sum()
    naive = float(counted[3] / load_after[treated].sum() / before_rate) if before_rate else np.nan
    ratio = float(
        counted[3] / forecast.mean / (1 + forecast.variance / forecast.mean**2)
    )  # Hauer, chapter 6: nearly unbiased
    return Effect(*counted, forecast.mean, ratio, low, high, naive, _verdict(low, high))


def with_expectation(units: pd.DataFrame) -> pd.DataFrame:
    """The rows whose figures are known, with `own` and `own_variance` of `expected_before`.

    They do not depend on who had the measure: computed once, they serve every question about the same two periods.
    """
    known = units[["before", "after", "load_before", "load_after"]].notna().all(axis=1)
    rows = units[known & (units["load_before"] > 0) & (units["load_after"] > 0)]
    before, load = (rows[name].to_numpy(dtype=np.float64) for name in ("before", "load_before"))
    own, variance = expected_before(before, load) if before.sum() else (before, before)
    return rows.assign(own=own, own_variance=variance)


def _verdict(low: float, high: float) -> Verdict:
    return Verdict.HELPED if high < 1 else Verdict.WORSE if low > 1 else Verdict.CANNOT_TELL


def expected_before(count: Floats, load: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of each unit's true crimes before, given its count and how risks differ between units.

    Counts are Poisson, risks gamma with one mean; the shape is fitted by maximum likelihood.
    """
    mean = load * (count.sum() / load.sum())
    shape = _shape(count, mean)
    weight = mean / (shape + mean)
    own = (1 - weight) * mean + weight * count
    return own, weight * own


def _shape(count: Floats, mean: Floats) -> float:
    """The shape of the gamma distribution with the greatest negative binomial likelihood, within _SHAPES."""
    from scipy import optimize, special  # noqa: PLC0415 (heavy)

    def loss(log_shape: float) -> float:
        shape = np.exp(log_shape)
        terms = special.gammaln(count + shape) - special.gammaln(shape) - (count + shape) * np.log1p(mean / shape)
        return -float(terms.sum() - count.sum() * log_shape)

    found = optimize.minimize_scalar(loss, bounds=tuple(np.log(_SHAPES)), method="bounded")
    return float(np.exp(found.x))


def _forecast(
    own: Floats,
    variance: Floats,
    longer: Floats,
    after: Floats,
    treated: npt.NDArray[np.bool_],
    compared: npt.NDArray[np.bool_],
) -> _Forecast:
    """What the treated units were to expect: their own level, times what happened to the compared ones.

    The variance is widened by how much more than by chance the compared ones moved, each by itself.
    """
    usual = own * longer
    trend = after[compared].sum() / usual[compared].sum()
    spread = variance * longer**2 * trend**2
    chance = usual[compared] * trend + spread[compared]
    wider = max(1.0, float(((after[compared] - usual[compared] * trend) ** 2 / chance).sum() / (compared.sum() - 1)))
    of_trend = wider * (after[compared].sum() + spread[compared].sum()) / after[compared].sum() ** 2
    mean = float(usual[treated].sum() * trend)
    total = wider * (mean + float(spread[treated].sum())) + mean**2 * of_trend
    return _Forecast(mean, total - mean)


def ratio_interval(count: float, mean: float, variance: float, level: float = LEVEL) -> tuple[float, float]:
    """The ratios for which a count as low, or as high, as this one is not rarer than (1 - level) / 2.

    The count is Poisson with a mean that is gamma with `mean` times the ratio, and `variance` times its square.
    The lower end is 0 for a count of 0.
    """
    from scipy import optimize, special  # noqa: PLC0415 (heavy)

    shape, tail = mean**2 / max(variance, mean * 1e-9), (1 - level) / 2

    def solved(probability: Callable[[float], float]) -> float:
        found = optimize.brentq(lambda log_ratio: probability(np.exp(log_ratio)) - tail, *np.log(_RATIOS), xtol=1e-6)
        return float(np.exp(found))

    def chance(ratio: float) -> float:
        return float(shape / (shape + ratio * mean))

    # the negative binomial distribution function is an incomplete beta integral; scipy.stats gives the same, slower
    high = solved(lambda ratio: float(special.betainc(shape, count + 1, chance(ratio))))
    low = solved(lambda ratio: float(special.betaincc(shape, count, chance(ratio)))) if count > 0 else 0.0
    return low, high


def naive_interval(before: float, after: float, longer: float, level: float = LEVEL) -> tuple[float, float]:
    """The usual before-and-after comparison: the exact interval of the ratio of two Poisson rates.

    `longer` is the load after over that before. It takes no account of why the units were chosen: shown to warn.
    """
    from scipy import stats  # noqa: PLC0415 (heavy)

    tail = (1 - level) / 2
    low = stats.beta.ppf(tail, after, before + 1) if after else 0.0
    high = stats.beta.ppf(1 - tail, after + 1, before) if before else 1.0
    with np.errstate(divide="ignore"):
        return float(low / (1 - low) / longer), float(np.divide(high, 1 - high) / longer)
