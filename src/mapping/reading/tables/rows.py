"""From rows and columns to records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mapping.model.schemas import Table
from mapping.reading.matching.wording import Unit, called
from mapping.reading.tables.cells import Written, plain, when_of, writer
from mapping.reading.tables.figures import Cell, Marks
from mapping.reading.tables.grid import Sheet
from mapping.reading.tables.layout import Column, Layout
from mapping.reading.tables.records import AreaKey, Place, Records
from mapping.reading.tables.roles import VALUE, Roles, time_column
from mapping.reading.tables.times import When
from mapping.reading.tables.words import folded, is_total

_CLOSING = 60  # signs: a lone text of more is a remark, not an area's name
_DEFAULTS = {"group": "all"}
_MONTH_HEADINGS = {"oy", "oylar", "mesyats", "month"}


@dataclass(frozen=True)
class Said:
    """What holds for a whole sheet where no column says it: from the profile, else the title, else the sheet's name."""

    when: When | None
    cells: Mapping[str, str]


class SheetReader:
    """Reads the rows of one sheet into records."""

    def __init__(
        self, sheet: Sheet, layout: Layout, roles: Roles, table: Table, said: Said, marks: Marks, parent: str | None
    ) -> None:
        self.sheet, self.layout, self.roles, self.table, self.said = sheet, layout, roles, table, said
        self.parent = parent
        self.figure = VALUE.get(table.name)
        self.required = any(one.name == self.figure and one.required for one in table.columns)
        self.time = time_column(table)
        self.columns = max((one.position for one in layout.columns), default=-1) + 1
        self.headed = max(self.columns, len(sheet.rows[layout.header]))
        self.write = {column.name: writer(column, marks) for column in table.columns}
        self.sections = not roles.wider
        self.wider = sheet.label if self.sections and self._is_narrow() else ""  # sheets are often named by district
        period = roles.single.get("period")
        self.by_month = period is not None and folded(period.heading) in _MONTH_HEADINGS
        self.remembered: dict[tuple[object, ...], When | None] = {}

    def read(self, into: Records) -> None:
        """Every row below the header."""
        last = self._last_row()
        headings = {one.position: one.heading for one in self.layout.columns}
        for position in range(self.layout.header + 1, len(self.sheet.rows)):
            row = self.sheet.rows[position]
            filled = [(n, cell) for n, cell in enumerate(row) if cell not in ("", None)]
            if not filled or _repeats(filled, headings):
                continue
            place = Place(self.sheet.name, position + 1, "")
            if position > last or (len(filled) == 1 and len(str(filled[0][1])) > _CLOSING):
                into.remarks.append(place)
            elif not (len(filled) == 1 and self._opens_section(filled[0][1])):
                self._record(row, place, into)

    def _last_row(self) -> int:
        """The last row with more than one cell filled, or the last at all in a sheet that has none."""
        wide = [n for n, row in enumerate(self.sheet.rows) if sum(cell not in ("", None) for cell in row) > 1]
        last = wide[-1] if wide else 0
        return last if last > self.layout.header else len(self.sheet.rows)

    def _opens_section(self, cell: Cell) -> bool:
        """Whether a lone cell names the district of the rows below it."""
        text = plain(cell)
        if not self.sections or called(text).unit not in (Unit.DISTRICT, Unit.CITY) or not self._is_narrow():
            return False
        self.wider = text
        return True

    def _is_narrow(self) -> bool:
        return self.roles.level is not None and self.roles.level.below is None

    def _record(self, row: Sequence[Cell], place: Place, into: Records) -> None:
        code = next((text for one in self.roles.codes if (text := plain(_at(row, one)))), "")
        names = tuple(plain(_at(row, one)) for one in self.roles.names)
        if self.roles.wider:
            told = next((text for one in reversed(self.roles.wider) if (text := plain(_at(row, one)))), "")
            self.wider = told or self.wider
        area = -1
        if not self._is_total(row, code, names):
            area = into.area(AreaKey(code, names, self.wider), place)
            if self._is_odd(row):
                into.odd.append((place, len(row)))
        shared = {name: self._single(row, name) for name in into.cells if name not in (self.figure, self.time)}
        if self.figure is None:
            when = self._when(row, None)
            into.add(place, area, None, shared | self._timed(row, when))
            return
        for column in self.roles.figures:
            self._figure(row, column, place, area, shared, into)
        self._row_totals(row, place, into)

    def _figure(
        self, row: Sequence[Cell], column: Column, place: Place, area: int, shared: Mapping[str, str], into: Records
    ) -> None:
        assert self.figure is not None
        when = self._when(row, column)
        told = {"indicator": column.indicator, "group": column.group}
        own = {name: self.write[name](value).text for name, value in told.items() if value and name in self.write}
        found = self.write[self.figure](_at(row, column))
        if self.required and column.period is not None and not found.text:
            return  # nothing is said for this period, and the schema keeps no row without a value
        if found.open:
            into.open.add(len(into.places))
        if found.text and _whole(found) is None:
            into.written[len(into.places)] = plain(_at(row, column))
        month = None if when is None or self.time != "period" else when.month
        cells = {**shared, **self._timed(row, when), **own, self.figure: found.text}
        into.add(place._replace(column=column.heading), area, month, cells)

    def _is_odd(self, row: Sequence[Cell]) -> bool:
        """Whether a row ends before the last column that has a heading, or goes on beyond the header."""
        return len(row) < self.columns or any(cell not in ("", None) for cell in row[self.headed :])

    def _is_total(self, row: Sequence[Cell], code: str, names: Sequence[str]) -> bool:
        """A row for all areas: a word for a total stands where its area should, or its code is the parent's."""
        if code and not is_total(code):
            return code == self.parent and self.roles.level is not None
        shown = [name for name in names if name] or [plain(cell) for cell in row[: self._areas_end()] if plain(cell)]
        return any(is_total(text) for text in [*shown[:1], *([code] if code else [])])

    def _areas_end(self) -> int:
        return min((one.position for one in self.roles.figures), default=1)

    def _single(self, row: Sequence[Cell], name: str) -> str:
        column = self.roles.single.get(name)
        text = "" if column is None else self.write[name](_at(row, column)).text
        return text or self.said.cells.get(name) or (_DEFAULTS.get(name, "") if column is None else "")

    def _when(self, row: Sequence[Cell], column: Column | None) -> When | None:
        if column is not None and column.period is not None:
            return column.period
        cells = tuple(_at(row, self.roles.single.get(name)) for name in ("period", "year"))
        key = (*cells, type(cells[0]))
        if key not in self.remembered:
            self.remembered[key] = when_of(cells[0], cells[1], is_month=self.by_month)
        return self.remembered[key] or (self.said.when if not any(map(plain, cells)) else None)

    def _timed(self, row: Sequence[Cell], when: When | None) -> dict[str, str]:
        """The column of time as the schema writes it; what is no period stays as written."""
        if self.time is None:
            return {}
        if when is None:
            columns = [self.roles.single.get(name) for name in ("period", "year")]
            return {self.time: next((text for one in columns if (text := plain(_at(row, one)))), "")}
        told = when.quarter if self.time == "year" else when.in_quarter  # a month tells the year it stands in
        return {self.time: str(when.in_quarter) if told else str(when.year)}

    def _row_totals(self, row: Sequence[Cell], place: Place, into: Records) -> None:
        """Hold the row's own total against its figures."""
        assert self.figure is not None
        for column in self.roles.row_totals:
            written = self.write[self.figure](_at(row, column))
            figures = [self.write[self.figure](_at(row, one)) for one in self.roles.figures]
            whole = _whole(written)
            parts = [number for one in figures if (number := _whole(one)) is not None]
            if whole is not None and len(parts) == len(figures) and sum(parts) != whole:
                into.row_totals.append((place._replace(column=column.heading), written.text, sum(parts)))


def _whole(written: Written) -> int | None:
    return int(written.text) if written.text.isascii() and written.text.isdigit() and not written.open else None


def _at(row: Sequence[Cell], column: Column | None) -> Cell:
    return row[column.position] if column is not None and column.position < len(row) else None


def _repeats(filled: Sequence[tuple[int, Cell]], headings: Mapping[int, str]) -> bool:
    """Whether a row is the header once more, as printed tables have it on every page."""
    return len(filled) > 1 and all(str(cell).strip() == headings.get(n) for n, cell in filled)
