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
_SMALL = 0.1  # so small a part of the areas is sooner looked up than all of them put in order
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
    """The circles around the centres (n x 2) of n areas, of at least `least` areas and at most the share `most` of all
    sizes."""

    def __init__(self, places: Floats, sizes: Floats, *, most: float, least: int = 1) -> None:
        from scipy.spatial import KDTree  # noqa: PLC0415 (heavy)

        self._places, self._sizes, self._least = places, sizes, least
        self._largest = most * float(sizes.sum()) * SAME
        self.number = len(places)
        reach = int(_REACH * most * self.number) + 16
        self._reach = reach if reach < _SMALL * self.number else self.number
        self._tree = KDTree(places) if self._reach < self.number else None
        self._kept: list[Circles] | None = None

    def each(self) -> Iterable[Circles]:
        """The circles around every centre, kept where they are few: finding them is a good part of a scan's work."""
        if self._kept is None and self._reach * self.number <= _FEW:
            self._kept = list(self._every())
        return self._every() if self._kept is None else self._kept

    def around(self, centre: int) -> Circles:
        """The circles around one centre."""
        return next(iter(self._found(np.array([centre]))))

    def _every(self) -> Iterator[Circles]:
        for first in range(0, self.number, _CENTRES_AT_ONCE):
            yield from self._found(np.arange(first, min(first + _CENTRES_AT_ONCE, self.number)))

    def _found(self, centres: Ints) -> Iterator[Circles]:
        """Windows that are a small part of the map need few areas in order; all are put in order where it may matter."""
        if self._tree is None:
            near = np.broadcast_to(np.arange(self.number), (centres.size, self.number))
        else:
            near = self._tree.query(self._places[centres], k=np.arange(1, self._reach + 1))[1]
        for centre, order, far, held in zip(centres, *self._outwards(centres, near), strict=True):
            if self._reach < self.number and (held == self._reach or far[held] == far[-1]):
                everywhere = np.arange(self.number)[None]
                ((order,), (far,), (held,)) = self._outwards(np.array([centre]), everywhere)  # noqa: PLW2901
            yield self._circles(int(centre), order, far, int(held))

    def _outwards(self, centres: Ints, near: Ints) -> tuple[Ints, Floats, Ints]:
        """The areas near each centre (centres x areas) by distance, ties by number; the distances; and how many of them a
        window may hold."""
        apart = self._places[near] - self._places[centres, None]
        away = np.hypot(apart[..., 0], apart[..., 1])
        rank = np.lexsort((near, away), axis=-1)
        order, far = np.take_along_axis(near, rank, axis=-1), np.take_along_axis(away, rank, axis=-1)
        held = (np.cumsum(self._sizes[order], axis=-1) <= self._largest).sum(axis=-1)
        return order, far, held

    def _circles(self, centre: int, order: Ints, far: Floats, held: int) -> Circles:
        complete = np.append(far[1 : held + 1], np.inf)[:held] > far[:held] * SAME
        complete[: self._least - 1] = False
        return Circles(centre, order[:held].copy(), far[:held].copy(), complete)
