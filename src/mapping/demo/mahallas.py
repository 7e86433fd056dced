"""Mahallas of the demonstration: small and dense in towns, large in the steppe, tiling their districts exactly.

Inside each district a mahalla grows from a seed over the grain of cells, each step at a random cost, until all
land is taken. All borders of the region are then noded together, so that districts and mahallas share them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from mapping.demo import cells as grain
from mapping.demo.noise import smooth_field
from mapping.demo.projection import Floats, Geometries, Ints, geometries_to_metres, to_degrees, to_metres
from mapping.demo.tiling import faces, inner_points, tiled

CELLS_PER_MAHALLA = 26
VILLAGES = 7
MENDING_ROUNDS = 4
ROUGHNESS = 0.45
"""Standard deviation of the logarithm of a step's cost: how much borders wander."""


def make_mahallas(
    rng: np.random.Generator, districts: Geometries, counts: Ints, towns: Floats
) -> tuple[Geometries, Ints]:
    """Mahallas (degrees, on the grid) and the index of each one's district, district by district.

    `districts` are polygons of a valid coverage in degrees, `counts` how many mahallas each gets, `towns` the
    place of each one's centre (n × 2, degrees).
    """
    parts: list[_Part] = []
    first = 0
    for district, count, town in zip(districts, counts, to_metres(towns), strict=True):
        ground = geometries_to_metres(np.array([district], dtype=object))[0]
        cells = grain.cloud(rng, ground, _Settlement(rng, ground, town), int(count) * CELLS_PER_MAHALLA)
        parts.append(_Part(district, cells, _grown(rng, cells, int(count)) + first))
        first += int(count)
    owners = np.repeat(np.arange(len(counts)), counts)
    found, labels = _faces_of(parts, first)
    return tiled(found, labels, first, owners), owners


@dataclass(frozen=True)
class _Part:
    """One district: its polygon (degrees), its cells, and the mahalla of each cell."""

    district: BaseGeometry
    cells: grain.Cells
    labels: Ints

    def borders(self) -> Geometries:
        """The smoothed borders of its mahallas (degrees)."""
        return self._inside(grain.borders(self.cells, self.labels, rounds=2))

    def outlines(self, wanted: Ints) -> Geometries:
        """The borders of some mahallas, unsmoothed (degrees)."""
        sides = self.labels[self.cells.pairs]
        chosen = np.isin(sides, wanted).any(axis=1) & (sides[:, 0] != sides[:, 1])
        return self._inside(shapely.linestrings(self.cells.edges[chosen]))

    def _inside(self, lines: Geometries) -> Geometries:
        return np.asarray(shapely.intersection(shapely.transform(lines, to_degrees), self.district))


class _Settlement:
    """How densely a district is lived in: a town, villages about it, and gentle unevenness between them."""

    def __init__(self, rng: np.random.Generator, ground: BaseGeometry, town: Floats) -> None:
        breadth = float(np.sqrt(ground.area))
        villages = grain.sampled(rng, ground, lambda points: np.ones(len(points)), VILLAGES)
        self._places = np.vstack([town[None, :], villages])
        self._reach = breadth * np.r_[0.11, rng.uniform(0.03, 0.07, VILLAGES)]
        self._height = np.r_[26.0, rng.uniform(4, 14, VILLAGES)]
        self._seed = int(rng.integers(2**31))

    def __call__(self, points: Floats) -> Floats:
        field = smooth_field(np.random.default_rng(self._seed), points, longest_km=30, shortest_km=4)
        away = np.linalg.norm(points[:, None, :] - self._places[None, :, :], axis=2)
        people = (self._height * np.exp(-((away / self._reach) ** 2))).sum(axis=1)
        return np.asarray((1 + people) * np.exp(0.35 * field))


def _grown(rng: np.random.Generator, cells: grain.Cells, count: int) -> Ints:
    """Cells shared out among `count` seeds, each cell to the seed from which it is cheapest to reach."""
    seeds = np.unique(cKDTree(cells.centres).query(grain.settled(rng, cells.centres, count))[1])
    while len(seeds) < count:
        others = np.setdiff1d(np.arange(len(cells.centres)), seeds)
        seeds = np.unique(np.append(seeds, rng.choice(others, count - len(seeds), replace=False)))
    costs = rng.lognormal(0, ROUGHNESS, len(cells.pairs))
    _, _, source = dijkstra(cells.graph(costs), directed=False, indices=seeds, return_predecessors=True, min_only=True)
    lost = source < 0
    source[lost] = seeds[cKDTree(cells.centres[seeds]).query(cells.centres[lost])[1]]
    return np.asarray(np.searchsorted(seeds, source), dtype=np.int64)


def _faces_of(parts: list[_Part], number: int) -> tuple[Geometries, Ints]:
    """The faces between all borders of the region, and the mahalla of each."""
    edges = shapely.boundary(np.array([part.district for part in parts], dtype=object))
    lines = [*edges, *(line for part in parts for line in part.borders())]
    for _ in range(MENDING_ROUNDS):
        found = faces(np.array(lines, dtype=object))
        labels = _labels_of_faces(found, parts)
        missing = np.setdiff1d(np.arange(number), labels)
        if not len(missing):
            break
        # Smoothing closed these up, or left their border open: they get it back as the cells have it.
        lines.extend(line for part in parts for line in part.outlines(missing))
    return found, labels


def _labels_of_faces(found: Geometries, parts: list[_Part]) -> Ints:
    """The mahalla of each face: that of the nearest cell of the district in which the face lies."""
    points = inner_points(found)
    tree = shapely.STRtree([part.district for part in parts])
    face, district = tree.query(shapely.points(points), predicate="intersects")
    home = np.full(len(found), -1)
    home[face[::-1]] = district[::-1]
    stray = home < 0  # slivers that the grid pushed over the region's edge
    home[stray] = tree.nearest(shapely.points(points[stray]))
    places = to_metres(points)
    given = np.empty(len(found), dtype=np.int64)
    for index, part in enumerate(parts):
        here = home == index
        given[here] = part.labels[cKDTree(part.cells.centres).query(places[here])[1]]
    return given
