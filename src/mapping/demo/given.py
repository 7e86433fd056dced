"""District polygons of the user's own, matched to the known units by name and repaired to a valid coverage."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapping.demo.people import Flags
from mapping.demo.places import UNITS
from mapping.demo.projection import Geometries, Ints, areas_km2, geometries_to_metres, to_degrees
from mapping.demo.tiling import faces, inner_points, joined
from mapping.model.levels import Level
from mapping.model.names import fold
from mapping.model.problems import Problem, Refused
from mapping.reading.boundaries.draft import read_features
from mapping.reading.boundaries.placing import place
from mapping.reading.boundaries.repair import on_the_globe
from mapping.reading.files import recognise
from mapping.reading.files.limits import refuse
from mapping.reading.files.recognition import UNKNOWN

GAP_METRES = 500.0
SMALLEST_PART_KM2 = 0.5
_KINDS = {"tumani", "tuman", "rayon", "rayoni", "raion", "district"}
_CITIES = {"shahri", "shahar", "gorod", "city", "sh"}


def read_districts(path: Path) -> Geometries:
    """The 16 units in the order of UNITS (degrees, on the grid) out of any file of boundaries that is taken elsewhere.

    Raises Refused when it cannot be read, a name is not a unit's, a unit stands twice or is absent, or a feature has no polygon
    or none that leaves it land.
    """
    container = recognise(path)
    if not container.is_boundaries:
        raise refuse(path.name, UNKNOWN, value=path.suffix)
    features = read_features(path, container, Level.DISTRICT)
    if features.problems:
        raise Refused(features.problems)
    placed = place(features).geometry
    units = _matched(path, features.attributes)
    polygons = np.array([_polygons(geometry) for geometry in shapely.make_valid(placed)], dtype=object)
    _refuse_marked(path, "district_no_polygon", shapely.is_empty(polygons))
    _refuse_marked(path, "district_off_globe", ~on_the_globe(polygons))
    order = np.argsort(units)
    built = repaired(polygons[order])
    without_land = np.ones(len(UNITS), dtype=bool)
    without_land[order] = areas_km2(built) < SMALLEST_PART_KM2
    _refuse_marked(path, "district_without_land", without_land)
    return built


def _refuse_marked(path: Path, rule: str, marked: Flags) -> None:
    """Raises Refused for the features marked, where there are any."""
    if marked.any():
        raise Refused([Problem(path.name, rule, int(row) + 1, "geometry") for row in np.flatnonzero(marked)])


def repaired(polygons: Geometries) -> Geometries:
    """A valid coverage out of valid polygons with gaps and overlaps; specks of land go to the neighbour about them."""
    cleaned = shapely.coverage_clean(geometries_to_metres(polygons), gap_width=GAP_METRES, merge_strategy="min_area")
    cleaned = shapely.transform(cleaned, to_degrees)
    found = faces(shapely.boundary(cleaned))
    point, owner = shapely.STRtree(cleaned).query(shapely.points(inner_points(found)), predicate="intersects")
    first = np.unique(point, return_index=True)[1]
    found, labels = found[point[first]], owner[first].astype(np.int64)
    return joined(found, _without_specks(found, labels), len(polygons))


def _without_specks(found: Geometries, labels: Ints) -> Ints:
    """Labels with every small detached part of a unit given to the unit with the longest border on it."""
    labels = labels.copy()
    tree = shapely.STRtree(found)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        parts = shapely.get_parts(shapely.coverage_union_all(found[members]))
        areas = areas_km2(parts)
        small = parts[(areas < SMALLEST_PART_KM2) & (areas < areas.max())]
        points = shapely.points(inner_points(found[members]))
        for face in members[[bool(shapely.intersects(small, point).any()) for point in points]]:
            labels[face] = _longest_neighbour(found, int(face), tree, labels)
    return labels


def _longest_neighbour(found: Geometries, face: int, tree: shapely.STRtree, labels: Ints) -> int:
    near = [int(other) for other in tree.query(found[face], predicate="intersects") if labels[other] != labels[face]]
    if not near:
        return int(labels[face])
    lengths = shapely.length(shapely.intersection(found[face], found[near]))
    return int(labels[near[int(np.argmax(lengths))]])


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Only the polygons of a geometry, as one."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def unit_key(name: str) -> tuple[str, bool]:
    """What a name matches by: its folded stem without the word for the kind of unit, and whether it is a city."""
    words = fold(name).split()
    cities = {fold(word) for word in _CITIES}
    kinds = {fold(word) for word in _KINDS}
    return " ".join(word for word in words if word not in cities | kinds), any(word in cities for word in words)


def _matched(path: Path, attributes: Mapping[str, list[str]]) -> Ints:
    """The index in UNITS of each row, by the first text column in which every name or most names are known."""
    known: dict[tuple[str, bool], int] = {}
    for index, unit in enumerate(UNITS):
        known |= {unit_key(name): index for name in (unit.names.uz_latn, unit.names.uz_cyrl, unit.names.en)}
    column = max(attributes, key=lambda name: sum(unit_key(value) in known for value in attributes[name]), default=None)
    if column is None:
        raise Refused([Problem(path.name, "district_unknown", None, None, None)])
    return _indices(path, column, attributes[column], known)


def _indices(path: Path, column: str, names: list[str], known: Mapping[tuple[str, bool], int]) -> Ints:
    problems: list[Problem] = []
    found: dict[int, int] = {}
    for row, name in enumerate(names, start=1):
        index = known.get(unit_key(name))
        if index is None:
            problems.append(Problem(path.name, "district_unknown", row, column, name))
        elif index in found:
            problems.append(Problem(path.name, "district_twice", row, column, name, {"first": str(found[index])}))
        else:
            found[index] = row
    absent = [UNITS[index].names.uz_latn for index in range(len(UNITS)) if index not in found]
    if absent and not problems:
        problems = [Problem(path.name, "district_absent", None, column, name) for name in absent]
    if problems:
        raise Refused(problems)
    return np.array(list(found), dtype=np.int64)
