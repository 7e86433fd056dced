"""Empirical Bayes smoothing of rates by moments: towards the overall rate, or towards that of the neighbourhood.

Sources: R. J. Marshall, Mapping disease and mortality rates using empirical Bayes estimators, Applied
Statistics 40 (1991) 283-294; the local form as L. Anselin, N. Lozano-Gracia and J. Koschinsky, Rate
transformations and smoothing, University of Illinois 2006 (GeoDa): the window holds the area itself, and
deviations are from the mean of its own window.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mapping.stats.rates import Floats
from mapping.stats.weights import Neighbours


@dataclass(frozen=True)
class Moments:
    """Smoothed rates with the mean and the variance they were drawn towards (per person, as people are given).

    `unclipped` is the moment estimate of the variance between areas, `variance` the same but at least 0:
    below 0 the areas differ less than chance alone would have it.
    """

    estimate: Floats
    mean: Floats
    variance: Floats
    unclipped: Floats


def smooth(count: npt.ArrayLike, people: npt.ArrayLike) -> Moments:
    """The rates of n areas, each drawn towards the overall rate b the more, the fewer its people.

    estimate = b + a (r - b) / (a + b / P), a = max(0, s² - b / mean(P)), s² = Σ P (r - b)² / Σ P; mean and
    variance have one element. Areas without people take no part in a and b and get b as their estimate; so
    does every area when a is 0. NaN where the count or people are missing; all NaN when nobody has people.
    With expected counts as `people` the same smooths the ratio of observed to expected.
    """
    counts, size = np.asarray(count, dtype=np.float64), np.asarray(people, dtype=np.float64)
    if counts.size and size.min() > 0 and np.isfinite(np.add.reduce(counts)):
        return _towards_overall(counts, size)  # the usual case, without the price of looking for the others
    known = _with_people(counts, size)
    found = _towards_overall(counts[known], size[known])
    estimate = np.where(np.isnan(counts) | np.isnan(size), np.nan, found.mean)
    estimate[known] = found.estimate
    return replace(found, estimate=estimate)


def smooth_locally(count: npt.ArrayLike, people: npt.ArrayLike, neighbours: Neighbours) -> Moments:
    """The rates of n areas, each drawn towards the rate of its window: itself and its neighbours.

    As `smooth`, with a and b of each window. Undefined (NaN) where the window has no events at all, for then
    the estimate is 0/0; an island with events keeps its own rate. An area without people gets its window's b.
    """
    counts, size = np.asarray(count, dtype=np.float64), np.asarray(people, dtype=np.float64)
    itself, known = np.arange(counts.size), _with_people(counts, size)
    window, member = np.concatenate([itself, neighbours.source]), np.concatenate([itself, neighbours.target])
    window, member = window[known[member]], member[known[member]]

    def total(values: Floats) -> Floats:
        return np.bincount(window, weights=values, minlength=counts.size).astype(np.float64)

    with np.errstate(invalid="ignore"):
        everybody = total(size[member])
        mean = total(counts[member]) / everybody
        beyond = counts[member] - mean[window] * size[member]
        unclipped = (total(beyond**2 / size[member]) - mean * total(np.ones(member.size))) / everybody
        variance = np.maximum(unclipped, 0.0)
        drawn = variance * (counts - mean * size) / (variance * size + np.where(mean > 0, mean, 1.0))
    estimate = mean + np.where(np.isnan(counts) | np.isnan(size), np.nan, np.where(size == 0, 0.0, drawn))
    return Moments(np.where(mean > 0, estimate, np.nan), mean, variance, unclipped)


def _with_people(counts: Floats, size: Floats) -> npt.NDArray[np.bool_]:
    """Which areas have a count and people, and so say something about a rate. Raises ValueError below 0 people."""
    if (size < 0).any():
        raise ValueError(f"a number of people cannot be negative: {size[size < 0][:5].tolist()}")
    return np.asarray((size > 0) & ~np.isnan(counts), dtype=np.bool_)


def _towards_overall(counts: Floats, size: Floats) -> Moments:
    """`smooth` where every area has a count and people; NaN as mean and variance without any area."""
    if not size.size:
        nothing = np.full(1, np.nan)
        return Moments(size, nothing, nothing, nothing)
    everybody = np.add.reduce(size)
    mean = np.add.reduce(counts) / everybody
    beyond = counts - mean * size
    unclipped = (beyond.dot(beyond / size) - mean * size.size) / everybody  # P (r - b)² is (O - bP)² / P
    variance = max(unclipped, 0.0)
    estimate = mean + variance * beyond / (variance * size + (mean or 1.0))  # b + a (O - bP) / (aP + b)
    return Moments(estimate, *(np.array([value]) for value in (mean, variance, unclipped)))
