"""How well neighbours fit: gaps and overlaps measured in metres, and the narrow ones closed.

A gap is a hole in the union of all areas, an overlap a part that two areas share. The width of either is the diameter
of the largest circle in it, as GEOS' coverage cleaning has it (CoverageCleaner, JTS/GEOS 3.14).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely

from mapping.reading.boundaries.projection import to_degrees, to_metres
from mapping.reading.boundaries.repair import Repair
from mapping.reading.registry import Severity, declare

BORDER_FITTED = declare(
    "border_fitted",
    Severity.INFO,
    "2.9",
    "Narrow gaps and overlaps are closed, each area with what its outline changed by.",
)
DECIMALS = 7  # of a degree: a centimetre
_SAME_SHARE = 0.98  # two areas that share so much of both are one area drawn twice
MOST_TOLD = 20  # flaws of a kind told one by one; the sums count all
_LEAST_M2 = 0.01  # what is smaller comes from rounding and is no fault of the file


class Flaw(NamedTuple):
    """A gap or an overlap: area in m2, width in m, a point in it (longitude, latitude), positions of its areas."""

    area: float
    width: float
    x: float
    y: float
    between: tuple[int, ...]

    def told(self) -> dict[str, str]:
        """What fills the placeholders of a message."""
        return {"m2": f"{self.area:.0f}", "width": f"{self.width:.0f}", "place": f"{self.x:.5f} {self.y:.5f}"}


@dataclass(frozen=True)
class Coverage:
    """The fit of a level's areas. `gaps` and `overlaps` as found; `same` are pairs of positions drawn twice.

    `geometry` (WGS 84) is valid as a coverage when `valid_after`; `repairs` say how much each area changed.
    """

    geometry: np.ndarray
    valid_before: bool
    valid_after: bool
    gaps: list[Flaw]
    overlaps: list[Flaw]
    same: list[tuple[int, int]]
    repairs: list[Repair]

    @property
    def gaps_m2(self) -> float:
        return sum(flaw.area for flaw in self.gaps)

    @property
    def overlaps_m2(self) -> float:
        return sum(flaw.area for flaw in self.overlaps)


def fit(geometry: np.ndarray, usable: np.ndarray, *, valid_before: bool, tolerance: float) -> Coverage:
    """Measure gaps and overlaps, and close those narrower than `tolerance` metres.

    `usable` marks the valid polygons; the others are left as they are. `valid_before` says whether all rings were
    valid as found. Where areas overlap more widely than the tolerance nothing is closed: whose it is, a person
    decides. Coordinates that change are rounded to a centimetre.
    """
    drawn = np.flatnonzero(usable)
    in_metres = to_metres(geometry[drawn])
    sound = shapely.is_valid(in_metres)  # far from the country a ring may cross itself in metres
    positions, found = drawn[sound], in_metres[sound]
    valid = bool(sound.all() and (len(found) == 0 or shapely.coverage_is_valid(found)))
    overlaps, same = _overlaps(found, positions)
    gaps = _gaps(found)
    blocked = same or any(flaw.width > tolerance for flaw in overlaps)
    narrow = any(flaw.width <= tolerance for flaw in gaps)
    if blocked or (valid and not narrow):
        return Coverage(geometry, valid_before and valid, valid, gaps, overlaps, same, [])
    cleaned = geometry.copy()
    cleaned[positions] = _closed(found, tolerance)
    after = bool(shapely.coverage_is_valid(cleaned[drawn]) and shapely.is_valid(cleaned[drawn]).all())
    repairs = _changes(found, to_metres(cleaned[positions]), positions)
    return Coverage(cleaned, valid_before and valid, after, gaps, overlaps, same, repairs)


def _closed(found: np.ndarray, tolerance: float) -> np.ndarray:
    """The areas in degrees, without overlaps and narrow gaps; rounded when that keeps them a coverage."""
    exact = to_degrees(shapely.coverage_clean(found, gap_width=tolerance))
    rounded = shapely.transform(exact, lambda points: points.round(DECIMALS))
    fits = shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)
    return np.asarray(rounded if fits else exact)


def _overlaps(found: np.ndarray, positions: np.ndarray) -> tuple[list[Flaw], list[tuple[int, int]]]:
    """Overlaps of pairs of areas, largest first, and the pairs that are one area drawn twice."""
    if not len(found):
        return [], []
    left, right = shapely.STRtree(found).query(found, predicate="intersects")
    left, right = left[left < right], right[left < right]
    shared = shapely.intersection(found[left], found[right])
    areas = shapely.area(shared)
    sizes = shapely.area(found)
    flaws, same = [], []
    for one, two, both, area in zip(left, right, shared, areas, strict=True):
        pair = (int(positions[one]), int(positions[two]))
        if area > _SAME_SHARE * max(sizes[one], sizes[two]):
            same.append(pair)
        elif area > _LEAST_M2:
            flaws += [_flaw(part, pair) for part in shapely.get_parts(both) if part.area > _LEAST_M2]
    return sorted(flaws, key=lambda flaw: -flaw.area), same


def _gaps(found: np.ndarray) -> list[Flaw]:
    """Holes in the union of all areas, largest first."""
    parts = shapely.get_parts(shapely.union_all(found)) if len(found) else np.empty(0, dtype=object)
    holes = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
    return sorted((_flaw(hole, ()) for hole in holes if hole.area > _LEAST_M2), key=lambda flaw: -flaw.area)


def _flaw(shape: shapely.Geometry, between: tuple[int, ...]) -> Flaw:
    circle = shapely.maximum_inscribed_circle(shape)
    middle = to_degrees(np.array([shapely.get_point(circle, 0)]))[0]
    return Flaw(shape.area, 2 * circle.length, middle.x, middle.y, between)


def _changes(before: np.ndarray, after: np.ndarray, positions: np.ndarray) -> list[Repair]:
    """The area by which each changed outline differs from what it was (symmetric difference)."""
    changes = shapely.area(shapely.symmetric_difference(before, after))
    told = np.flatnonzero(changes > 1.0)  # below a square metre it is rounding
    return [Repair(int(positions[one]), BORDER_FITTED, float(changes[one])) for one in told]
