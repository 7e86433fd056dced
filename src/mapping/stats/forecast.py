"""What each area's next count will be, and what its last ones should have been: a negative binomial for every area.

An area's risk is its level over that of the others (1: as they). Risks differ from area to area (gamma, fitted to all:
`gamma_poisson`; about that of the areas near it, where these are given) and drift from period to period, by a variance that is weighed by how well it would have told each count
from those before. So an area's own counts pull its level away from that of the others as far as they are many, and older
ones count for less, the less the more cases an area has: by Kalman's steady gain for a level that drifts by τ² a period
and is seen with the noise of a Poisson count.

`last` compares with what the rest of the region did in the same periods: what is common to all (season, trend, drift) is
in both and needs no forecast. `ahead` knows the region only by its own forecast (`level`), and is what can be said
beforehand.

Sources: A. C. Harvey and C. Fernandes, Journal of Business and Economic Statistics 7 (1989) 407-417 (the discounted
gamma-Poisson level); A. C. Harvey (1989), section 4.1 (the gain); D. Clayton and J. Kaldor, Biometrics 43 (1987) 671-681
(the pull). No library that we keep has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from mapping.stats.gamma_poisson import fit
from mapping.stats.level import Level
from mapping.stats.negative_binomial import Predictive
from mapping.stats.rates import Floats, usable
from mapping.stats.weights import Ints

OWN_DRIFTS = (0.0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.5)
"""How far the risk of an area by itself may drift: standard deviations of its logarithm a season, of four in a year."""
_MOST = 1e6  # a gamma shape beyond it is one risk for all


@dataclass(frozen=True)
class Areas:
    """Counts of n areas in T periods in a row (n × T; NaN: not known), what the others' rate would have given them, how
    uncertain that is (relative variance), and how the areas' risks differ (`shape`, `mean`) and drift (`drift`: τ²)."""

    counts: Floats
    expected: Floats
    noise: Floats
    shape: float
    mean: float
    drift: float
    around: Around | None = None

    def last(self, periods: int = 1) -> Predictive:
        """What the last periods' counts together should have been, by each area's own level before them."""
        start = self.counts.shape[1] - periods
        own, certain = self._own(start)
        asked = self.expected[:, start:]
        total = asked.sum(axis=1)
        noise = (asked**2 * self.noise[:, start:]).sum(axis=1)
        return _predictive(own, certain, asked, self.drift, _over(noise, total**2))

    def moves(self, periods: int = 1) -> Floats:
        """The gamma shape by which each area may have moved in the last periods: what `last` allows for that is not the
        uncertainty of its level before them."""
        certain = self._own(self.counts.shape[1] - periods)[1]
        return _inverse(1 / self.last(periods).shape - 1 / certain)

    def ahead(self, level: Level, people: npt.ArrayLike) -> Predictive:
        """What the counts of the periods after the last will be together, of `people` (n × ahead) in an area."""
        own, certain = self._own(self.counts.shape[1])
        asked = usable(people) * np.exp(level.mean + np.diag(level.covariance) / 2)
        total = asked.sum(axis=1)
        common = np.einsum("ij,jk,ik->i", asked, np.expm1(level.covariance), asked)
        return _predictive(own, certain, asked, self.drift, _over(common, total**2))

    def _own(self, start: int) -> tuple[Floats, Floats]:
        """The risk of each area by its counts before a period, and the gamma shape that tells how sure it is."""
        counts, expected = self.counts[:, :start], self.expected[:, :start]
        mean = self.mean * (self.around.risks(counts, expected) if self.around else 1.0)
        *_, (cases, load) = _levels(counts, expected, self.shape, mean, self.drift)
        return cases / load, cases


@dataclass(frozen=True)
class Around:
    """The areas near each (n × k, without itself), and how the risks of such neighbourhoods differ (gamma)."""

    near: Ints
    shape: float
    mean: float

    @classmethod
    def of(cls, near: Ints, counts: Floats, expected: Floats) -> Around:
        """Learnt from the counts."""
        prior = fit(*(one[near].sum(axis=1) for one in _totals(counts, expected)))
        return cls(near, min(prior.shape, _MOST), prior.mean)

    def risks(self, counts: Floats, expected: Floats) -> Floats:
        """The risk about each area, by the counts of those near to it, drawn towards that of all."""
        cases, load = (one[self.near].sum(axis=1) for one in _totals(counts, expected))
        return np.asarray((self.shape + cases) / (self.shape / self.mean + load), dtype=np.float64)


def areas(counts: npt.ArrayLike, people: npt.ArrayLike, *, seasons: int, near: Ints | None = None) -> Areas:
    """The areas of one region, of one indicator: `counts` and `people` n × T, the latest period last, `seasons` a year.

    `near`: the areas near each (n × k, without itself). Where it is given an area's level is drawn towards that of those: high
    risks lie together, and a place where all are high would else be foretold too low, quarter after quarter.
    How they differ and drift is learnt from all periods but the last, so that what is looked at does not excuse itself.
    """
    given, persons = np.asarray(counts, dtype=np.float64), usable(people)
    expected, noise = rest_of_region(given, persons)
    before, told = given[:, :-1], expected[:, :-1]
    around = None if near is None else Around.of(near, before, told)
    risks = np.ones(len(given)) if around is None else around.risks(before, told)
    total, load = _totals(before, told)
    prior = fit(total, load * risks)
    shape = min(prior.shape, _MOST)
    drift = _drift(before, told, noise[:, :-1], shape, prior.mean * risks, seasons)
    return Areas(given, expected, noise, shape, prior.mean, drift, around)


def _totals(counts: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """Of each area all counts that are known, and what was expected in these periods."""
    known = ~np.isnan(counts + expected)
    return np.where(known, counts, 0.0).sum(axis=1), np.where(known, expected, 0.0).sum(axis=1)


def rest_of_region(counts: Floats, people: Floats) -> tuple[Floats, Floats]:
    """What an area's people would have had at the rate of all other areas in the same period (n × T), and the relative
    variance of that. Where cases are rare the rates of single periods are drawn towards that of all, as far as they do not
    differ by more than chance. NaN without people, or where no other area is known."""
    known = ~np.isnan(counts + people)
    cases, persons = (np.where(known, one, 0.0).sum(axis=0) for one in (counts, people))
    usual = cases.sum() / persons.sum() if persons.sum() > 0 else np.nan
    shape = _alike(cases, persons * usual)
    others = cases - np.where(known, counts, 0.0)
    rest = persons - np.where(known, people, 0.0)
    certain = others + shape
    rates = certain / (rest + shape / usual) if usual > 0 else np.full_like(others, np.nan)
    rates[rest <= 0] = np.nan
    return people * rates, 1 / certain


def _alike(cases: Floats, expected: Floats) -> float:
    """How alike the rates of the periods are: the shape of a gamma with the variance that is not chance (by moments)."""
    beyond = ((cases - expected) ** 2 - expected).sum()
    return float(min((expected**2).sum() / beyond, _MOST)) if beyond > 0 else _MOST


def _levels(
    counts: Floats, expected: Floats, shape: float, mean: float | Floats, drift: float
) -> Iterator[tuple[Floats, Floats]]:
    """Shape and rate of the gamma of each area's risk, its counts weighted by age: before each period, and after the last."""
    known = ~np.isnan(counts + expected)
    seen, load = np.where(known, counts, 0.0), np.where(known, expected, 0.0)
    usual = _over(load.sum(axis=1), known.sum(axis=1)) * mean
    kept = 1 - gain(drift * usual)
    own_cases, own_load = np.zeros(len(counts)), np.zeros(len(counts))
    for period in range(counts.shape[1] + 1):
        yield shape + own_cases, shape / mean + own_load
        if period < counts.shape[1]:
            own_cases = kept * own_cases + seen[:, period]
            own_load = kept * own_load + load[:, period]


def gain(ratio: npt.ArrayLike) -> Floats:
    """Kalman's steady gain where drift has `ratio` (0 or more) times the variance of one observation: K² / (1 - K) = ratio."""
    given = np.asarray(ratio, dtype=np.float64)
    return np.asarray((np.sqrt(given**2 + 4 * given) - given) / 2, dtype=np.float64)


def _predictive(own: Floats, certain: Floats, asked: Floats, drift: float, common: Floats) -> Predictive:
    """Of periods in a row that follow what the level is known by: drift goes on in them."""
    steps = np.arange(1, asked.shape[1] + 1, dtype=np.float64)
    total = asked.sum(axis=1)
    walk = _over(np.einsum("ij,jk,ik->i", asked, np.minimum.outer(steps, steps), asked), total**2)
    spread = 1 / certain + drift * walk + common
    return Predictive(own * total, 1 / spread)


def _drift(counts: Floats, expected: Floats, noise: Floats, shape: float, mean: Floats, seasons: int) -> float:
    """τ² a period: each of a grid weighed by how likely it makes every count after those before it."""
    grid = np.array(OWN_DRIFTS) ** 2 * 4 / seasons
    if np.isnan(shape) or counts.shape[1] < 2:
        return float(grid.mean())
    first = min(seasons, counts.shape[1] // 2)
    likely = np.zeros(grid.size)
    for place, drift in enumerate(grid):
        levels = _levels(counts, expected, shape, mean, float(drift))
        for period, (cases, load) in zip(range(counts.shape[1]), levels, strict=False):
            if period >= first:
                spread = 1 / cases + drift + noise[:, period]
                likely[place] += _likely(counts[:, period], expected[:, period] * cases / load, 1 / spread)
    weight = np.exp(likely - likely.max())
    return float(weight @ grid / weight.sum())


def _likely(counts: Floats, mean: Floats, shape: Floats) -> float:
    """The logarithm of the negative binomial probability of all counts that are known, but for what they alone give."""
    known = ~np.isnan(counts + mean) & (mean > 0)
    count, expected, given = counts[known], mean[known], shape[known]
    rising = special.gammaln(given + count) - special.gammaln(given)
    shares = special.xlogy(count, expected / (expected + given)) - given * np.log1p(expected / given)
    return float((rising + shares).sum())


def _over(numerator: Floats, denominator: npt.ArrayLike) -> Floats:
    """A ratio, 0 where there is nothing to divide by."""
    below = np.asarray(denominator, dtype=np.float64)
    return np.divide(numerator, below, out=np.zeros_like(numerator), where=below != 0)


def _inverse(spread: Floats) -> Floats:
    """A gamma shape by its relative variance: infinite where there is none."""
    return np.divide(1.0, spread, out=np.full_like(spread, np.inf), where=~(spread <= 0))
