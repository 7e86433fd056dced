"""Lines to areas that tile: all lines are noded on the grid of written coordinates, then faces are named.

Because noding happens on the grid itself (snap rounding), what is written with five decimals is exactly what
was tiled: neighbours share every vertex, and there is neither gap nor overlap to lose afterwards.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapping.demo.errors import NotBuilt
from mapping.demo.projection import GRID, Geometries, Ints


def faces(lines: Geometries) -> Geometries:
    """The faces between lines (degrees), all vertices on the grid."""
    noded = shapely.union_all(lines, grid_size=GRID)
    found = shapely.get_parts(shapely.polygonize([noded]))
    return np.asarray(shapely.transform(found, lambda points: np.round(points, 5)))


def inner_points(polygons: Geometries) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """A point inside each polygon (n × 2)."""
    return np.asarray(shapely.get_coordinates(shapely.point_on_surface(polygons)), dtype=np.float64)


def tiled(found: Geometries, labels: Ints, number: int, parents: Ints) -> Geometries:
    """One polygon for each label 0..number-1 out of labelled faces.

    A label keeps its largest piece; every other piece goes to the neighbour with which it shares the longest
    border, one of the same parent where there is one. `parents` holds each label's parent. Raises ValueError
    when a label has no face.
    """
    labels = labels.copy()
    missing = np.setdiff1d(np.arange(number), labels)
    if len(missing):
        raise NotBuilt(f"{len(missing)} areas were left without land: labels {missing[:5].tolist()}")
    orphan = _orphans(found, labels, number)
    tree = shapely.STRtree(found)
    while orphan.any():
        before = int(orphan.sum())
        for face in np.flatnonzero(orphan):
            chosen = _host(found, int(face), tree, labels, orphan, parents)
            if chosen is not None:
                labels[face], orphan[face] = chosen, False
        if int(orphan.sum()) == before:
            raise NotBuilt(f"{before} pieces of land touch no area")
    return joined(found, labels, number)


def joined(found: Geometries, labels: Ints, number: int) -> Geometries:
    """The union of the polygons of each label of a valid coverage."""
    order = np.argsort(labels, kind="stable")
    groups = np.split(found[order], np.searchsorted(labels[order], np.arange(1, number)))
    whole = [group[0] if len(group) == 1 else shapely.coverage_union_all(group) for group in groups]
    return np.array([shapely.normalize(_single(geometry)) for geometry in whole], dtype=object)


def _single(geometry: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(geometry)
    return parts[0] if len(parts) == 1 else geometry


def _orphans(found: Geometries, labels: Ints, number: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which faces are not part of their label's largest connected piece."""
    orphan = np.zeros(len(found), dtype=np.bool_)
    areas = shapely.area(found)
    many = np.flatnonzero(np.bincount(labels, minlength=number) > 1)
    for label in many:
        members = np.flatnonzero(labels == label)
        pieces = shapely.get_parts(shapely.coverage_union_all(found[members]))
        if len(pieces) == 1:
            continue
        main = pieces[np.argmax(shapely.area(pieces))]
        points = inner_points(found[members])
        orphan[members] = ~shapely.contains_xy(main, points[:, 0], points[:, 1]) | (areas[members] == 0)
    return orphan


def _host(
    found: Geometries,
    face: int,
    tree: shapely.STRtree,
    labels: Ints,
    orphan: np.ndarray[tuple[int], np.dtype[np.bool_]],
    parents: Ints,
) -> int | None:
    """The label to which a stray face goes, or None while no settled face touches it along a line."""
    borders: Counter[int] = Counter()
    for other in tree.query(found[face], predicate="intersects"):
        if other != face and not orphan[other]:
            length = shapely.length(shapely.intersection(found[face], found[other]))
            if length > 0:
                borders[int(labels[other])] += length
    if not borders:
        return None
    home = parents[labels[face]]
    return max(borders, key=lambda label: (parents[label] == home, borders[label], -label))
