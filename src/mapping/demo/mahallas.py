"""Mahalla borders within districts: many and small in towns and villages, wide in the steppe.

Each district gets a cloud of cells whose density follows where people live; mahallas grow over the graph of
touching cells from seeds at equal pace, so that each has about the same number of cells and is of one piece.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from mapping.demo import cells as grain
from mapping.demo.places import MAHALLAS, UNITS, Unit
from mapping.demo.projection import Floats, Geometries, Ints, geometries_to_metres, to_degrees, to_metres
from mapping.demo.tiling import faces, inner_points, joined, tiled

CELLS_PER_MAHALLA = 26
GROWING_ROUNDS = 6
VILLAGE_SHARE = 0.62


@dataclass(frozen=True)
class Tiling:
    """Mahallas and the districts they make (degrees, on the grid); `district` is each mahalla's index in UNITS."""

    mahallas: Geometries
    districts: Geometries
    district: Ints


@dataclass(frozen=True)
class Town:
    """A place where people live close together: middle (metres), reach (metres), share of the district's mahallas."""

    middle: Floats
    reach: float
    share: float


def counts_by_unit(mahallas: int) -> Ints:
    """How many mahallas each unit gets, by largest remainder after one for each.

    Raises ValueError for fewer mahallas than units.
    """
    if mahallas < len(UNITS) + 4:
        raise ValueError(f"{mahallas} mahallas are too few for {len(UNITS)} districts: at least {len(UNITS) + 4}")
    exact = np.array([unit.share for unit in UNITS]) * mahallas / MAHALLAS
    found = np.maximum(np.floor(exact), 1).astype(np.int64)
    while (rest := mahallas - int(found.sum())) != 0:
        gap = exact - found
        chosen = np.argsort(-gap, kind="stable")[:rest] if rest > 0 else np.argsort(gap, kind="stable")[: -rest]
        found[chosen] += 1 if rest > 0 else -1
    return found


def make_mahallas(rng: np.random.Generator, districts: Geometries, mahallas: int) -> Tiling:
    """Divide the units (in the order of UNITS, degrees, a valid coverage) into mahallas."""
    numbers = counts_by_unit(mahallas)
    lines: list[Geometries] = [shapely.boundary(districts)]
    trees: list[tuple[cKDTree, Ints]] = []
    ground = geometries_to_metres(districts)
    for unit, area, edge, number in zip(UNITS, ground, districts, numbers, strict=True):
        cells, labels = _divided(rng, unit, area, int(number))
        borders = shapely.transform(grain.borders(cells, labels), to_degrees)
        if len(borders):
            lines.append(shapely.intersection(borders, edge))
        trees.append((cKDTree(cells.centres), labels))
    return _assembled(np.concatenate(lines), districts, trees, numbers)


def _assembled(lines: Geometries, districts: Geometries, trees: list[tuple[cKDTree, Ints]], numbers: Ints) -> Tiling:
    """Node all borders together, give each face to its mahalla, and numbers from north-west to south-east."""
    found = faces(lines)
    points = inner_points(found)
    faced, owner = _owners(found, points, districts)
    found, points = found[faced], points[faced]
    metres, starts = to_metres(points), np.concatenate([[0], np.cumsum(numbers)[:-1]])
    labels = np.zeros(len(found), dtype=np.int64)
    for index, (tree, cell_labels) in enumerate(trees):
        mine = owner == index
        labels[mine] = starts[index] + cell_labels[tree.query(metres[mine])[1]]
    district = np.repeat(np.arange(len(numbers)), numbers)
    polygons = tiled(found, labels, int(numbers.sum()), district)
    middle = to_metres(inner_points(polygons))
    order = np.lexsort((middle[:, 0] - middle[:, 1], district))
    return Tiling(polygons[order], joined(polygons, district, len(numbers)), district)


def _owners(found: Geometries, points: Floats, districts: Geometries) -> tuple[Ints, Ints]:
    """The faces that lie in a district, and which: a face in none is a hole of the region."""
    tree = shapely.STRtree(districts)
    face, owner = tree.query(shapely.points(points), predicate="intersects")
    first = np.unique(face, return_index=True)[1]
    return np.asarray(face[first]), np.asarray(owner[first])


def _divided(rng: np.random.Generator, unit: Unit, area: BaseGeometry, number: int) -> tuple[grain.Cells, Ints]:
    """Cells over one district (metres), and the mahalla 0..number-1 of each."""
    size = max(40, number * CELLS_PER_MAHALLA)
    cells = grain.cloud(rng, area, _density(_towns(rng, unit, area), area), size)
    graph = cells.graph(rng.lognormal(0, 0.35, len(cells.pairs)))
    seeds = rng.choice(size, number, replace=False)
    labels = np.zeros(size, dtype=np.int64)
    tree = cKDTree(cells.centres)
    for turn in range(GROWING_ROUNDS):
        labels = _grown(graph, seeds, tree)
        if turn < GROWING_ROUNDS - 1:
            seeds = _recentred(cells.centres, labels, seeds, number)
    return cells, labels


def _grown(graph: object, seeds: Ints, tree: cKDTree) -> Ints:
    """The seed (by position in `seeds`) that reaches each cell first; a cell cut off goes to the nearest seed."""
    reach, _, source = dijkstra(graph, indices=seeds, min_only=True, return_predecessors=True)
    place = np.full(len(reach), -1, dtype=np.int64)
    place[seeds] = np.arange(len(seeds))
    cut_off = ~np.isfinite(reach)
    source = np.where(cut_off, seeds[0], source)
    labels = place[source]
    if cut_off.any():
        labels[cut_off] = cKDTree(tree.data[seeds]).query(tree.data[cut_off])[1]
    return np.asarray(labels, dtype=np.int64)


def _recentred(centres: Floats, labels: Ints, seeds: Ints, number: int) -> Ints:
    """Each mahalla's cell nearest to its middle, its seed for the next round."""
    members = np.bincount(labels, minlength=number)
    sums = np.column_stack([np.bincount(labels, centres[:, axis], number) for axis in range(2)])
    middle = sums / np.maximum(members, 1)[:, None]
    away = np.hypot(*(centres - middle[labels]).T)
    order = np.lexsort((away, labels))
    owners, first = np.unique(labels[order], return_index=True)
    found = seeds.copy()
    found[owners] = order[first]
    return found


def _towns(rng: np.random.Generator, unit: Unit, area: BaseGeometry) -> list[Town]:
    """The district's main town near its centre and villages about it; a city is one town all over."""
    centre = to_metres(np.array([[unit.lon, unit.lat]]))[0]
    if not shapely.contains_xy(area, *centre):
        centre = shapely.get_coordinates(shapely.point_on_surface(area))[0]
    width = float(np.sqrt(area.area))
    if unit.city:
        return [Town(centre, 0.22 * width, 0.45)]
    villages = int(rng.integers(6, 11))
    middles = grain.sampled(rng, area, lambda points: np.exp(-np.hypot(*(points - centre).T) / (0.45 * width)), villages)
    shares = rng.dirichlet(np.full(villages, 3.0)) * (VILLAGE_SHARE - 0.2)
    reaches = np.sqrt(shares) * width * rng.uniform(0.15, 0.28, villages)
    towns = [Town(centre, 0.055 * width, 0.2)]
    towns += [Town(middle, float(reach), float(share)) for middle, reach, share in zip(middles, reaches, shares, strict=True)]
    return towns


def _density(towns: list[Town], area: BaseGeometry) -> grain.Density:
    """Mahallas per area (relative): an even ground and a bell over each town."""
    ground = (1 - sum(town.share for town in towns)) / area.area

    def density(points: Floats) -> Floats:
        found = np.full(len(points), ground)
        for town in towns:
            squares = ((points - town.middle) ** 2).sum(axis=1)
            found += town.share / (2 * np.pi * town.reach**2) * np.exp(-squares / (2 * town.reach**2))
        return found

    return density
