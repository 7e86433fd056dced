"""Local association: where on the map neighbours are alike, and where high or low values lie together.

Sources: L. Anselin, Local indicators of spatial association, Geographical Analysis 27 (1995) 93-115 (local
Moran, conditional permutation); R. R. Sokal, N. L. Oden and B. A. Thomson, Local spatial autocorrelation in a
biological model, Geographical Analysis 30 (1998) 331-354 (moments given the area's own value); A. Getis and J. K.
Ord, in Longley and Batty (eds), Spatial Analysis, GeoInformation 1996, 261-277 and J. K. Ord and A. Getis,
Geographical Analysis 27 (1995) 286-306 (Gi and Gi*). Areas whose value is missing are left out with their links.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mapping.stats.exact import adjusted
from mapping.stats.moran import deviations_of
from mapping.stats.rates import Floats
from mapping.stats.weights import Ints, Neighbours

ISLAND = "island"
FALSE_DISCOVERIES = 0.05
_AT_ONCE = 400_000  # drawn values held at a time
_ROUNDING = 1e-13  # a variance this small, relative to the largest squared deviation, is none
_TIE = 1e-10  # sums this near, relative to the largest deviation, are equal


@dataclass(frozen=True)
class LocalMoran:
    """The local Moran statistic of n areas, in PySAL's and GeoDa's scale ((n - 1)/n times spdep's).

    `quadrant` is the area, high or low, then its neighbours' mean: HH, LL, HL, LH (high is above the mean);
    `island` without neighbours; None where undefined. P-values are (count + 1) / (permutations + 1), the
    neighbours being drawn without replacement from all other areas; NaN for islands, whose statistic is 0.
    """

    statistic: Floats
    quadrant: npt.NDArray[np.object_]
    p_greater: Floats
    p_less: Floats

    @property
    def p_folded(self) -> Floats:
        """The smaller of the two one-sided p-values, as PySAL and GeoDa give it: half the two-sided p."""
        return np.minimum(self.p_greater, self.p_less)

    @property
    def p_two_sided(self) -> Floats:
        """Twice the smaller p, at most 1."""
        return np.minimum(1.0, 2 * self.p_folded)

    def cluster(self, q: float = FALSE_DISCOVERIES) -> npt.NDArray[np.object_]:
        """The quadrant where the two-sided p, adjusted for false discovery over the map, is at most q; else ""."""
        return np.where(adjusted(self.p_two_sided) <= q, self.quadrant, "")


@dataclass(frozen=True)
class Conditional:
    """Mean and variance of local Moran, in spdep's scale, if all other values were dealt out anew; and the z."""

    mean: Floats
    variance: Floats
    z: Floats


def local_moran(
    values: npt.ArrayLike, neighbours: Neighbours, *, permutations: int = 9999, seed: int | None = None
) -> LocalMoran:
    """Local Moran of n values, with conditional permutation. Everything is NaN or None where all values are equal.

    Raises ValueError when there are not as many values as areas.
    """
    deviations, links, known = deviations_of(values, neighbours)
    total = links.total(deviations)
    lag = total / np.maximum(links.number, 1)
    above, below = _counts_beyond(deviations, links, total, permutations, np.random.default_rng(seed))
    greater = np.select([deviations > 0, deviations < 0], [above, below], permutations)
    less = np.select([deviations > 0, deviations < 0], [below, above], permutations)
    undefined = links.islands | (not deviations.any())
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = (deviations.size - 1) * deviations * lag / (deviations**2).sum()
    return LocalMoran(
        _spread(statistic, known),
        _spread_names(_quadrant(deviations, lag, links.islands), known),
        _spread(np.where(undefined, np.nan, (greater + 1) / (permutations + 1)), known),
        _spread(np.where(undefined, np.nan, (less + 1) / (permutations + 1)), known),
    )


def conditional_moments(values: npt.ArrayLike, neighbours: Neighbours) -> Conditional:
    """What permutation finds in the long run, in closed form, for means over neighbours; z is NaN for islands."""
    deviations, links, known = deviations_of(values, neighbours)
    n, number = np.float64(deviations.size), links.number  # divided by n - 1: a single area has no moments
    second = (deviations**2).mean() if n else np.nan
    some = np.maximum(number, 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(number > 0, -(deviations**2) / second / (n - 1), 0.0)
        spread = (1 / some - 1 / (n - 1)) * (second - deviations**2 / (n - 1)) * n / (n - 2)
        variance = np.where(number > 0, (deviations / second) ** 2 * spread, 0.0)
        statistic = deviations * links.total(deviations) / some / second
        z = np.where(number > 0, (statistic - mean) / np.sqrt(variance), np.nan)
    return Conditional(*(_spread(found, known) for found in (mean, variance, z)))


def getis_ord(values: npt.ArrayLike, neighbours: Neighbours, *, with_itself: bool) -> Floats:
    """The z-value of Gi* (the area among its neighbours) or Gi (without it); every link counts 1.

    High where high values lie together, low where low ones do. Gi* uses mean and variance (divisor n) of all
    values, Gi those of all others. NaN for Gi of an island, where all values are equal, and where the
    neighbours are all areas there are.
    """
    deviations, links, known = deviations_of(values, neighbours)
    n = deviations.size
    weight, total = links.number + with_itself, links.total(deviations) + with_itself * deviations
    others = n if with_itself else n - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.zeros(n) if with_itself else -deviations / others
        squares = (deviations**2).sum() - (0 if with_itself else deviations**2)
        variance = squares / others - mean**2
        alike = variance <= _ROUNDING * (deviations**2).max(initial=0)
        spread = np.where(alike, 0.0, variance * weight * (others - weight) / (others - 1))
        z = np.where(spread > 0, (total - weight * mean) / np.sqrt(spread), np.nan)
    return _spread(np.where(deviations.any(), z, np.nan), known)


def getis_ord_p(
    values: npt.ArrayLike, neighbours: Neighbours, *, permutations: int = 9999, seed: int | None = None
) -> Floats:
    """The two-sided permutation p of Gi* (the area among its neighbours): all n values dealt out anew, its own too.

    An area with k neighbours is compared with sums of k + 1 values drawn without replacement from all, whose mean and
    variance are those that the z of `getis_ord` uses: p is twice the smaller (count + 1) / (permutations + 1), at most
    1. Unlike the normal p it knows how skewed the values are. NaN where Gi* is undefined.
    """
    deviations, links, known = deviations_of(values, neighbours)
    number, total = links.number + 1, links.total(deviations) + deviations
    slack = _TIE * np.abs(deviations).max(initial=0)
    above, below = (np.zeros(links.size, dtype=np.int64) for _ in range(2))
    for drawn in _drawings(links.size, int(number.max(initial=1)), permutations, np.random.default_rng(seed)):
        sums = np.cumsum(deviations[drawn], axis=1)
        for k in np.unique(number):
            areas, ordered = np.flatnonzero(number == k), np.sort(sums[:, k - 1])
            above[areas] += ordered.size - np.searchsorted(ordered, total[areas] - slack, side="left")
            below[areas] += np.searchsorted(ordered, total[areas] + slack, side="right")
    p = np.minimum(1.0, 2 * (np.minimum(above, below) + 1) / (permutations + 1))
    undefined = (number >= links.size) | (not deviations.any())
    return _spread(np.where(undefined, np.nan, p), known)


def _quadrant(deviations: Floats, lag: Floats, islands: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    high, among_high = deviations > 0, lag > 0
    names = np.select([high & among_high, high, among_high], ["HH", "HL", "LH"], "LL").astype(object)
    names[:] = names if deviations.any() else None
    return np.where(islands, ISLAND, names)


def _counts_beyond(
    deviations: Floats, links: Neighbours, total: Floats, permutations: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """In how many permutations the neighbours' sum is at least, and at most, the one observed.

    One set of draws serves all areas, as in PySAL: an area with k neighbours takes the first k of a draw, and
    where it finds itself among them, the next one instead.
    """
    width = min(int(links.number.max(initial=0)) + 1, links.size)
    above, below = (np.zeros(links.size, dtype=np.int64) for _ in range(2))
    some = links.source.size and deviations.any()
    for drawn in _drawings(links.size, width, permutations if some else 0, rng):
        more, fewer = _beyond(deviations, links.number, total, drawn)
        above, below = above + more, below + fewer
    return above, below


def _drawings(size: int, width: int, rows: int, rng: np.random.Generator) -> Iterator[Ints]:
    """`rows` rows of `width` different numbers below `size`, so many at a time that memory is bounded."""
    at_once = max(1, _AT_ONCE // max(1, width if width**2 <= size else size))
    for first in range(0, rows if size else 0, at_once):
        yield _distinct(size, width, min(at_once, rows - first), rng)


def _distinct(size: int, width: int, rows: int, rng: np.random.Generator) -> Ints:
    """Rows of `width` different numbers below `size`, in random order."""
    if width**2 > size:
        return rng.permuted(np.tile(np.arange(size), (rows, 1)), axis=1)[:, :width]
    drawn = rng.integers(size, size=(rows, width))
    again = np.arange(rows)
    while again.size:
        again = again[(np.diff(np.sort(drawn[again], axis=1), axis=1) == 0).any(axis=1)]
        drawn[again] = rng.integers(size, size=(again.size, width))
    return drawn


def _beyond(deviations: Floats, number: Ints, total: Floats, drawn: Ints) -> tuple[Ints, Ints]:
    slack = _TIE * np.abs(deviations).max()
    least, most = total - slack, total + slack
    sums = np.cumsum(deviations[drawn], axis=1)
    above, below = (np.zeros(number.size, dtype=np.int64) for _ in range(2))
    for k in np.unique(number[number > 0]):
        areas, ordered = np.flatnonzero(number == k), np.sort(sums[:, k - 1])
        above[areas] = ordered.size - np.searchsorted(ordered, least[areas], side="left")
        below[areas] = np.searchsorted(ordered, most[areas], side="right")
    row, place = np.nonzero(np.arange(drawn.shape[1]) < number[drawn])
    itself = drawn[row, place]
    taken, right = sums[row, number[itself] - 1], sums[row, number[itself]] - deviations[itself]
    above += _corrected(itself, taken >= least[itself], right >= least[itself], number.size)
    below += _corrected(itself, taken <= most[itself], right <= most[itself], number.size)
    return above, below


def _corrected(areas: Ints, wrong: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_], size: int) -> Ints:
    """What to add to each area's count where the `wrong` outcomes were counted instead of the `right` ones."""
    gained = np.bincount(areas[right & ~wrong], minlength=size)
    return np.asarray(gained - np.bincount(areas[wrong & ~right], minlength=size), dtype=np.int64)


def _spread(found: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    """The values at their places among all areas, NaN at the others."""
    whole = np.full(known.size, np.nan)
    whole[known] = found
    return whole


def _spread_names(found: npt.NDArray[np.object_], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    whole = np.full(known.size, None, dtype=object)
    whole[known] = found
    return whole
