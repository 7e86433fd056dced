"""A cloud of small cells: the grain out of which borders are made.

Areas are sets of cells; a border is the chain of cell edges between two areas, smoothed between the points
where three areas meet. Borders therefore wind as drawn ones do, and neighbours share them by construction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.spatial import Voronoi, cKDTree
from shapely.geometry.base import BaseGeometry

from mapping.demo.projection import Floats, Geometries, Ints

Density = Callable[[Floats], Floats]
SAMPLES_PER_CELL = 8
SETTLING_ROUNDS = 3


@dataclass(frozen=True)
class Cells:
    """Cells by their centres (n × 2, metres), with the pairs that touch and the edges between them."""

    centres: Floats
    pairs: Ints
    edges: Floats

    def graph(self, costs: Floats) -> csr_array:
        """The symmetric graph of touching cells with a cost on each pair."""
        one, other = self.pairs.T
        size = len(self.centres)
        return csr_array((np.r_[costs, costs], (np.r_[one, other], np.r_[other, one])), shape=(size, size))


def sampled(rng: np.random.Generator, area: BaseGeometry, density: Density, number: int) -> Floats:
    """Random points within an area (metres), as many per km² as the density says, by rejection."""
    shapely.prepare(area)
    west, south, east, north = area.bounds
    found: list[Floats] = []
    total = 0
    top = _highest(rng, area, density)
    while total < number:
        tries = rng.uniform((west, south), (east, north), (4 * number, 2))
        inside = tries[shapely.contains_xy(area, tries[:, 0], tries[:, 1])]
        kept = inside[rng.uniform(0, top, len(inside)) < density(inside)]
        found.append(kept)
        total += len(kept)
    return np.concatenate(found)[:number]


def _highest(rng: np.random.Generator, area: BaseGeometry, density: Density) -> float:
    west, south, east, north = area.bounds
    return float(density(rng.uniform((west, south), (east, north), (20_000, 2))).max())


def settled(rng: np.random.Generator, samples: Floats, number: int) -> Floats:
    """Centres that share out the samples evenly: Lloyd's rounds from a random choice of them."""
    centres = samples[rng.choice(len(samples), number, replace=False)]
    for _ in range(SETTLING_ROUNDS):
        nearest = cKDTree(centres).query(samples)[1]
        members = np.bincount(nearest, minlength=number)
        sums = np.column_stack([np.bincount(nearest, samples[:, axis], number) for axis in range(2)])
        centres = np.where(members[:, None] > 0, sums / np.maximum(members, 1)[:, None], centres)
    return centres


def cloud(rng: np.random.Generator, area: BaseGeometry, density: Density, number: int) -> Cells:
    """About `number` cells over an area (metres), small where the density is high."""
    samples = sampled(rng, area, density, number * SAMPLES_PER_CELL)
    return voronoi(settled(rng, samples, number), area)


def voronoi(centres: Floats, area: BaseGeometry) -> Cells:
    """The cells about given centres; two cells touch when part of the edge between them lies in the area."""
    middle, size = centres.mean(axis=0), 4 * np.ptp(centres, axis=0).max() + 1e5
    frame = middle + size * np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
    diagram = Voronoi(np.vstack([centres, frame]))
    pairs = np.asarray(diagram.ridge_points, dtype=np.int64)
    ends = np.asarray(diagram.ridge_vertices, dtype=np.int64)
    inner = (pairs < len(centres)).all(axis=1) & (ends >= 0).all(axis=1)
    pairs, ends = pairs[inner], ends[inner]
    order = np.lexsort((pairs.max(axis=1), pairs.min(axis=1)))
    pairs, edges = pairs[order], diagram.vertices[ends[order]]
    touching = shapely.intersects(area, shapely.linestrings(edges))
    return Cells(centres, pairs[touching], edges[touching])


def borders(cells: Cells, labels: Ints, *, rounds: int = 3) -> Geometries:
    """The borders between cells of different labels: smoothed lines in metres, fixed where three areas meet."""
    between = labels[cells.pairs[:, 0]] != labels[cells.pairs[:, 1]]
    if not between.any():
        return np.array([], dtype=object)
    merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(cells.edges[between])))
    return np.array([_smoothed(line, rounds) for line in shapely.get_parts(merged)], dtype=object)


def _smoothed(line: BaseGeometry, rounds: int) -> BaseGeometry:
    """A line with every inner point drawn to its neighbours; a ring is smoothed all round."""
    points = shapely.get_coordinates(line)
    if line.is_ring:
        ring = points[:-1]
        for _ in range(rounds):
            ring = (np.roll(ring, 1, axis=0) + 2 * ring + np.roll(ring, -1, axis=0)) / 4
        return shapely.linestrings(np.vstack([ring, ring[:1]]))
    for _ in range(rounds):
        points = np.vstack([points[:1], (points[:-2] + 2 * points[1:-1] + points[2:]) / 4, points[-1:]])
    return shapely.linestrings(points)
