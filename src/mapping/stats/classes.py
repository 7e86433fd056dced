"""Classes for a map: where to cut a list of values, and which class each value falls into.

Edges are the upper ends of the classes, strictly increasing; a class holds what is above the edge before and
up to its own edge (upper end closed). The same edges colour the map, the legend and the export.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from mapping.stats.natural import natural_edges
from mapping.stats.rates import Floats

NO_DATA = -1
_ROUNDING = 1e-12  # of the largest size: nearer to each other, values differ by the order of sums alone


class Scheme(StrEnum):
    """How the edges are chosen."""

    QUANTILE = "quantile"
    NATURAL = "natural"
    EQUAL = "equal"


def breaks(values: npt.ArrayLike, scheme: Scheme | str, k: int) -> Floats:
    """The upper edges of at most k classes of the finite values; the last edge is their maximum.

    Fewer than k where ties leave fewer: all values equal give one class, no values give none (an empty
    array). Quantile and natural classes are never empty; equal steps may be, and stay, so that steps remain
    equal. One scale for several periods is the breaks of the values of all of them together.
    Raises ValueError for k < 1 or an unknown scheme.

    Values that differ by less than `_ROUNDING` of the largest size are one: their greatest.

    quantile: linear interpolation, type 7 of R. J. Hyndman and Y. Fan, Sample quantiles in statistical
    packages, American Statistician 50 (1996) 361-365. natural: the least within-class sum of squares,
    W. D. Fisher, On grouping for maximum homogeneity, JASA 53 (1958) 789-798. equal: steps of (max - min)/k.
    """
    if k < 1:
        raise ValueError(f"{k} classes: at least 1 is needed")
    chosen = Scheme(scheme)
    given = np.asarray(values, dtype=np.float64).ravel()
    ordered = _settled(np.sort(given[np.isfinite(given)]))
    if ordered.size == 0 or ordered[0] == ordered[-1]:
        return ordered[-1:]
    match chosen:
        case Scheme.QUANTILE:
            return _filled(_quantiles(ordered, k), ordered)
        case Scheme.NATURAL:
            return natural_edges(ordered, k)
        case Scheme.EQUAL:
            return _equal_steps(ordered, k)


def _settled(ordered: Floats) -> Floats:
    """Sorted values, runs of them that only arithmetic tells apart taken as the greatest of the run."""
    if ordered.size == 0:
        return ordered
    ends = np.append(np.diff(ordered) > _ROUNDING * np.abs(ordered).max(), True)
    greatest = np.flatnonzero(ends)
    return ordered[greatest[np.searchsorted(greatest, np.arange(ordered.size))]]


def assign(values: npt.ArrayLike, edges: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """The class of each value, 0 .. len(edges) - 1, in the shape of `values`; -1 where it is missing.

    Upper end closed: a value equal to an edge is in that edge's class. Values beyond the edges, as when one
    scale is locked over periods, go to the first or the last class. Without edges every value is -1.
    Raises ValueError when the edges do not increase strictly.
    """
    bounds = np.asarray(edges, dtype=np.float64)
    if (np.diff(bounds) <= 0).any():
        raise ValueError(f"edges must increase: {bounds.tolist()}")
    given = np.asarray(values, dtype=np.float64)
    if bounds.size == 0:
        return np.full(given.shape, NO_DATA, dtype=np.int64)
    found = np.minimum(np.searchsorted(bounds, given, side="left"), bounds.size - 1)
    return np.where(np.isnan(given), NO_DATA, found).astype(np.int64)


def class_counts(values: npt.ArrayLike, edges: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """How many values each class holds, in the order of the edges; missing values are not counted."""
    classes = assign(values, edges).ravel()
    return np.bincount(classes[classes >= 0], minlength=np.asarray(edges).size).astype(np.int64)


def within_squares(values: npt.ArrayLike, edges: npt.ArrayLike) -> float:
    """The sum of squares about the classes' own means, over the values that are not missing.

    Natural breaks make it least. 0 without values; values beyond the edges as in `assign`.
    """
    given = np.asarray(values, dtype=np.float64).ravel()
    known = given[~np.isnan(given)]
    classes = assign(known, edges)
    sums, number = np.bincount(classes, weights=known), np.bincount(classes)
    means = sums / np.maximum(number, 1)
    return float(((known - means[classes]) ** 2).sum())


def diverging_breaks(values: npt.ArrayLike, scheme: Scheme | str, k: int) -> Floats:
    """Edges symmetric around zero for values that rise and fall, from the breaks of their sizes.

    Odd k: a middle class from -b to b, both ends closed, b the first break of the sizes. Even k: no middle
    class; zero itself is in the class just below, with an edge at 0; where zeros are many, take an odd k. A
    value and its opposite are in opposite classes: the closed end of a class is the one away from zero, so the
    edges below zero lie one representable number under -b. Equal steps divide -max .. max, max the largest
    size, which is the last edge of every scheme. Fewer classes where ties leave fewer, always of k's parity;
    all values 0 give one class, none an empty array.
    Raises ValueError for k < 1.
    """
    if k < 1:
        raise ValueError(f"{k} classes: at least 1 is needed")
    given = np.asarray(values, dtype=np.float64).ravel()
    sizes = np.abs(given[np.isfinite(given)])
    if not sizes.any():
        return sizes[:1]
    even = k % 2 == 0
    if Scheme(scheme) is Scheme.EQUAL:
        above = np.unique(sizes.max() * (np.arange(2 - k % 2, k + 1, 2) / k))
    else:
        above = breaks(sizes[sizes > 0] if even else sizes, scheme, k // 2 if even else k // 2 + 1)
    if even:
        above = above[above > 0]
        return np.concatenate([_below(above[:-1]), [0.0], above])
    return np.concatenate([_below(above[:-1]), above])


def _below(edges: Floats) -> Floats:
    """The edges mirrored at zero, each just under its place so that -b itself lies above it."""
    return np.asarray(np.nextafter(-edges[::-1], -np.inf), dtype=np.float64)


def _quantiles(ordered: Floats, k: int) -> Floats:
    """Type 7 quantiles at 1/k .. k/k; ranks in whole numbers, so that no edge misses its value by rounding."""
    rank, rest = np.divmod((ordered.size - 1) * np.arange(1, k + 1), k)
    lower, upper = ordered[rank], ordered[np.minimum(rank + 1, ordered.size - 1)]
    return np.asarray(np.unique(lower + (upper - lower) * (rest / k)), dtype=np.float64)


def _filled(edges: Floats, ordered: Floats) -> Floats:
    """The edges whose class holds a value; an empty class joins the one above it."""
    upto = np.searchsorted(ordered, edges, side="right")
    return edges[np.diff(upto, prepend=0) > 0]


def _equal_steps(ordered: Floats, k: int) -> Floats:
    low, high = ordered[0], ordered[-1]
    edges = low + (high - low) * (np.arange(1, k + 1) / k)
    edges[-1] = high
    return np.asarray(np.unique(edges[edges <= high]), dtype=np.float64)
