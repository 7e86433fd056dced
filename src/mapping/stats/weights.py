"""Which areas are neighbours: from a coverage of polygons, or from a list of links.

An area without neighbours is an island; it stays an area, with nothing to compare it with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from scipy import sparse

from mapping.stats.rates import Floats

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Neighbours:
    """Directed links between `size` areas, numbered from 0: `target` is a neighbour of `source`.

    Sorted by source, each link once, none from an area to itself; `of_pairs` makes them so.
    """

    size: int
    source: Ints
    target: Ints

    @classmethod
    def of_pairs(cls, size: int, source: npt.ArrayLike, target: npt.ArrayLike) -> Neighbours:
        """Neighbours of links in any order; repeated links count once, links to oneself not at all."""
        origin, end = np.asarray(source, dtype=np.int64), np.asarray(target, dtype=np.int64)
        links = np.unique((origin * size + end)[origin != end])
        return cls(size, links // size, links % size)

    @cached_property
    def number(self) -> Ints:
        """How many neighbours each area has."""
        return np.bincount(self.source, minlength=self.size).astype(np.int64)

    @property
    def islands(self) -> npt.NDArray[np.bool_]:
        """Areas without neighbours."""
        return np.equal(self.number, 0)

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """The links as a sparse matrix of ones, one row per source."""
        ones = np.ones(self.source.size)
        return sparse.csr_array((ones, (self.source, self.target)), shape=(self.size, self.size))

    def total(self, values: Floats) -> Floats:
        """The sum of each area's neighbours' values; 0 for an island."""
        return np.bincount(self.source, weights=values[self.target], minlength=self.size).astype(np.float64)

    def among(self, chosen: npt.NDArray[np.bool_]) -> Neighbours:
        """The links between the chosen areas, numbered anew in their order."""
        number = np.cumsum(chosen) - 1
        kept = chosen[self.source] & chosen[self.target]
        return Neighbours(int(chosen.sum()), number[self.source[kept]], number[self.target[kept]])


def from_coverage(polygons: Sequence[shapely.Geometry] | npt.NDArray[np.object_]) -> Neighbours:
    """Areas that meet in an edge or in a single point (queen contiguity), from polygons that share their borders.

    Missing and empty polygons have no neighbours. Gaps between borders are not bridged: make the polygons a
    coverage first.
    """
    shapes = np.asarray(polygons, dtype=object)
    source, target = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    return Neighbours.of_pairs(len(shapes), source, target)


def from_links(ids: Sequence[str], links: Iterable[tuple[str, str]]) -> Neighbours:
    """Neighbours from pairs (id, id of a neighbour), numbered in the order of `ids`; one direction is one link.

    Raises KeyError for an id that is not among `ids`.
    """
    number = {code: position for position, code in enumerate(ids)}
    pairs = [(number[area], number[neighbour]) for area, neighbour in links]
    source, target = zip(*pairs, strict=True) if pairs else ((), ())
    return Neighbours.of_pairs(len(number), source, target)
