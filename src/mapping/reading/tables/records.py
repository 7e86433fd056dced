"""Records: one for every figure, or one a row where a kind has no figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mapping.model.schemas import Table


class AreaKey(NamedTuple):
    """What a row says of its area: code, names, and the name of the area that contains it."""

    code: str
    names: tuple[str, ...]
    wider: str


class Place(NamedTuple):
    """Where a record stands: sheet, row as a person counts, heading of its figure."""

    sheet: str
    row: int
    column: str


@dataclass
class Records:
    """Parallel lists: `places`, `areas` (numbers of `keys`, -1 for a total), `months`, and `cells` by column.

    `open` holds the numbers of records whose figure may be read in two ways, `written` figures that are no whole numbers as
    they stand in the file, `odd` the rows with more or fewer cells than the header (how many it has); `remarks` the places of rows that are no
    records; `row_totals` the rows whose own total differs from their figures.
    """

    table: Table
    keys: dict[AreaKey, int] = field(default_factory=dict)
    first: list[Place] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)
    months: list[int | None] = field(default_factory=list)
    cells: dict[str, list[str]] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)
    written: dict[int, str] = field(default_factory=dict)
    odd: list[tuple[Place, int]] = field(default_factory=list)
    remarks: list[Place] = field(default_factory=list)
    row_totals: list[tuple[Place, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells = {name: [] for name in self.table.names if name != "area"}

    def add(self, place: Place, area: int, month: int | None, cells: Mapping[str, str]) -> None:
        """One more record."""
        self.places.append(place)
        self.areas.append(area)
        self.months.append(month)
        for name, column in self.cells.items():
            column.append(cells.get(name, ""))

    def copy(self, number: int, into: Records, *, month: int | None) -> None:
        """One of these records once more, with what is noted of it."""
        if number in self.open:
            into.open.add(len(into.places))
        if number in self.written:
            into.written[len(into.places)] = self.written[number]
        into.add(
            self.places[number],
            self.areas[number],
            month,
            {name: column[number] for name, column in self.cells.items()},
        )

    def area(self, key: AreaKey, place: Place) -> int:
        """The number of an area; `place` is kept when it is the first of its rows."""
        number = self.keys.setdefault(key, len(self.keys))
        if number == len(self.first):
            self.first.append(place)
        return number
