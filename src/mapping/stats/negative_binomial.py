"""Negative binomial counts: Poisson counts whose means are gamma about `mean`, in their tails and quantiles.

`shape` is the gamma's: the variance is mean + mean² / shape; infinite shape is the Poisson limit. Arguments broadcast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from mapping.stats.rates import LEVEL, Floats


def more_than(counts: npt.ArrayLike, mean: npt.ArrayLike, shape: npt.ArrayLike) -> Floats:
    """The probability of a higher count than each, of which the least may be -1. NaN where an argument is."""
    count, expected, given = np.broadcast_arrays(*(np.asarray(one, dtype=np.float64) for one in (counts, mean, shape)))
    limit = np.isinf(given)
    finite = np.where(limit, 1.0, given)
    above = np.maximum(count, 0) + 1
    higher = special.betainc(above, finite, expected / (finite + expected))
    if limit.any():
        higher = np.where(limit, special.gammainc(above, expected), higher)
    return np.where(count < 0, np.where(np.isnan(expected + given), np.nan, 1.0), higher)


@dataclass(frozen=True)
class Predictive:
    """What a count will be: negative binomial with `mean` and `shape` (equal shapes; NaN where nothing is known)."""

    mean: Floats
    shape: Floats

    @property
    def variance(self) -> Floats:
        return np.asarray(self.mean + self.mean**2 / self.shape, dtype=np.float64)

    def more_than(self, counts: npt.ArrayLike) -> Floats:
        """The probability of a higher count."""
        return more_than(counts, self.mean, self.shape)

    def at_least(self, counts: npt.ArrayLike) -> Floats:
        """The probability of so high a count or a higher one: the cautious p-value, never too low."""
        return self.more_than(np.asarray(counts, dtype=np.float64) - 1)

    def exceedance(self, counts: npt.ArrayLike) -> Floats:
        """The probability of a higher count and half of that of an equal one (mid-p): on the average over what may come it
        is 1/2, however few counts there are. A p-value that is not cautious; alarms rest on `at_least`.
        Source: H. O. Lancaster, JASA 56 (1961) 223-234."""
        return (self.more_than(counts) + self.at_least(counts)) / 2

    def place(self, counts: npt.ArrayLike, drawn: npt.ArrayLike) -> Floats:
        """The upper tail at a place within the count (`drawn`, uniform in [0, 1]): uniform itself if the prediction is right."""
        higher = self.more_than(counts)
        return np.asarray(higher + np.asarray(drawn) * (self.at_least(counts) - higher), dtype=np.float64)

    def quantile(self, share: float) -> Floats:
        """The least count with at least the share (in (0, 1)) at or below it."""
        known = ~np.isnan(self.mean + self.shape)
        mean, shape = np.where(known, self.mean, 0.0), np.where(known, self.shape, 1.0)
        tail = 1 - share
        low, high = np.full(mean.shape, -1.0), np.ceil(mean) + 1
        while (beyond := more_than(high, mean, shape) > tail).any():
            low, high = np.where(beyond, high, low), np.where(beyond, 2 * high + 1, high)
        while (high - low > 1).any():
            middle = np.floor((low + high) / 2)
            beyond = more_than(middle, mean, shape) > tail
            low, high = np.where(beyond, middle, low), np.where(beyond, high, middle)
        return np.where(known, high, np.nan)

    def interval(self, level: float = LEVEL) -> tuple[Floats, Floats]:
        """The counts between which at least `level` of what may come lies, both ends closed, as much left out on either side
        as whole counts allow. Of few counts it holds more than `level`."""
        tail = (1 - level) / 2
        return self.quantile(tail), self.quantile(1 - tail)
