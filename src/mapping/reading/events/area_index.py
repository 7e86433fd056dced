"""Which area each point lies in, for tens of millions of points.

A grid lies over the areas. A cell that no border touches lies in one area, or in none, as a whole: its points are
answered by looking the cell up. Only points of cells that borders touch are tested against the areas at hand, exactly
(GEOS's robust predicates). The answer is the same as that of testing every point against every area.

A point belongs to the area that contains it, border included; where several do (a shared border, a corner, an
overlap), to the one whose code is first in order. So every point belongs to one area at most.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from mapping.reading.events.grid import Floats, Grid, Ints, expand
from mapping.reading.events.turn import Turn

Positions = npt.NDArray[np.int32]

NOWHERE = -1
_FIRST_BORDER = -2  # the k-th border cell is written as _FIRST_BORDER - k
_CELLS = 1 << 21
_PIECE = 1 << 17  # points looked at together, few enough for the processor's cache


class AreaIndex:
    """Areas by code, ready for points, from any number of threads. `codes` are in order; `locate` tells positions in them."""

    def __init__(self, codes: Sequence[str], areas: Sequence[shapely.Geometry], *, cells: int = _CELLS) -> None:
        """Take valid polygons, with codes that occur once. Raises ValueError where there are none."""
        if not len(areas) or len(set(codes)) != len(codes):
            raise ValueError("areas with codes that occur once are needed")
        order = sorted(range(len(codes)), key=lambda position: codes[position])
        self.codes = [codes[position] for position in order]
        self._areas = np.array([areas[position] for position in order], dtype=object)
        self._fit = bool(shapely.coverage_is_valid(self._areas))
        self._tree = shapely.STRtree(self._areas)
        self._grid = Grid.over(tuple(shapely.total_bounds(self._areas)), cells)
        self._first, self._candidates, borders = self._border_cells()
        self._cells = self._filled(borders)
        shapely.prepare(self._areas)
        self._one_at_a_time = Turn()  # prepared geometries build their indexes when first asked, for one thread only

    def locate(self, x: Floats, y: Floats) -> Positions:
        """The position of each point's area, `NOWHERE` for points that lie in none."""
        found = np.empty(len(x), dtype=np.int32)
        for start in range(0, len(x), _PIECE):
            piece = slice(start, start + _PIECE)
            found[piece] = self._located(x[piece], y[piece])
        return found

    def _located(self, x: Floats, y: Floats) -> Positions:
        found = self._cells[self._grid.cell_of(x, y)]
        near = np.flatnonzero(found <= _FIRST_BORDER)
        border = _FIRST_BORDER - found[near].astype(np.int64)
        found[near] = NOWHERE
        first = self._first[border]
        pair, place = expand(first, self._first[border + 1] - first)
        self._test(found, near[pair], self._candidates[place], x, y)
        return found

    def outline(self) -> shapely.Geometry:
        """All areas as one, without holes."""
        whole = shapely.coverage_union_all(self._areas) if self._fit else shapely.union_all(self._areas)
        return shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(whole))))

    def _test(self, found: Positions, point: Ints, area: npt.NDArray[np.integer], x: Floats, y: Floats) -> None:
        """Write areas over the points they contain, the first in order last.

        Tests of one area come together: what it needs is then at hand in the processor's cache.
        """
        order = np.argsort(area, kind="stable")[::-1]
        point, area = point[order], area[order]
        with self._one_at_a_time:
            inside = shapely.intersects_xy(self._areas[area], x[point], y[point])
        found[point[inside]] = area[inside]

    def _border_cells(self) -> tuple[Ints, npt.NDArray[np.uint16 | np.int32], Ints]:
        """For the k-th border cell its candidates lie from `first[k]` to `first[k + 1]`; and the cells themselves.

        Candidates are the areas whose borders touch the cell; and, where areas overlap, those that lie over it whole.
        """
        line_area, start, end = _border_lines(self._areas)
        line, cell = self._grid.touched(start, end)
        pairs = _distinct(cell * len(self._areas) + line_area[line])
        borders = _distinct(pairs // len(self._areas))
        if not self._fit:
            centre, area = self._tree.query(shapely.points(*self._grid.centres(borders)), predicate="intersects")
            pairs = _distinct(np.append(pairs, borders[centre] * len(self._areas) + area))
        cells, candidates = np.divmod(pairs, len(self._areas))
        first = np.append(np.searchsorted(cells, borders), len(cells))
        small = np.uint16 if len(self._areas) <= np.iinfo(np.uint16).max else np.int32
        return first, candidates.astype(small), borders

    def _filled(self, borders: Ints) -> Positions:
        """What each cell is: an area's position, `NOWHERE`, or a border cell's number.

        Cells between two border cells of a row are met by no border, so that one point answers for all of them.
        """
        grid = self._grid
        cells = np.full(grid.columns * grid.rows, NOWHERE, dtype=np.int32)
        cells[borders] = _FIRST_BORDER - np.arange(len(borders), dtype=np.int32)
        free = cells == NOWHERE
        begins = free & ~np.concatenate(([False], free[:-1]))
        begins[:: grid.columns] = free[:: grid.columns]
        runs = np.flatnonzero(begins)
        owner = self._exactly(*grid.centres(runs))
        cells[free] = owner[np.cumsum(begins)[free] - 1]
        return cells

    def _exactly(self, x: Floats, y: Floats) -> Positions:
        """As `locate`, by testing every point."""
        point, area = self._tree.query(shapely.points(x, y), predicate="intersects")
        found = np.full(len(x), len(self._areas), dtype=np.int32)
        np.minimum.at(found, point, area.astype(np.int32))
        found[found == len(self._areas)] = NOWHERE
        return found


def _distinct(values: Ints) -> Ints:
    """Each value once, in order. Sorting first is several times faster here than the table of `np.unique`."""
    ordered: Ints = np.sort(values)
    distinct: Ints = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return distinct


def _border_lines(areas: npt.NDArray[np.object_]) -> tuple[Ints, tuple[Floats, Floats], tuple[Floats, Floats]]:
    """The straight lines of all rings: the area's position, and both ends."""
    parts, part_area = shapely.get_parts(areas, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, point_ring = shapely.get_coordinates(rings, return_index=True)
    inner = np.flatnonzero(point_ring[1:] == point_ring[:-1])
    x, y = points[:, 0], points[:, 1]
    return part_area[ring_part[point_ring[inner]]], (x[inner], y[inner]), (x[inner + 1], y[inner + 1])
