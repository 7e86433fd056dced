"""The windows that a scan looks into: the nested circles around the centre of each area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mapping.stats.rates import Floats
from mapping.stats.weights import Ints

SAME = 1 + 1e-12  # distances and sums that differ by less are equal
_CENTRES_AT_ONCE = 64
_FEW = 4_000_000  # areas in order around centres: some 60 MB
_REACH = 3  # a window's share of the areas is rarely more than so many times its share of the cases


@dataclass(frozen=True)
class Circles:
    """The circles around one centre: the areas in the `order` in which they enter, how far away each is, and whether
    a circle that ends with it is a window: whole, and not of fewer areas than asked."""

    centre: int
    order: Ints
    far: Floats
    complete: npt.NDArray[np.bool_]

    def among(self, number: int) -> Circles:
        """The circles of no more than the first `number` areas."""
        return Circles(self.centre, self.order[:number], self.far[:number], self.complete[:number])


class Windows:
    """The circles around the centres (n x 2) of n areas, of at least `least` areas and of at most the share `most` of all sizes."""

    def __init__(self, places: Floats, sizes: Floats, *, most: float, least: int = 1) -> None:
        self._places, self._sizes, self._least = places, sizes, least
        self._kept: list[Circles] | None = None
        self._largest = most * float(sizes.sum()) * SAME
        self._reach = int(_REACH * most * len(places)) + 16
        self.number = len(places)

    def around(self, first: int, last: int) -> Iterator[Circles]:
        """The circles around the centres first .. last - 1."""
        apart = self._places[first:last, None] - self._places[None]
        distances = np.hypot(apart[..., 0], apart[..., 1])
        for place, away in enumerate(distances):
            order, held = self._nearest(away)
            far = away[order[: held + 1]]
            complete = np.append(far[1:], np.inf)[:held] > far[:held] * SAME
            complete[: self._least - 1] = False
            yield Circles(first + place, order[:held].copy(), far[:held], complete)

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

    def each(self) -> Iterable[Circles]:
        """The circles around every centre, kept where they are few: finding them is half of the work of a scan."""
        if self._kept is None and self._reach * self.number <= _FEW:
            self._kept = list(self._every())
        return self._every() if self._kept is None else self._kept

    def _every(self) -> Iterator[Circles]:
        for first in range(0, self.number, _CENTRES_AT_ONCE):
            yield from self.around(first, min(first + _CENTRES_AT_ONCE, self.number))
