"""Kulldorff's spatial scan: the circles on the map with more events than chance gives any circle.

Every circle around the centre of an area, up to a share of the whole, is a window. Its log-likelihood ratio
compares the counts inside and outside with what is expected, total counts given; the p-value of a window is its
rank among the highest windows of maps on which the same number of events is dealt out by expectation alone.

Source: M. Kulldorff, A spatial scan statistic, Communications in Statistics - Theory and Methods 26 (1997)
1481-1496; M. Dwass, Annals of Mathematical Statistics 28 (1957) 181-187 (the Monte-Carlo p). No library that we
keep has it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from mapping.stats.rates import Floats
from mapping.stats.weights import Ints

_MAPS_AT_ONCE = 1000
_CENTRES_AT_ONCE = 64
_ROWS_AT_ONCE = 256
_REACH = 3  # a window's share of the areas is rarely more than so many times its share of the cases
_SAME = 1 + 1e-12  # distances and sums that differ by less are equal
_UNREACHABLE = np.iinfo(np.int32).max


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
    replications: int = 999,
    seed: int | None = None,
    limit: int = 10,
) -> Scan:
    """Up to `limit` windows of more events than expected among n areas with `centres` (n x 2, in one plane unit).

    A window holds all areas up to a distance, areas equally far together, while their `size` (expected counts if
    not given) is at most the share `most` of the whole. Expected counts are real numbers, scaled to the sum of
    the counts. p = (maps at least as high + 1) / (replications + 1). Areas without a count, a centre or anything
    expected take no part; without any event there is no cluster.
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
    scaled = mean[known] * (total / mean[known].sum())
    windows = _Windows(places[known], sizes[known], most)
    search = _Search(counts[known], scaled, total, windows)
    null = search.null(replications, np.random.default_rng(seed))
    clusters = tuple(_cluster(found, search, known, null) for found in search.separate(limit))
    return Scan(clusters, null)


@dataclass(frozen=True)
class _Window:
    """The first `length` areas from a centre outwards, with the logarithm of its likelihood ratio."""

    order: Ints
    length: int
    radius: float
    log_ratio: float


class _Windows:
    """The nested circles around each centre, as the order in which areas enter them."""

    def __init__(self, places: Floats, sizes: Floats, most: float) -> None:
        self._places, self._sizes = places, sizes
        self._largest = most * float(sizes.sum()) * _SAME
        self._reach = int(_REACH * most * len(places)) + 16
        self.number = len(places)

    def around(self, first: int, last: int) -> Iterator[tuple[int, Ints, Floats, npt.NDArray[np.bool_]]]:
        """For each centre first .. last - 1: itself, the order, the distances, and where a circle is complete."""
        apart = self._places[first:last, None] - self._places[None]
        distances = np.hypot(apart[..., 0], apart[..., 1])
        for place, away in enumerate(distances):
            order, held = self._nearest(away)
            far = away[order[: held + 1]]
            complete = np.append(far[1:], np.inf)[:held] > far[:held] * _SAME
            yield first + place, order[:held], far[:held], complete

    def _nearest(self, away: Floats) -> tuple[Ints, int]:
        """The areas by distance, ties by number, as far as is needed; and how many of them a window may hold.

        Windows that are a small part of the map need few areas in order; all are put in order where it may matter.
        """
        if self._reach < self.number:
            near = np.argpartition(away, self._reach)[: self._reach]
            order = near[np.lexsort((near, away[near]))]
            held = self._held(order)
            if held < order.size and away[order[held]] < away[order[-1]]:
                return order, held
        order = np.argsort(away, kind="stable")
        return order, self._held(order)

    def _held(self, order: Ints) -> int:
        return int(np.searchsorted(np.cumsum(self._sizes[order]), self._largest, side="right"))

    def each(self) -> Iterator[tuple[int, Ints, Floats, npt.NDArray[np.bool_]]]:
        """`around` for every centre."""
        for first in range(0, self.number, _CENTRES_AT_ONCE):
            yield from self.around(first, min(first + _CENTRES_AT_ONCE, self.number))


class _Search:
    """The likelihood ratios of all windows, on the real map and on random ones."""

    def __init__(self, counts: Floats, expected: Floats, total: float, windows: _Windows) -> None:
        self.counts, self.expected, self.total = counts, expected, total
        self._windows = windows

    def separate(self, limit: int) -> list[_Window]:
        """The highest windows of the real map, each the highest of those that share no area with the ones before."""
        queue = []
        for centre, order, far, complete in self._windows.each():
            best = self._best(order, far, complete)
            queue.append((-best.log_ratio, centre, best))
        heapq.heapify(queue)
        taken = np.zeros(self._windows.number, dtype=bool)
        found: list[_Window] = []
        while queue and len(found) < limit and queue[0][0] < 0:
            _, centre, best = heapq.heappop(queue)
            if not taken[best.order[: best.length]].any():
                found.append(best)
                taken[best.order[: best.length]] = True
                continue
            ((_, order, far, complete),) = self._windows.around(centre, centre + 1)
            free = int(np.argmax(taken[order]))
            best = self._best(order[:free], far[:free], complete[:free])
            heapq.heappush(queue, (-best.log_ratio, centre, best))
        return found

    def null(self, replications: int, rng: np.random.Generator) -> Floats:
        """The highest likelihood ratio of each random map."""
        parts = [np.zeros(0)]
        for first in range(0, replications, _MAPS_AT_ONCE):
            number = min(_MAPS_AT_ONCE, replications - first)
            dealt = rng.multinomial(int(self.total), self.expected / self.total, size=number)
            parts.append(self._highest(np.ascontiguousarray(dealt.T, dtype=np.int32)))
        return np.concatenate(parts)

    def _best(self, order: Ints, far: Floats, complete: npt.NDArray[np.bool_]) -> _Window:
        if not complete.any():
            return _Window(order, 0, 0.0, 0.0)
        inside, mean = np.cumsum(self.counts[order]), np.cumsum(self.expected[order])
        ratios = np.where(complete, log_ratio(inside, mean, self.total), 0.0)
        highest = int(np.argmax(ratios))
        return _Window(order, highest + 1, float(far[highest]), float(ratios[highest]))

    def _highest(self, maps: npt.NDArray[np.int32]) -> Floats:
        """For maps (areas x maps), the highest ratio of each.

        Only windows that could beat the poorest of the maps' highest ratios so far are looked at closely.
        """
        highest = np.zeros(maps.shape[1])
        needed = _Needed(self.total)
        for _, order, _, complete in self._windows.each():
            mean = np.cumsum(self.expected[order])
            needed.raise_to(float(highest.min()))
            least = np.where(complete, needed.counts(mean), _UNREACHABLE)
            inside = np.zeros(maps.shape[1], dtype=np.int32)
            for first in range(0, order.size, _ROWS_AT_ONCE):
                rows = maps[order[first : first + _ROWS_AT_ONCE]]
                rows[0] += inside
                np.cumsum(rows, axis=0, out=rows)
                inside = rows[-1].copy()
                hits = np.flatnonzero(rows >= least[first : first + _ROWS_AT_ONCE, None])
                row, column = np.divmod(hits, highest.size)
                ratios = log_ratio(rows[row, column].astype(np.float64), mean[first + row], self.total)
                np.maximum.at(highest, column, ratios)
        return highest


class _Needed:
    """How many events a window must hold for its ratio to be above a floor, by what is expected in it.

    A table over expected counts, looked up from below: the number is never too high.
    """

    def __init__(self, total: float) -> None:
        self._total = total
        self._mean = np.concatenate([[0.0], np.geomspace(1e-3, total, 4000)])
        self._counts = np.zeros(self._mean.size, dtype=np.int32)
        self._floor = 0.0

    def raise_to(self, floor: float) -> None:
        """Make the table for a floor, where that is noticeably above the one before."""
        if floor <= 1.02 * self._floor:
            return
        self._floor = floor
        low, high = self._mean.copy(), np.full(self._mean.size, self._total)
        for _ in range(50):
            middle = (low + high) / 2
            above = log_ratio(middle, np.maximum(self._mean, 1e-12), self._total) > floor
            low, high = np.where(above, low, middle), np.where(above, middle, high)
        self._counts = np.floor(low).astype(np.int32)
        self._counts[0] = 0

    def counts(self, mean: Floats) -> npt.NDArray[np.int32]:
        return self._counts[np.searchsorted(self._mean, mean, side="right") - 1]


def log_ratio(inside: Floats, mean: Floats, total: float) -> Floats:
    """The logarithm of Kulldorff's Poisson likelihood ratio; 0 where no more events are inside than expected.

    c log(c / e) + (C - c) log((C - c) / (C - e)), c and e the events and the expected count inside, C the total.
    """
    outside, outside_mean = total - inside, np.maximum(total - mean, 0.0)
    ratio = special.kl_div(inside, mean) + special.kl_div(outside, outside_mean)
    return np.where(inside > mean, ratio, 0.0)


def _cluster(window: _Window, search: _Search, known: Ints, null: Floats) -> Cluster:
    members = window.order[: window.length]
    observed, expected = float(search.counts[members].sum()), float(search.expected[members].sum())
    outside = (search.total - observed) / (search.total - expected)
    reached = int((null * _SAME >= window.log_ratio).sum())
    return Cluster(
        members=known[members],
        radius=window.radius,
        observed=observed,
        expected=expected,
        relative_risk=observed / expected / outside if outside > 0 else np.inf,
        log_ratio=window.log_ratio,
        p=(reached + 1) / (null.size + 1),
    )
