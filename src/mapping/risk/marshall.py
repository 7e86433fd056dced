"""Empirical Bayes smoothing of rates by moments: towards the overall rate, or towards that of the neighbourhood.

Sources: R. J. Marshall, Mapping disease and mortality rates using empirical Bayes estimators, Applied
Statistics 40 (1991) 283-294; the local form as L. Anselin, N. Lozano-Gracia and J. Koschinsky, Rate
transformations and smoothing, University of Illinois 2006 (GeoDa): the window holds the area itself, and
deviations are from the mean of its own window.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mapping.risk.rates import Floats, usable
from mapping.risk.weights import Neighbours


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
    window = np.zeros(counts.size, dtype=np.int64)
    found = _moments(counts, size, window, np.arange(counts.size), windows=1)
    return _estimated(counts, size, found, np.isnan(counts))


def smooth_locally(count: npt.ArrayLike, people: npt.ArrayLike, neighbours: Neighbours) -> Moments:
    """The rates of n areas, each drawn towards the rate of its window: itself and its neighbours.

    As `smooth`, with a and b of each window. Undefined (NaN) where the window has no events at all, for then
    the estimate is 0/0; an island with events keeps its own rate. An area without people gets its window's b.
    """
    counts, size = np.asarray(count, dtype=np.float64), np.asarray(people, dtype=np.float64)
    itself = np.arange(counts.size)
    window = np.concatenate([itself, neighbours.source])
    found = _moments(counts, size, window, np.concatenate([itself, neighbours.target]), windows=counts.size)
    return _estimated(counts, size, found, np.isnan(counts) | (found[0] == 0))


def _moments(
    counts: Floats, size: Floats, window: npt.NDArray[np.int64], member: npt.NDArray[np.int64], windows: int
) -> tuple[Floats, Floats]:
    """Mean and unclipped variance of each window, from its members that have a count and people."""

    def total(values: Floats) -> Floats:
        return np.bincount(window, weights=values, minlength=windows).astype(np.float64)

    people = usable(size)
    known = ~(np.isnan(counts) | np.isnan(people))
    window, member = window[known[member]], member[known[member]]
    events, persons = counts[member], people[member]
    with np.errstate(invalid="ignore"):
        everybody = total(persons)
        mean = total(events) / everybody
        spread = total(persons * (events / persons - mean[window]) ** 2) / everybody
        return mean, spread - mean / (everybody / total(np.ones(member.size)))


def _estimated(counts: Floats, size: Floats, found: tuple[Floats, Floats], undefined: npt.NDArray[np.bool_]) -> Moments:
    mean, unclipped = found
    variance = np.maximum(unclipped, 0.0)
    people = usable(size)
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = np.where(variance > 0, variance / (variance + mean / people), 0.0)
        drawn = mean + weight * (counts / people - mean)
    estimate = np.where(size == 0, mean, drawn)
    return Moments(np.where(undefined | np.isnan(size), np.nan, estimate), mean, variance, unclipped)
