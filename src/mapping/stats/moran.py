"""Moran's I: whether neighbours are alike, over the whole map; also of rates with unequal populations.

Sources: A. D. Cliff and J. K. Ord, Spatial Processes, Pion 1981 (the statistic, its moments under normality and
under randomisation); R. M. Assunção and E. A. Reis, A new proposal to adjust Moran's I for population density,
Statistics in Medicine 18 (1999) 2147-2162. Islands count in n, as in PySAL and GeoDa. Areas whose value is
missing are left out with their links.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from mapping.stats.marshall import smooth
from mapping.stats.rates import Floats, usable
from mapping.stats.weights import Neighbours

_ROUNDING = 1e-13  # values that differ by less, relative to the largest, are equal
_AT_ONCE = 400_000  # permuted values held at a time


@dataclass(frozen=True)
class Moran:
    """Moran's I, its mean and variance without association, and the share of permutations at least as high.

    `normal` supposes normal values, `random` only that the values were dealt out at random. `p_greater` is
    (count + 1) / (permutations + 1), one-sided. All NaN where undefined: equal values, or no links.
    """

    statistic: float
    mean: float
    variance_normal: float
    variance_random: float
    p_greater: float

    @property
    def z_normal(self) -> float:
        return _z(self.statistic - self.mean, self.variance_normal)

    @property
    def z_random(self) -> float:
        return _z(self.statistic - self.mean, self.variance_random)

    @property
    def p_random(self) -> float:
        """Two-sided p by the normal curve, under randomisation."""
        return float(2 * special.ndtr(-abs(self.z_random)))


def _z(deviation: float, variance: float) -> float:
    """NaN where there is no variance, or rounding leaves less than none."""
    return float(deviation / np.sqrt(variance)) if variance > 0 else np.nan


@dataclass(frozen=True)
class MoranPair:
    """Moran's I with each area's links summing to 1 (`standardised`) and with every link counting 1 (`binary`)."""

    standardised: Moran
    binary: Moran


def moran(
    values: npt.ArrayLike, neighbours: Neighbours, *, permutations: int = 999, seed: int | None = None
) -> MoranPair:
    """Moran's I of n values, with both kinds of weights from one set of permutations.

    Raises ValueError when there are not as many values as areas.
    """
    deviations, links, _ = deviations_of(values, neighbours)
    rng = np.random.default_rng(seed)
    kinds = [1 / np.maximum(links.number, 1), np.ones(links.size)]
    share = _shares_at_least(deviations, links, kinds, permutations, rng)
    standardised, binary = (_moran(deviations, links, rows, p) for rows, p in zip(kinds, share, strict=True))
    return MoranPair(standardised, binary)


def standardised_rates(count: npt.ArrayLike, people: npt.ArrayLike) -> Floats:
    """Rates of n areas brought to one variance: (r - b) / √v, v = a + b / P, to be given to `moran`.

    a and b are Marshall's; a is not clipped at 0, as in PySAL and GeoDa, and where that makes v negative it is
    b / P. NaN where the count or people are missing or there are no people.
    """
    counts, size = np.asarray(count, dtype=np.float64), usable(people)
    found = smooth(counts, people)
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = found.mean / size
        variance = found.unclipped + chance
        return (counts / size - found.mean) / np.sqrt(np.where(variance < 0, chance, variance))


def deviations_of(values: npt.ArrayLike, neighbours: Neighbours) -> tuple[Floats, Neighbours, npt.NDArray[np.bool_]]:
    """Deviations from the mean of the values that are known, the links among them, and which those are.

    Values that differ by no more than rounding are equal: all deviations are then exactly 0.
    Raises ValueError when there are not as many values as areas.
    """
    given = np.asarray(values, dtype=np.float64)
    if given.shape != (neighbours.size,):
        raise ValueError(f"{given.shape} values for {neighbours.size} areas")
    known = ~np.isnan(given)
    links = neighbours if known.all() else neighbours.among(known)
    some = given[known]
    alike = some.size == 0 or np.ptp(some) <= _ROUNDING * np.abs(some).max()
    return np.zeros(some.size) if alike else some - some.mean(), links, known


def _moran(deviations: Floats, links: Neighbours, rows: Floats, p: float) -> Moran:
    n, squares = deviations.size, float((deviations**2).sum())
    if squares == 0 or links.source.size == 0:
        return Moran(np.nan, np.nan, np.nan, np.nan, np.nan)
    weights = rows[links.source]
    s0 = weights.sum()
    statistic = n / s0 * (weights * deviations[links.source] * deviations[links.target]).sum() / squares
    mean = -1 / (n - 1)
    s1, s2 = _weight_sums(links, weights)
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2) - mean**2
    return Moran(float(statistic), mean, float(normal), _variance_random(deviations, s0, s1, s2), p)


def _weight_sums(links: Neighbours, weights: Floats) -> tuple[float, float]:
    """S1 = ½ Σ (w_ij + w_ji)² and S2 = Σ (w_i. + w_.i)²; a link may be one-way."""
    forward = links.source * links.size + links.target
    backward = links.target * links.size + links.source
    place = np.minimum(np.searchsorted(forward, backward), forward.size - 1)
    returned = np.where(forward[place] == backward, weights[place], 0.0)
    s1 = (weights * (weights + returned)).sum()
    out = np.bincount(links.source, weights=weights, minlength=links.size)
    into = np.bincount(links.target, weights=weights, minlength=links.size)
    return float(s1), float(((out + into) ** 2).sum())


def _variance_random(deviations: Floats, s0: float, s1: float, s2: float) -> float:
    n = deviations.size
    if n < 4:
        return np.nan
    kurtosis = (deviations**4).mean() / (deviations**2).mean() ** 2
    first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    second = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    return float((first - second) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1 / (n - 1) ** 2)


def _shares_at_least(
    deviations: Floats, links: Neighbours, kinds: list[Floats], permutations: int, rng: np.random.Generator
) -> list[float]:
    """For each kind of row weights, (count + 1) / (R + 1) of the permutations whose sum is not below the real one."""
    real = [float((rows * deviations * links.total(deviations)).sum()) for rows in kinds]
    slack = 1e-12 * float((deviations**2).sum())
    reached = np.zeros(len(kinds), dtype=np.int64)
    left = permutations if deviations.any() else 0
    while left:
        number = min(left, max(1, _AT_ONCE // deviations.size))
        dealt = rng.permuted(np.tile(deviations, (number, 1)), axis=1).T
        products = dealt * (links.matrix @ dealt)
        reached += [int((rows @ products >= least - slack).sum()) for rows, least in zip(kinds, real, strict=True)]
        left -= number
    return [float(count + 1) / (permutations + 1) for count in reached]
