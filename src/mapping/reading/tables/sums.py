"""What the figures of a table add up to, as they stand in the file: for a clerk to hold against paper."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from mapping.reading.tables.records import Records


class FigureSum(NamedTuple):
    """The figures of one time, indicator or whatever else tells them apart (the columns of the key but the area, in order):
    how many cells hold one, and their sum."""

    of: tuple[str, ...]
    cells: int
    total: int


def sums_of(records: Records, figure: str, without: Collection[int] = ()) -> tuple[FigureSum, ...]:
    """The sums of a table's records, in the order of the file, but for those of the areas (by number) to leave out."""
    names = [name for name in records.table.key if name != "area"]
    sums: dict[tuple[str, ...], tuple[int, int]] = {}
    columns = (records.cells[name] for name in names)
    for area, *told, written in zip(records.areas, *columns, records.cells[figure], strict=True):
        if area in without:
            continue
        cells, total = sums.get(tuple(told), (0, 0))
        is_told = written.isascii() and written.isdigit()
        sums[tuple(told)] = (cells + is_told, total + (int(written) if is_told else 0))
    return tuple(FigureSum(of, *told) for of, told in sums.items())
