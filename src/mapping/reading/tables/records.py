"""Records: one for every figure, or one a row where a kind has no figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mapping.model.schemas import Table
from mapping.reading.tables.places import Place


class AreaKey(NamedTuple):
    """What a row says of its area: code, names, the name of the area that contains it.

    `is_guess`: that name is the sheet's and may be none. Areas of one name are told apart by the `sector` of their rows and by
    their order: `nth` is how many rows before say the same of area and time.
    """

    code: str
    names: tuple[str, ...]
    wider: str
    is_guess: bool = False
    sector: str = ""
    nth: int = 0


@dataclass
class Records:
    """Parallel lists: `places`, `areas` (numbers of `keys`, -1 for a total), `months`, and `cells` by column.

    `open` holds the numbers of records whose figure may be read in two ways, `written` figures that are no whole numbers as
    they stand in the file, `odd` the rows with more or fewer cells than the header (how many it has); `remarks` the places of rows that are no
    records, `left` those of them that hold a figure, with what stands there; `unfilled` the rows of a form that
    nobody filled in; `row_totals` the rows whose own total differs from
    their figures; `running` the last month of records that count from January on; `total_names` what total rows are called, by sheet and row.
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
    left: list[tuple[Place, str]] = field(default_factory=list)
    unfilled: list[Place] = field(default_factory=list)
    running: dict[int, int] = field(default_factory=dict)
    row_totals: list[tuple[Place, str, int]] = field(default_factory=list)
    total_names: dict[tuple[str, int], str] = field(default_factory=dict)
    same: dict[tuple[AreaKey, tuple[str, ...]], int] = field(default_factory=dict)

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
        if number in self.running:
            into.running[len(into.places)] = self.running[number]
        into.add(
            self.places[number],
            self.areas[number],
            month,
            {name: column[number] for name, column in self.cells.items()},
        )

    def without(self, numbers: Collection[int]) -> Records:
        """These records but for some."""
        if not numbers:
            return self
        kept, left = Records(self.table, self.keys, self.first), set(numbers)
        for number, month in enumerate(self.months):
            if number not in left:
                self.copy(number, kept, month=month)
        return kept

    def nth(self, key: AreaKey, told: tuple[str, ...]) -> int:
        """How many rows before this one say the same of area, time and whatever else tells rows apart."""
        before = self.same.get((key, told), 0)
        self.same[key, told] = before + 1
        return before

    def area(self, key: AreaKey, place: Place) -> int:
        """The number of an area; `place` is kept when it is the first of its rows."""
        number = self.keys.setdefault(key, len(self.keys))
        if number == len(self.first):
            self.first.append(place)
        return number
