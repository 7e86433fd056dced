"""How well neighbours fit: gaps and overlaps measured in metres, and the narrow ones closed.

A gap is a hole in the union of all areas, an overlap a part that two areas share. The width of either is the diameter
of the largest circle in it, as GEOS' coverage cleaning has it (CoverageCleaner, JTS/GEOS 3.14).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import shapely

from mapping.model.problems import Problem
from mapping.reading.boundaries.projection import to_degrees, to_metres
from mapping.reading.boundaries.repair import Repair
from mapping.reading.boundaries.strips import opened_strips, width_of, with_strips_shared
from mapping.reading.registry import Severity, declare

BORDER_FITTED = declare(
    "border_fitted",
    Severity.INFO,
    "2.9",
    "Narrow gaps and overlaps are closed, each area with what its outline changed by.",
)
DECIMALS = 7  # of a degree: a centimetre
_ALL_DECIMALS = 15
_SNAPPING = (0.02, 0.1, -1.0)  # metres within which points are one, more than rounding moves them; as GEOS has it last
_SAME_SHARE = 0.98  # two areas that share so much of both are one area drawn twice
MOST_TOLD = 20  # flaws of a kind told one by one; the sums count all
_AT_ONCE = 2000  # pairs of areas
_MOST_LOOKED_FOR = 1000  # overlaps
_POINTS_ALONE = 0.1  # metres: flaws as narrow are of points that only one of two neighbours has
_POINTS_IN_BLOCK = 800_000  # cleaning takes about 400 bytes for each
_LEAST_M2 = 0.01  # what is smaller comes from rounding and is no fault of the file


class Neighbour(NamedTuple):
    """An area beside those of a file: its code and its outline (WGS 84)."""

    code: str
    outline: shapely.Geometry


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

    `geometry` (WGS 84) is valid as a coverage when `valid_after`; `repairs` say how much each area changed; `moved` are
    the neighbours' outlines that changed, by code.
    """

    geometry: np.ndarray
    valid_before: bool
    valid_after: bool
    gaps: list[Flaw]
    overlaps: list[Flaw]
    same: list[tuple[int, int]]
    repairs: list[Repair]
    moved: Mapping[str, shapely.Geometry]

    @property
    def gaps_m2(self) -> float:
        return sum(flaw.area for flaw in self.gaps)

    @property
    def overlaps_m2(self) -> float:
        return sum(flaw.area for flaw in self.overlaps)


def fit(
    geometry: np.ndarray,
    usable: np.ndarray,
    *,
    valid_before: bool,
    tolerance: float,
    neighbours: Sequence[Neighbour] = (),
    replaced: np.ndarray | None = None,
) -> Coverage:
    """Measure gaps and overlaps, and close those narrower than `tolerance` metres.

    `usable` marks the valid polygons; the others are left as they are. `valid_before` says whether all rings were
    valid as found. Where areas overlap more widely than the tolerance nothing is closed: whose it is, a person
    decides. Coordinates that change are rounded to a centimetre. The `neighbours` are fitted as well: positions beyond
    those of the areas are theirs. Flaws between neighbours alone are none of the file's. What lay in the outlines `replaced` (WGS
    84) and lies in nothing now, between an area and a neighbour, is a gap as well, though it may be open at its ends.
    """
    count, beside = len(geometry), np.array([one.outline for one in neighbours], dtype=object)
    every = np.concatenate([geometry, beside]) if len(beside) else geometry
    drawn = np.flatnonzero(np.concatenate([usable, np.ones(len(beside), dtype=bool)]))
    in_metres = to_metres(every[drawn])
    sound = shapely.is_valid(in_metres)  # far from the country a ring may cross itself in metres
    positions, found = drawn[sound], in_metres[sound]
    valid = bool(sound.all() and _is_coverage(found) and _is_coverage(every[drawn]))
    overlaps, same = _overlaps(found, positions, count)
    ours = positions < count
    holes = _holes(found, ours, to_metres(replaced) if len(beside) and replaced is not None else None)
    gaps = sorted((_flaw(hole, ()) for hole in holes), key=lambda flaw: -flaw.area)
    blocked = same or any(flaw.width > tolerance for flaw in overlaps)
    narrow = any(flaw.width <= tolerance for flaw in gaps)
    if blocked or (valid and not narrow):
        return Coverage(geometry, valid_before and valid, valid, gaps, overlaps, same, [], {})
    cleaned = every.copy()
    shared = with_strips_shared(found, ours, [hole for hole in holes if width_of(hole) <= tolerance])
    has_flaws = any(flaw.width > _POINTS_ALONE for flaw in [*gaps, *overlaps])
    cleaned[positions] = _closed(shared, tolerance, beside, has_flaws=has_flaws)
    after = bool(shapely.coverage_is_valid(cleaned[drawn]) and shapely.is_valid(cleaned[drawn]).all())
    repairs = [one for one in _changes(found, to_metres(cleaned[positions]), positions) if one.position < count]
    moved = {
        one.code: outline
        for one, outline in zip(neighbours, cleaned[count:], strict=True)
        if not shapely.equals_exact(shapely.normalize(one.outline), shapely.normalize(outline))
    }
    return Coverage(cleaned[:count], valid_before and valid, after, gaps, overlaps, same, repairs, moved)


def _is_coverage(areas: np.ndarray) -> bool:
    """In metres and in degrees: a point amid a neighbour's straight side lies on it in one of them and beside it in the other."""
    return len(areas) == 0 or bool(shapely.coverage_is_valid(areas))


def fitted_told(file: str, coverage: Coverage) -> list[Problem]:
    """What was closed, once for the file: how many areas changed, the m2 of gaps and overlaps, the widest of them in metres."""
    changed = {one.position for one in coverage.repairs}
    flaws = [*coverage.gaps, *coverage.overlaps]
    if not changed and not coverage.moved:
        return []
    told = {
        "areas": len(changed), "gaps": f"{coverage.gaps_m2:.0f}", "overlaps": f"{coverage.overlaps_m2:.0f}",
        "width": f"{max((flaw.width for flaw in flaws), default=0):.1f}", "neighbours": len(coverage.moved),
        "most": f"{max((one.area_change for one in coverage.repairs), default=0):.0f}",
    }  # fmt: skip
    return [Problem(file, BORDER_FITTED, None, "geometry", details={name: str(one) for name, one in told.items()})]


def _closed(found: np.ndarray, tolerance: float, kept: np.ndarray, *, has_flaws: bool) -> np.ndarray:
    """The areas in degrees, without overlaps and narrow gaps; rounded when that keeps them a coverage.

    What overlaps goes to whom it shares most border with. A point that stood in an outline `kept` stands where it stood,
    to the last digit: areas farther off share it. Without flaws only points are added: block by block, where that is enough.
    """
    known = shapely.get_coordinates(kept)
    exact = found
    blocks = [] if has_flaws else _blocks(found)
    for snapping, parts in [*([(_SNAPPING[0], blocks)] if blocks else []), *((one, []) for one in _SNAPPING)]:
        exact = to_degrees(_cleaned(found, parts, tolerance, snapping))
        for decimals in (DECIMALS, _ALL_DECIMALS):
            rounded = shapely.transform(exact, partial(_rounded, decimals=decimals, known=known))
            if shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded):
                return np.asarray(rounded)
    return exact


def _blocks(found: np.ndarray) -> list[np.ndarray]:
    """The positions of areas side by side, as many as have a bounded number of points together; none where all have fewer."""
    points = shapely.get_num_coordinates(found)
    many = math.ceil(points.sum() / _POINTS_IN_BLOCK)
    if many < 2:
        return []
    middle = shapely.get_coordinates(shapely.centroid(found))
    columns = np.array_split(np.argsort(middle[:, 0], kind="stable"), math.ceil(math.sqrt(many)))
    rows = math.ceil(many / len(columns))
    return [part for one in columns for part in np.array_split(one[np.argsort(middle[one, 1], kind="stable")], rows)]


def _cleaned(found: np.ndarray, blocks: list[np.ndarray], tolerance: float, snapping: float) -> np.ndarray:
    """The areas cleaned, all at once, or the blocks each with what is beside it: memory goes by the points of one of them."""
    clean = partial(shapely.coverage_clean, gap_width=tolerance, snapping_distance=snapping)
    if not blocks:
        return np.asarray(clean(found))
    numbers = np.empty(len(found), dtype="int64")
    for number, block in enumerate(blocks):
        numbers[block] = number
    one, other = shapely.STRtree(found).query(found)
    across = numbers[one] != numbers[other]
    agreed, cleaned = _with_same_points(found, np.unique(one[across]), snapping), found.copy()
    for number, block in enumerate(blocks):
        beside = np.unique(other[across & (numbers[one] == number)])
        cleaned[block] = clean(agreed[np.concatenate([block, beside])])[: len(block)]
    return cleaned


def _with_same_points(found: np.ndarray, positions: np.ndarray, distance: float) -> np.ndarray:
    """The areas, those at the positions with one point for all of theirs that lie so near each other: each block then adds the same."""
    from scipy.sparse import coo_array  # noqa: PLC0415 (heavy)
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 (heavy)
    from scipy.spatial import cKDTree  # noqa: PLC0415 (heavy)

    points = shapely.get_coordinates(found[positions])
    pairs = cKDTree(points).query_pairs(distance, output_type="ndarray")
    links = coo_array((np.ones(len(pairs), dtype=bool), (pairs[:, 0], pairs[:, 1])), shape=(len(points),) * 2)
    _, groups = connected_components(links, directed=False)
    _, first = np.unique(groups, return_index=True)
    agreed = found.copy()
    agreed[positions] = shapely.set_coordinates(found[positions], points[first[groups]])
    return agreed


def _rounded(points: np.ndarray, *, decimals: int, known: np.ndarray) -> np.ndarray:
    return _put_back(points.round(decimals), known)


def _put_back(points: np.ndarray, known: np.ndarray) -> np.ndarray:
    """The points, with those that are known ones, to a centimetre, as these are."""
    if not len(known):
        return points
    scale = 10**DECIMALS
    keys = [np.rint(one * scale).astype("int64") @ np.array([1 << 32, 1]) for one in (known, points)]
    order = np.argsort(keys[0], kind="stable")
    place = np.minimum(np.searchsorted(keys[0][order], keys[1]), len(known) - 1)
    hit = keys[0][order][place] == keys[1]
    points = points.copy()
    points[hit] = known[order][place][hit]
    return points


def _overlaps(found: np.ndarray, positions: np.ndarray, count: int) -> tuple[list[Flaw], list[tuple[int, int]]]:
    """Overlaps of pairs of areas, largest first, and the pairs that are one area drawn twice.

    The areas of the file are those at positions below `count`. After the first thousand nobody looks for more.
    """
    if not len(found):
        return [], []
    left, right = shapely.STRtree(found).query(found, predicate="intersects")
    pairs = (left < right) & (positions[left] < count)
    left, right = left[pairs], right[pairs]
    sizes = shapely.area(found)
    flaws: list[Flaw] = []
    same: list[tuple[int, int]] = []
    for begin in range(0, len(left), _AT_ONCE):
        ones, others = left[begin : begin + _AT_ONCE], right[begin : begin + _AT_ONCE]
        shared = shapely.intersection(found[ones], found[others])
        areas = shapely.area(shared)
        for n in np.flatnonzero(areas > _LEAST_M2):
            one, two = ones[n], others[n]
            pair = (int(positions[one]), int(positions[two]))
            if areas[n] > _SAME_SHARE * max(sizes[one], sizes[two]) and pair[1] < count:
                same.append(pair)
            else:
                flaws += [_flaw(part, pair) for part in shapely.get_parts(shared[n]) if part.area > _LEAST_M2]
        if len(flaws) + len(same) > _MOST_LOOKED_FOR:
            break
    return sorted(flaws, key=lambda flaw: -flaw.area), same


def _holes(found: np.ndarray, ours: np.ndarray, replaced: np.ndarray | None) -> np.ndarray:
    """Holes in the union of all areas that one of ours touches, and strips that opened between one of ours and another."""
    whole = shapely.union_all(found) if len(found) else shapely.Polygon()
    rings = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    holes = np.array([shapely.Polygon(ring) for ring in rings], dtype=object)
    if len(holes) and not ours.all():
        around = shapely.box(*shapely.total_bounds(found[ours]))  # beyond it not all neighbours are known
        touched, _ = shapely.STRtree(found[ours]).query(holes, predicate="intersects")
        holes = holes[np.unique(touched)]
        holes = holes[shapely.covered_by(holes, around)]
    if replaced is not None and shapely.is_valid(replaced).all():
        holes = np.concatenate([holes, opened_strips(whole, found, ours, replaced, holes)])
    return np.asarray(holes[shapely.area(holes) > _LEAST_M2])


def _flaw(shape: shapely.Geometry, between: tuple[int, ...]) -> Flaw:
    circle = shapely.maximum_inscribed_circle(shape)
    middle = to_degrees(np.array([shapely.get_point(circle, 0)]))[0]
    return Flaw(shape.area, 2 * circle.length, middle.x, middle.y, between)


def _changes(before: np.ndarray, after: np.ndarray, positions: np.ndarray) -> list[Repair]:
    """The area by which each changed outline differs from what it was (symmetric difference)."""
    changes = shapely.area(shapely.symmetric_difference(before, after))
    told = np.flatnonzero(changes > 1.0)  # below a square metre it is rounding
    return [Repair(int(positions[one]), BORDER_FITTED, float(changes[one])) for one in told]
