"""Strips between new areas and the neighbours that stay: found by what lay there before, shared among the new areas beside them.

All lengths and areas are in metres and square metres, all outlines in a projection in metres.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

_BESIDE = 0.01  # metres within which outlines touch: differences are rounded
_BEYOND = 1.001  # how far a cut goes, times its length: it must part the strip
_MOST = 1000


def opened_strips(
    whole: shapely.Geometry, found: np.ndarray, ours: np.ndarray, replaced: np.ndarray, holes: np.ndarray
) -> np.ndarray:
    """What lay in the outlines replaced, lies in nothing now (`whole` is the union of all areas) nor in a hole, and touches both one of
    ours and another area.
    """
    before = shapely.union_all(replaced)
    bare = shapely.get_parts(shapely.difference(before, whole))
    bare = bare[(shapely.get_type_id(bare) == shapely.GeometryType.POLYGON) & ~_within_any(bare, holes)]
    return np.asarray(bare[_beside_any(bare, found[ours]) & _beside_any(bare, found[~ours])])


def _beside_any(parts: np.ndarray, areas: np.ndarray) -> np.ndarray:
    beside = np.zeros(len(parts), dtype=bool)
    beside[shapely.STRtree(areas).query(parts, predicate="dwithin", distance=_BESIDE)[0]] = True
    return beside


def _within_any(parts: np.ndarray, holes: np.ndarray) -> np.ndarray:
    inside = np.zeros(len(parts), dtype=bool)
    if len(parts) and len(holes):
        inside[shapely.STRtree(holes).query(shapely.point_on_surface(parts), predicate="intersects")[0]] = True
    return inside


def width_of(shape: shapely.Geometry) -> float:
    """The diameter of the largest circle in it."""
    return 2 * float(shapely.maximum_inscribed_circle(shape).length)


def with_strips_shared(found: np.ndarray, ours: np.ndarray, strips: Sequence[shapely.Geometry]) -> np.ndarray:
    """The areas, ours with the strips between them and the others: each strip cut where two of ours meet at it.

    Uncut, a long strip would go to one area as a tail along all of them, and part the others from their neighbours.
    """
    if ours.all() or not strips or len(strips) > _MOST:
        return found
    shared, places = found.copy(), np.flatnonzero(ours)
    own, other = shapely.STRtree(found[ours]), shapely.STRtree(found[~ours])
    pieces: dict[int, list[shapely.Geometry]] = {}
    for strip in strips:
        near = own.query(strip, predicate="dwithin", distance=_BESIDE)
        beside = other.query(strip, predicate="dwithin", distance=_BESIDE)
        if not len(near) or not len(beside):
            continue
        areas = found[places[near]]
        for piece in _cut(strip, areas, shapely.union_all(found[~ours][beside])):
            contact = shapely.area(shapely.intersection(shapely.buffer(piece, _BESIDE), areas))
            pieces.setdefault(int(places[near[int(np.argmax(contact))]]), []).append(piece)
    for place, added in pieces.items():
        shared[place] = shapely.union_all([found[place], *added])
    return shared


def _cut(strip: shapely.Geometry, areas: np.ndarray, others: shapely.Geometry) -> list[shapely.Geometry]:
    """The strip in pieces, cut from each point where two of the areas meet to the nearest of the others."""
    corners = shapely.points(shapely.get_coordinates(strip))
    corner, _ = shapely.STRtree(areas).query(corners, predicate="dwithin", distance=_BESIDE)
    meeting = corners[np.bincount(corner, minlength=len(corners)) > 1]
    lines = shapely.shortest_line(meeting, others)
    lines = [_beyond(line) for line in lines if line.length > _BESIDE]
    if not lines:
        return [strip]
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all([strip.boundary, *lines]))))
    return list(faces[shapely.covers(strip, shapely.point_on_surface(faces))])


def _beyond(line: shapely.Geometry) -> shapely.Geometry:
    begin, end = shapely.get_coordinates(line)
    middle = (begin + end) / 2
    return shapely.LineString([middle + (begin - middle) * _BEYOND, middle + (end - middle) * _BEYOND])
