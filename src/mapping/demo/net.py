"""The borders of a coverage as a net of segments, each of which two neighbours share; and the coverage again out of it.

What is done to a segment is done for both its neighbours, so that the areas still tile.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from mapping.demo.projection import GRID, Floats, Geometries, Ints

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Net:
    """Vertices (v × 2, degrees), and segments by the numbers of their `ends` (s × 2, the lower first).

    `sides` (s × 2): the polygons on both sides, twice the same one on the outer edge. Going round every ring of
    the polygons, `walk` has the segment of each step, `onward` whether it is walked from its first end,
    `rings` the ring; `owners` has the polygon of each ring, its shell first.
    """

    vertices: Floats
    ends: Ints
    sides: Ints
    walk: Ints
    onward: Flags
    rings: Ints
    owners: Ints


@dataclass(frozen=True)
class Inner:
    """Points between the ends of segments, segment by segment: `places` (n × 2, degrees), `counts` of each segment."""

    places: Floats
    counts: Ints

    @property
    def first(self) -> Ints:
        """The number of each segment's first point."""
        return np.cumsum(self.counts) - self.counts


def net_of(shapes: Geometries) -> Net:
    """The net of polygons (degrees, on the grid) that form a valid coverage."""
    rings, owners = shapely.get_rings(shapes, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    x, y = np.rint(points / GRID).astype(np.int64).T
    _, first, vertex = np.unique(x * 2**32 + y, return_index=True, return_inverse=True)
    step = np.flatnonzero(ring[:-1] == ring[1:])
    start, end = vertex[step], vertex[step + 1]
    pairs, walk = np.unique(np.minimum(start, end) * len(first) + np.maximum(start, end), return_inverse=True)
    polygon = owners[ring[step]]
    sides = np.empty((len(pairs), 2), dtype=np.int64)
    sides[walk, 1] = polygon
    sides[walk[::-1], 0] = polygon[::-1]
    ends = np.column_stack(np.divmod(pairs, len(first)))
    return Net(points[first], ends, sides, walk, start < end, ring[step], owners)


def lines(net: Net, inner: Inner) -> Geometries:
    """Each segment as a line through its inner points."""
    number = len(net.ends)
    owner = np.r_[np.arange(number), np.repeat(np.arange(number), inner.counts), np.arange(number)]
    order = np.argsort(owner, kind="stable")
    points = np.vstack([net.vertices[net.ends[:, 0]], inner.places, net.vertices[net.ends[:, 1]]])
    return np.asarray(shapely.linestrings(points[order], indices=owner[order]))


def entangled(found: Geometries) -> Flags:
    """Which lines cross themselves, or meet another elsewhere than at an end of both."""
    tangled = ~shapely.is_simple(found)
    one, other = shapely.STRtree(found).query(found, predicate="intersects")
    one, other = one[one < other], other[one < other]
    meeting = ~shapely.relate_pattern(found[one], found[other], "FF*F*****")
    tangled[one[meeting]] = tangled[other[meeting]] = True
    return np.asarray(tangled)


def polygons(net: Net, inner: Inner) -> Geometries:
    """The polygons of the net with the inner points of every segment."""
    counts = inner.counts[net.walk]
    step = np.repeat(np.arange(len(net.walk)), counts + 1)
    at = np.arange(len(step)) - np.repeat(np.cumsum(counts + 1) - counts - 1, counts + 1)
    segment, onward = net.walk[step], net.onward[step]
    start = net.ends[segment, np.where(onward, 0, 1)]
    among = inner.first[segment] + np.where(onward, at - 1, counts[step] - at)
    points = np.vstack([net.vertices, inner.places])
    ring = shapely.linearrings(points[np.where(at == 0, start, len(net.vertices) + among)], indices=net.rings[step])
    return np.asarray(shapely.normalize(shapely.polygons(ring, indices=net.owners)))
