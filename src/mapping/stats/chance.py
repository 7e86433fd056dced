"""Maps without clusters, which a map is compared with, under two ideas of what is usual.

`ONE_RISK`: all areas have one risk, and counts differ as independent events do (Poisson). `OWN_RISKS`: each area has a
risk of its own, and neighbours have nothing in common. Under the second a group of areas stands out only where there is
more together than areas of such differences have that lie side by side by accident.

Own risks are not drawn from a fitted distribution, which knows no heavier tail than its own. Each area's count becomes
the place it has among the counts that the fitted gamma-Poisson gives such an area (within a count the place is drawn,
since counts are whole); the places change hands; and each becomes the count at that place in the area that gets it. If
risks have nothing to do with where an area lies, the map is one of its own deals, whatever their distribution is, as far
as the fit brings areas of many and of few people to one scale.

Sources: P. K. Dunn and G. K. Smyth, Journal of Computational and Graphical Statistics 5 (1996) 236-244 (the places,
drawn within a count); J. M. Loh and Z. Zhu, Annals of Applied Statistics 1 (2007) 560-584 and T. Zhang, Z. Zhang and
G. Lin, Statistics in Medicine 31 (2012) 762-774 (what differences between areas do to the scan). Weights and deals
are our own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from mapping.stats.gamma_poisson import Prior, fit
from mapping.stats.negative_binomial import more_than
from mapping.stats.rates import Floats


class Chance(StrEnum):
    """What a map without clusters is like."""

    ONE_RISK = "one_risk"
    OWN_RISKS = "own_risks"


class Usual(Protocol):
    """A map of n areas and maps like it without clusters, all with the sum of `expected`."""

    observed: Floats
    expected: Floats

    def maps(self, number: int, rng: np.random.Generator) -> npt.NDArray[np.int32] | Floats:
        """`number` maps (areas x maps)."""
        ...


def usual(chance: Chance, counts: Floats, expected: Floats) -> Usual:
    """The map of counts, of which there is at least one event, where `expected` (above 0; any scale) is expected."""
    return OneRisk(counts, expected) if chance is Chance.ONE_RISK else OwnRisks(counts, expected)


class OneRisk:
    """Counts as they are; in other maps the same number of events is dealt out by expectation alone."""

    def __init__(self, counts: Floats, expected: Floats) -> None:
        self.observed = counts
        self.expected = expected * (counts.sum() / expected.sum())

    def maps(self, number: int, rng: np.random.Generator) -> npt.NDArray[np.int32]:
        total = self.observed.sum()
        dealt = rng.multinomial(int(total), self.expected / total, size=number)
        return np.ascontiguousarray(dealt.T, dtype=np.int32)


class OwnRisks:
    """Counts by what they tell, where risks differ: m / (1 + m / ν) of the m events that are expected in an area.

    With gamma risks of shape ν a count has the variance m + m² / ν. Divided by 1 + m / ν, mean and variance are again
    one number, as a Poisson count's are, so that sums of areas can be compared by the Poisson likelihood ratio: the
    many events of a large area that may only be its own risk count for less. All maps are brought to one sum.
    """

    def __init__(self, counts: Floats, expected: Floats) -> None:
        self._counts, self._prior = counts, fit(counts, expected)
        self._mean = self._prior.mean * expected
        self._weights = 1 / (1 + self._mean / self._prior.shape)
        self.expected = self._weights * self._mean
        self.observed = self._weighted(counts[:, None].copy())[:, 0]

    def maps(self, number: int, rng: np.random.Generator) -> Floats:
        return self._weighted(dealt_anew(self._counts, self._mean, self._prior, number, rng))

    def _weighted(self, maps: Floats) -> Floats:
        """The maps, in place."""
        maps *= self._weights[:, None]
        total = maps.sum(axis=0)
        maps *= np.divide(self.expected.sum(), total, out=np.zeros_like(total), where=total > 0)
        return maps


def dealt_anew(counts: Floats, mean: Floats, prior: Prior, number: int, rng: np.random.Generator) -> Floats:
    """`number` maps (areas x maps) in which each area has the place of another, drawn without putting back.

    `counts` where `mean` (above 0) is expected, risks about it being gamma with the shape of `prior`, or one risk where
    that is infinite. A place is how likely a higher count is, so that the highest are exact however rare they are.
    """
    higher = more_than(counts, mean, prior.shape)
    width = more_than(counts - 1, mean, prior.shape) - higher
    places = rng.random((counts.size, number))  # in place from here on: of a country's mahallas they are 72 MB
    places *= width[:, None]
    places += higher[:, None]
    rng.permuted(places, axis=0, out=places)
    for area, drawn in enumerate(places):
        ladder = _ladder(float(mean[area]), prior, float(drawn.min()))
        places[area] = np.searchsorted(-ladder, -drawn, side="left")
    return places


def _ladder(mean: float, prior: Prior, rarest: float) -> Floats:
    """The probability of more than 0, 1, 2, … events, until it is not above the rarest place."""
    size = 16 + int(2 * mean)
    while True:
        ladder = more_than(np.arange(size, dtype=np.float64), mean, prior.shape)
        if ladder[-1] <= rarest:
            return ladder
        size *= 2
