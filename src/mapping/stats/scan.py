"""Kulldorff's spatial scan: the circles on the map with more events than any circle has on maps without clusters.

Every circle around the centre of an area, up to a share of the whole, is a window. Its log-likelihood ratio compares
the counts inside and outside with what is expected, the total given; the p-value of a window is its rank among the
highest windows of random maps. What these are like is a choice (`chance.Chance`): areas of one risk, as Kulldorff has
it, or of risks of their own without any pattern.

Source: M. Kulldorff, A spatial scan statistic, Communications in Statistics - Theory and Methods 26 (1997)
1481-1496; M. Dwass, Annals of Mathematical Statistics 28 (1957) 181-187 (the Monte-Carlo p). No library that we
keep has it.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import special

from mapping.stats.chance import Chance, Usual, usual
from mapping.stats.rates import Floats
from mapping.stats.weights import Ints
from mapping.stats.windows import SAME, Circles, Windows

LEAST = {Chance.ONE_RISK: 1, Chance.OWN_RISKS: 2}
"""Of how many areas a cluster is at least: where each has a risk of its own, one area is its own risk."""
_MAPS_AT_ONCE = 1000
_ROWS_AT_ONCE = 256


@dataclass(frozen=True)
class Cluster:
    """A window with more events than expected: its areas from the centre outwards.

    `relative_risk` is the ratio inside over the ratio outside. `p` compares with the highest window of each
    random map, which is cautious for all windows but the first.
    """

    members: Ints
    radius: float
    observed: float
    expected: float
    relative_risk: float
    log_ratio: float
    p: float


@dataclass(frozen=True)
class Scan:
    """Windows that share no area, the least likely by chance first; and the highest ratio of each random map."""

    clusters: tuple[Cluster, ...]
    null: Floats


def scan(
    count: npt.ArrayLike,
    expected: npt.ArrayLike,
    centres: npt.ArrayLike,
    *,
    size: npt.ArrayLike | None = None,
    most: float = 0.5,
    chance: Chance = Chance.ONE_RISK,
    replications: int = 999,
    seed: int | None = None,
    limit: int = 10,
) -> Scan:
    """Up to `limit` windows of more events than expected among n areas with `centres` (n x 2, in one plane unit).

    A window holds all areas up to a distance, areas equally far together, while their `size` (expected counts if
    not given) is at most the share `most` of the whole; where areas have risks of their own, at least two. Expected
    counts are real numbers, scaled to the sum of the counts. `log_ratio` is of the counts as `chance` weighs them.
    p = (maps at least as high + 1) / (replications + 1). Areas without a count, a centre or anything
    expected take no part, and their order plays none; without any event there is no cluster.
    Raises ValueError for a share outside (0, 1].
    """
    if not 0 < most <= 1:
        raise ValueError(f"a window of {most} of the whole: it must be above 0 and at most 1")
    counts, mean, places = (np.asarray(given, dtype=np.float64) for given in (count, expected, centres))
    sizes = mean if size is None else np.asarray(size, dtype=np.float64)
    known = np.flatnonzero((mean > 0) & ~np.isnan(counts + sizes + places.sum(axis=1)))
    total = float(counts[known].sum())
    if total == 0:
        return Scan((), np.zeros(0))
    known = known[np.lexsort((sizes[known], mean[known], counts[known], places[known, 1], places[known, 0]))]
    scaled = mean[known] * (total / mean[known].sum())
    windows = Windows(places[known], sizes[known], most=most, least=LEAST[chance])
    search = _Search(usual(chance, counts[known], scaled), windows)
    null = search.null(replications, np.random.default_rng(seed))
    found = search.separate(limit)
    return Scan(tuple(_cluster(window, counts[known], scaled, known, null) for window in found), null)


@dataclass(frozen=True)
class _Window:
    """The first areas from a centre outwards, with the logarithm of the likelihood ratio."""

    members: Ints
    radius: float
    log_ratio: float


class _Search:
    """The likelihood ratios of all windows, on the real map and on random ones."""

    def __init__(self, usual: Usual, windows: Windows) -> None:
        self._usual, self._windows = usual, windows
        self._total = float(usual.expected.sum())

    def separate(self, limit: int) -> list[_Window]:
        """The highest windows of the real map, each the highest of those that share no area with the ones before."""
        queue = []
        for circles in self._windows.each():
            best = self._best(circles)
            queue.append((-best.log_ratio, circles.centre, best))
        heapq.heapify(queue)
        taken = np.zeros(self._windows.number, dtype=bool)
        found: list[_Window] = []
        while queue and len(found) < limit and queue[0][0] < 0:
            _, centre, best = heapq.heappop(queue)
            if not taken[best.members].any():
                found.append(best)
                taken[best.members] = True
                continue
            circles = self._windows.around(centre)
            best = self._best(circles.among(int(np.argmax(taken[circles.order]))))
            heapq.heappush(queue, (-best.log_ratio, centre, best))
        return found

    def null(self, replications: int, rng: np.random.Generator) -> Floats:
        """The highest likelihood ratio of each random map."""
        numbers = [min(_MAPS_AT_ONCE, replications - first) for first in range(0, replications, _MAPS_AT_ONCE)]
        return np.concatenate([np.zeros(0), *(self._highest(self._usual.maps(number, rng)) for number in numbers)])

    def _best(self, circles: Circles) -> _Window:
        if not circles.complete.any():
            return _Window(circles.order[:0], 0.0, 0.0)
        inside, mean = (np.cumsum(given[circles.order]) for given in (self._usual.observed, self._usual.expected))
        ratios = np.where(circles.complete, log_ratio(inside, mean, self._total), 0.0)
        highest = int(np.argmax(ratios))
        return _Window(circles.order[: highest + 1], float(circles.far[highest]), float(ratios[highest]))

    def _highest(self, maps: npt.NDArray[np.int32] | Floats) -> Floats:
        """For maps (areas x maps), the highest ratio of each.

        Only windows that could beat the poorest of the maps' highest ratios so far are looked at closely.
        """
        highest = np.zeros(maps.shape[1])
        needed = _Needed(self._total)
        for circles in self._windows.each():
            mean = np.cumsum(self._usual.expected[circles.order])
            needed.raise_to(float(highest.min()))
            least = np.where(circles.complete, needed.counts(mean), np.inf)
            inside = np.zeros(maps.shape[1], dtype=maps.dtype)
            for first in range(0, mean.size, _ROWS_AT_ONCE):
                rows = maps[circles.order[first : first + _ROWS_AT_ONCE]]
                rows[0] += inside
                for above, row in pairwise(rows):  # much faster than cumsum down columns
                    np.add(row, above, out=row)
                inside = rows[-1].copy()
                hits = np.flatnonzero(rows >= least[first : first + _ROWS_AT_ONCE, None])
                row, column = np.divmod(hits, highest.size)
                ratios = log_ratio(rows[row, column].astype(np.float64), mean[first + row], self._total)
                np.maximum.at(highest, column, ratios)
        return highest


class _Needed:
    """How many events a window must hold for its ratio to be above a floor, by what is expected in it.

    A table over expected counts, looked up from below: the number is never too high.
    """

    def __init__(self, total: float) -> None:
        self._total = total
        self._mean = np.concatenate([[0.0], np.geomspace(1e-7 * total, total, 2000)])
        self._counts = np.zeros(self._mean.size)
        self._floor = 0.0

    def raise_to(self, floor: float) -> None:
        """Make the table for a floor, where that is noticeably above the one before."""
        if floor <= 1.05 * self._floor:
            return
        self._floor = floor
        low, high = self._mean.copy(), np.full(self._mean.size, self._total)
        for _ in range(30):
            middle = (low + high) / 2
            above = log_ratio(middle, np.maximum(self._mean, 1e-9 * self._total), self._total) > floor
            low, high = np.where(above, low, middle), np.where(above, middle, high)
        self._counts = low
        self._counts[0] = 0

    def counts(self, mean: Floats) -> Floats:
        return self._counts[np.searchsorted(self._mean, mean, side="right") - 1]


def log_ratio(inside: Floats, mean: Floats, total: float) -> Floats:
    """The logarithm of Kulldorff's Poisson likelihood ratio; 0 where no more events are inside than expected.

    c log(c / e) + (C - c) log((C - c) / (C - e)), c and e the events and the expected count inside, C the total.
    """
    outside, outside_mean = np.maximum(total - inside, 0.0), np.maximum(total - mean, 0.0)
    ratio = special.kl_div(inside, mean) + special.kl_div(outside, outside_mean)
    return np.where(inside > mean, ratio, 0.0)


def _cluster(window: _Window, counts: Floats, expected: Floats, known: Ints, null: Floats) -> Cluster:
    """The window in the numbers of all areas, and in counts that are not weighted."""
    observed, mean = float(counts[window.members].sum()), float(expected[window.members].sum())
    total = float(counts.sum())
    outside = (total - observed) / (total - mean)
    return Cluster(
        members=known[window.members],
        radius=window.radius,
        observed=observed,
        expected=mean,
        relative_risk=observed / mean / outside if outside > 0 else np.inf,
        log_ratio=window.log_ratio,
        p=(int((null * SAME >= window.log_ratio).sum()) + 1) / (null.size + 1),
    )
