"""Natural breaks: the grouping of values on a line with the least within-class sum of squares, exactly.

W. D. Fisher, On grouping for maximum homogeneity, JASA 53 (1958) 789-798, solved class by class: the best
split into j + 1 classes extends the best split into j. Where the last class begins never moves back as
values are added, so the beginnings are found by halving, all halves of one depth in one array operation:
O(k n log n) work instead of O(k n²). Equal values are one point with a weight and stay together.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from mapping.stats.rates import Floats

Ints: TypeAlias = npt.NDArray[np.int64]


def natural_edges(ordered: Floats, k: int) -> Floats:
    """The upper edges of the optimal k classes (as many as distinct values, where these are fewer).

    `ordered`: finite values in ascending order, at least one. Edges are values; the last is the maximum.
    """
    points, weights = np.unique(ordered, return_counts=True)
    classes = min(k, points.size)
    squares = _Squares(points, weights.astype(np.float64))
    cost = squares.within(np.zeros(points.size, dtype=np.int64), np.arange(points.size))
    beginnings = []
    for number in range(1, classes):
        cost, begin = _add_class(cost, squares, number)
        beginnings.append(begin)
    last = points.size - 1
    ends = [last]
    for begin in reversed(beginnings):
        last = int(begin[last]) - 1
        ends.append(last)
    return points[ends[::-1]]


class _Squares:
    """Within-class sums of squares of any run of points, from running sums about the middle value."""

    def __init__(self, points: Floats, weights: Floats) -> None:
        centred = points - np.average(points, weights=weights)
        self._weight = np.concatenate([[0.0], np.cumsum(weights)])
        self._sum = np.concatenate([[0.0], np.cumsum(weights * centred)])
        self._square = np.concatenate([[0.0], np.cumsum(weights * centred**2)])

    def within(self, first: Ints, last: Ints) -> Floats:
        """The sum of squares about the mean of the points first..last, both included."""
        total = self._sum[last + 1] - self._sum[first]
        weight = self._weight[last + 1] - self._weight[first]
        spread = self._square[last + 1] - self._square[first] - total * total / weight
        return np.asarray(np.maximum(spread, 0.0), dtype=np.float64)


def _add_class(cost: Floats, squares: _Squares, number: int) -> tuple[Floats, Ints]:
    """The least cost with one class more, and where its last class begins, for each last point.

    `cost`: by last point, with `number` classes; points before `number` cannot hold so many and stay inf.
    """
    size = cost.size
    better = np.full(size, np.inf)
    begin = np.full(size, size - 1, dtype=np.int64)
    lows, highs = np.array([number]), np.array([size - 1])
    earliest, latest = np.array([number]), np.array([size - 1])
    while lows.size:
        middles = (lows + highs) // 2
        better[middles], begin[middles] = _best(cost, squares, middles, earliest, np.minimum(latest, middles))
        chosen = begin[middles]
        lows, highs = np.concatenate([lows, middles + 1]), np.concatenate([middles - 1, highs])
        earliest, latest = np.concatenate([earliest, chosen]), np.concatenate([chosen, latest])
        open_ = lows <= highs
        lows, highs, earliest, latest = lows[open_], highs[open_], earliest[open_], latest[open_]
    return better, begin


def _best(cost: Floats, squares: _Squares, ends: Ints, earliest: Ints, latest: Ints) -> tuple[Floats, Ints]:
    """For each end the least cost over beginnings earliest..latest of its class, and that beginning."""
    lengths = latest - earliest + 1
    starts = np.cumsum(lengths) - lengths
    tried = np.arange(lengths.sum()) + np.repeat(earliest - starts, lengths)
    costs = cost[tried - 1] + squares.within(tried, np.repeat(ends, lengths))
    least = np.minimum.reduceat(costs, starts)
    hits = np.flatnonzero(costs == np.repeat(least, lengths))
    first = hits[np.searchsorted(hits, starts)]
    return least, tried[first]
