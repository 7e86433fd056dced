"""A grid of cells over areas, and the cells that lines touch.

Cells are told by a monotone function of each coordinate, so that every point between two points of a cell is of that
cell too. `touched` errs on the side of too many cells, by a margin a million times the error of its arithmetic: a cell
that it leaves out is met by no line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_MARGIN = 1e-6  # of a cell's side


@dataclass(frozen=True)
class Grid:
    """`columns` by `rows` cells over a box; `across` and `up` are cells per unit of x and y."""

    west: float
    south: float
    across: float
    up: float
    columns: int
    rows: int

    @classmethod
    def over(cls, bounds: tuple[float, float, float, float], cells: int) -> Grid:
        """A grid of about so many cells, nearly square ones, over west, south, east, north and a cell around them."""
        west, south, east, north = bounds
        width, height = max(east - west, 1e-9), max(north - south, 1e-9)
        columns = int(np.clip(round((cells * width / height) ** 0.5), 1, cells))
        rows = max(cells // columns, 1)
        across, up = columns / width, rows / height
        return cls(west - 1 / across, south - 1 / up, across, up, columns + 2, rows + 2)

    def scaled(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Coordinates counted in cells from the grid's corner."""
        return (x - self.west) * self.across, (y - self.south) * self.up

    def cell_of(self, x: Floats, y: Floats) -> Ints:
        """The number of each point's cell, row by row from the south-west; 0, a cell outside the box, for points off it."""
        u, v = self.scaled(x, y)
        on = (u >= 0) & (u < self.columns) & (v >= 0) & (v < self.rows)
        return np.where(on, v, 0).astype(np.int64) * self.columns + np.where(on, u, 0).astype(np.int64)

    def centres(self, cells: Ints) -> tuple[Floats, Floats]:
        """A point well inside each cell."""
        row, column = np.divmod(cells, self.columns)
        return self.west + (column + 0.5) / self.across, self.south + (row + 0.5) / self.up

    def touched(self, start: tuple[Floats, Floats], end: tuple[Floats, Floats]) -> tuple[Ints, Ints]:
        """The cells that straight lines touch: pairs of a line's position and a cell, a cell of a line once."""
        (u0, v0), (u1, v1) = self.scaled(*start), self.scaled(*end)
        back = u0 > u1
        u0, u1, v0, v1 = np.where(back, u1, u0), np.where(back, u0, u1), np.where(back, v1, v0), np.where(back, v0, v1)
        line, column = _ranges(u0, u1, self.columns)
        run = u1 - u0
        steep = run < _MARGIN
        slope = np.where(steep, 0, (v1 - v0) / np.where(steep, 1, run))
        u, v = u0[line], v0[line]
        enters = v + (np.clip(column - _MARGIN, u, u1[line]) - u) * slope[line]
        leaves = v + (np.clip(column + 1 + _MARGIN, u, u1[line]) - u) * slope[line]
        leaves = np.where(steep[line], v1[line], leaves)
        piece, row = _ranges(np.minimum(enters, leaves), np.maximum(enters, leaves), self.rows)
        return line[piece], row * self.columns + column[piece]


def _ranges(low: Floats, high: Floats, size: int) -> tuple[Ints, Ints]:
    """Pairs of an interval's position and each whole number below `size` whose unit step it touches."""
    first = np.clip(np.floor(low - _MARGIN).astype(np.int64), 0, size - 1)
    last = np.clip(np.floor(high + _MARGIN).astype(np.int64), 0, size - 1)
    return expand(first, last - first + 1)


def expand(first: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Pairs of a range's position and each whole number in it: `lengths` numbers from `first` on."""
    position = np.repeat(np.arange(len(first)), lengths)
    offset = np.arange(len(position)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return position, first[position] + offset
