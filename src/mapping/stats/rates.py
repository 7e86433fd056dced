"""Rates of a count per so many people, with the exact Poisson interval of the count.

Sources: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936) 437-442;
K. Ulm, A simple method to calculate the confidence interval of a standardized mortality ratio,
American Journal of Epidemiology 131 (1990) 373-375 (the same limits as gamma and chi-square quantiles);
N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II, IARC 1987, section 2.3 (Byar).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import special

Floats: TypeAlias = npt.NDArray[np.float64]

PER = 100_000
LEVEL = 0.95


def exact_interval(count: npt.ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """The central exact interval of a Poisson mean, given the count (any shape; both ends closed).

    The lower limit is the (1 - level) / 2 quantile of gamma(count), 0 at count 0; the upper limit the
    (1 + level) / 2 quantile of gamma(count + 1). A missing count (NaN) has missing limits.
    Raises ValueError for a negative count or a level outside (0, 1). Source: Garwood 1936.
    """
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not between 0 and 1")
    counts = np.asarray(count, dtype=np.float64)
    if (counts < 0).any():
        raise ValueError(f"a count cannot be negative: {counts[counts < 0][:5].tolist()}")
    tail = (1 - level) / 2
    # Small counts repeat: the limits of a region's areas are those of a few dozen different counts.
    different, place = np.unique(counts, return_inverse=True)
    lo = np.where(different == 0, 0.0, special.gammaincinv(np.where(different == 0, np.nan, different), tail))
    hi = special.gammainccinv(different + 1, tail)
    return lo[place].reshape(counts.shape), hi[place].reshape(counts.shape)


def byar_interval(count: npt.ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Byar's approximation of the exact interval of a Poisson mean (any shape), as health agencies publish it.

    lo = O (1 - 1/(9 O) - z/(3 √O))³, 0 at count 0; hi = (O+1) (1 - 1/(9 (O+1)) + z/(3 √(O+1)))³. The cube of
    lo falls below 0 at count 1 for levels near 99.8 % and above: the approximation has no lower limit there
    (NaN; the exact interval has one). A missing count has missing limits.
    Raises ValueError for a level outside (0, 1). Source: Breslow and Day 1987.
    """
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not between 0 and 1")
    counts = np.asarray(count, dtype=np.float64)
    some, above, z = np.where(counts == 0, np.nan, counts), counts + 1, float(special.ndtri((1 + level) / 2))
    root = 1 - 1 / (9 * some) - z / (3 * np.sqrt(some))
    lo = np.where(counts == 0, 0.0, np.where(root < 0, np.nan, some * root**3))
    hi = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return lo, hi


def usable(people: npt.ArrayLike) -> Floats:
    """People as a denominator: unchanged where above 0, NaN where missing or 0.

    Raises ValueError for a negative number.
    """
    known = np.asarray(people, dtype=np.float64)
    if (known < 0).any():
        raise ValueError(f"a number of people cannot be negative: {known[known < 0][:5].tolist()}")
    return np.where(known > 0, known, np.nan)


def rate(count: npt.ArrayLike, people: npt.ArrayLike, per: float = PER) -> Floats:
    """Cases per `per` people over the period counted (not annualised); NaN without a count or people."""
    return np.asarray(per * (np.asarray(count, dtype=np.float64) / usable(people)), dtype=np.float64)


def rate_interval(
    count: npt.ArrayLike, people: npt.ArrayLike, per: float = PER, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """The exact interval of the rate: the count's limits per `per` people, people taken as known.

    Shapes broadcast; both ends closed; NaN without a count or people. Source: Ulm 1990.
    """
    lo, hi = exact_interval(count, level)
    return rate(lo, people, per), rate(hi, people, per)
