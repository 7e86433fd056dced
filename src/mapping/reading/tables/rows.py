"""From rows and columns to records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mapping.model.schemas import MEASURE, Form, Table
from mapping.model.vocabulary import Group, MeasureStatus
from mapping.reading.codes import is_code
from mapping.reading.matching.wording import Unit, called
from mapping.reading.tables.cells import Written, plain, when_of, writer
from mapping.reading.tables.doubts import DAYS, ORDER, QUARTERS, RUNNING, THOUSANDS, UNIT, Doubt
from mapping.reading.tables.figures import Cell, Marks, is_figure, times
from mapping.reading.tables.grid import Sheet
from mapping.reading.tables.layout import Column, Layout
from mapping.reading.tables.places import Place
from mapping.reading.tables.records import AreaKey, Records
from mapping.reading.tables.roles import FIGURE, VALUE, Roles, time_column
from mapping.reading.tables.scales import scale_of, tells_no_counts
from mapping.reading.tables.times import (
    When,
    day_of,
    edge_day,
    order_of_days,
    quarter_of_day,
    says_running,
    since_january,
)
from mapping.reading.tables.words import folded, is_nothing, is_total, named_in

_CLOSING = 60  # signs: a lone text of more is a remark, not an area's name
_DEFAULTS = {"group": "all"}
_FILLED_IN = ("text", "deadline")
_MONTH_HEADINGS = {"oy", "oylar", "mesyats", "mesyatsi", "month"}
_MONTH_WORDS = ("oylar", "oyma", "mesyats", "month")
_QUARTER_WORDS = ("chorak", "kvartal", "pokvartal", "kuarter")
_QUARTER_HEADINGS = {"chorak", "choraklar", "kvartal", "kvartali", "kuarter"}


@dataclass(frozen=True)
class Said:
    """What holds for a whole sheet where no column says it: from the profile, else the title, else the sheet's name."""

    when: When | None
    cells: Mapping[str, str]


class SheetReader:
    """Reads the rows of one sheet into records."""

    def __init__(
        self, sheet: Sheet, layout: Layout, roles: Roles, table: Table, said: Said, marks: Marks, parent: str | None,
        shared: Collection[AreaKey] = (),
    ) -> None:  # fmt: skip
        self.sheet, self.layout, self.roles, self.table, self.said = sheet, layout, roles, table, said
        self.parent, self.shared = parent, shared
        self.figure = VALUE.get(table.name)
        self.required = any(one.name == self.figure and one.required for one in table.columns)
        self.time = time_column(table)
        self.columns = max((one.position for one in layout.columns), default=-1) + 1
        self.headed = max(self.columns, len(sheet.rows[layout.header]))
        self.doubts: list[Doubt] = []
        self.marks = marks
        order = self._order_of_days()
        self.write = {column.name: writer(column, marks, month_first=order) for column in table.columns}
        self.sections = not roles.wider
        self.wider = sheet.label if self.sections and self._is_narrow() else ""  # sheets are often named by district
        self.is_guess = True
        period = roles.single.get("period")
        heading = folded(period.heading) if period else ""
        self.by_month = heading in _MONTH_HEADINGS
        self.by_quarter = period is not None and self._are_quarters(period, heading)
        self.headed_by_quarter = self._are_headed_by_quarters()
        self.is_running = any(map(says_running, self._about()))
        self.scales = self._scales()
        self._doubt_unit()
        self.remembered: dict[tuple[object, ...], When | None] = {}

    def _about(self) -> list[str]:
        """What is said of the sheet as a whole: titles, its name, remarks."""
        alone = [cells[0] for row in self.sheet.rows if len(cells := _filled(row)) == 1]
        return [*self.layout.title, self.sheet.label, *(text for _, text in alone if isinstance(text, str))]

    def _doubt(self, rule: str, value: str, row: int, column: str = "", **details: str) -> None:
        self.doubts.append(Doubt(rule, Place(self.sheet.name, row, column), value, details))

    def _below(self, column: Column) -> list[Cell]:
        return [_at(row, column) for row in self.sheet.rows[self.layout.header + 1 :]]

    def _order_of_days(self) -> bool:
        """Whether days are written month first; in doubt (none above 12) the day comes first, which is asked."""
        dated = [
            one
            for column in self.table.columns
            if column.form is Form.DATE
            if (one := self.roles.single.get(column.name))
        ]
        texts = [cell for column in dated for cell in self._below(column) if isinstance(cell, str)]
        shown = order_of_days(texts)
        if shown == {"open"}:
            example = next(text for text in texts if order_of_days([text]))
            self._doubt(ORDER, example, self.layout.header + 1, dated[0].heading)
            return ORDER in self.marks.declined
        return "month" in shown and "day" not in shown

    def _are_quarters(self, period: Column, heading: str) -> bool:
        """Whether days in the column of periods stand for the quarters that they begin or end."""
        days = [day for cell in self._below(period) if (day := _day_in(cell))]
        return self._stand_for_quarters(days, period.heading, is_told=heading in _QUARTER_HEADINGS)

    def _are_headed_by_quarters(self) -> bool:
        """Whether days as headings of columns stand for the quarters that they begin or end."""
        dated = [(one.heading, one.period.day) for one in self.roles.figures if one.period and one.period.day]
        words = {
            word for text in [*self.layout.title, *(heading for heading, _ in dated)] for word in folded(text).split()
        }
        self.by_month = self.by_month or any(word.startswith(_MONTH_WORDS) for word in words)
        is_told = any(word.startswith(_QUARTER_WORDS) for word in words)
        return self._stand_for_quarters([day for _, day in dated], dated[0][0] if dated else "", is_told=is_told)

    def _stand_for_quarters(self, days: Sequence[date], heading: str, *, is_told: bool) -> bool:
        """Whether days stand for quarters: it is told, or all begin or end one, which is asked."""
        if not days or self.by_month or self.time == "year" or not (is_told or all(map(quarter_of_day, days))):
            return False
        rule = QUARTERS if is_told else DAYS
        self._doubt(rule, days[0].isoformat(), self.layout.header + 1, heading)
        return is_told or DAYS not in self.marks.declined

    def _doubt_unit(self) -> None:
        """Ask where a title or heading tells money, per cent or land: figures are taken for counts. An indicator whose own name tells it is what it says."""
        headings = (column.heading for column in self.roles.figures if column.group in (None, Group.ALL))
        about = [*self.layout.title, self.sheet.label, *headings]  # whom a column of a group is about is known
        doubtful = (
            text
            for text in about
            if tells_no_counts(text) and not any(map(tells_no_counts, named_in("indicator", text)))
        )
        if self.table.name in FIGURE and (text := next(doubtful, None)):
            self._doubt(UNIT, text, self.layout.header + 1)

    def _scales(self) -> dict[int, int]:
        """How many units a figure of each column stands for."""
        if self.table.name not in FIGURE:
            return {}
        about = [(scale, text) for text in self._about() if (scale := scale_of(text)) > 1]
        scales: dict[int, int] = {}
        for column in self.roles.figures:
            own = scale_of(column.heading)
            scale, text = (own, column.heading) if own > 1 else about[0] if about else (1, "")
            if scale > 1:
                scales[column.position] = scale
                if not any(one.rule == THOUSANDS for one in self.doubts):
                    self._doubt(
                        THOUSANDS,
                        text,
                        self.layout.header + 1,
                        column.heading,
                        scale=f"{scale:,}".replace(",", "\u00a0"),
                    )
        return {} if THOUSANDS in self.marks.declined else scales

    def read(self, into: Records) -> None:
        """Every row below the header."""
        last = self._last_row()
        self._above(into)
        headings = {one.position: one.heading for one in self.layout.columns}
        for position in range(self.layout.header + 1, len(self.sheet.rows)):
            row = self.sheet.rows[position]
            filled = _filled(row)
            if not filled or _repeats(filled, headings):
                continue
            place = Place(self.sheet.name, position + 1, "")
            if not self._is_coded(row) and (
                position > last or (len(filled) == 1 and len(str(filled[0][1])) > _CLOSING)
            ):
                into.remarks.append(place)
                self._left(filled, place, into)
            elif not (len(filled) == 1 and self._opens_section(filled[0][1])):
                self._record(row, place, into)

    def _above(self, into: Records) -> None:
        """Rows above the header that hold figures where the figures of the table stand: another table may stand there."""
        wanted = {one.position for one in self.roles.figures}
        for position, row in enumerate(self.sheet.rows[: self.layout.top]):
            filled = [(n, cell) for n, cell in enumerate(row) if n in wanted and is_figure(cell)]
            if len(_filled(row)) > 1 and any(not _is_year(cell) for _, cell in filled):
                self._left(filled, Place(self.sheet.name, position + 1, ""), into)

    def _left(self, filled: Sequence[tuple[int, Cell]], place: Place, into: Records) -> None:
        if figure := next((plain(cell) for _, cell in filled if is_figure(cell)), ""):
            into.left.append((place, figure))

    def _last_row(self) -> int:
        """The last row with more than one cell filled, or the last at all in a sheet that has none."""
        wide = [n for n, row in enumerate(self.sheet.rows) if sum(cell not in ("", None) for cell in row) > 1]
        last = wide[-1] if wide else 0
        return last if last > self.layout.header else len(self.sheet.rows)

    def _is_coded(self, row: Sequence[Cell]) -> bool:
        """Whether a row has an area's code, even if nothing else."""
        return any(is_code(plain(_at(row, one))) for one in self.roles.codes)

    def _opens_section(self, cell: Cell) -> bool:
        """Whether a lone cell names the district of the rows below it."""
        text = plain(cell)
        if not self.sections or called(text).unit not in (Unit.DISTRICT, Unit.CITY) or not self._is_narrow():
            return False
        self.wider, self.is_guess = text, False
        return True

    def _is_narrow(self) -> bool:
        return self.roles.level is not None and self.roles.level.below is None

    def _record(self, row: Sequence[Cell], place: Place, into: Records) -> None:
        code = next((text for one in self.roles.codes if (text := plain(_at(row, one)))), "")
        names = tuple(plain(_at(row, one)) for one in self.roles.names)
        shared = {name: self._single(row, name) for name in into.cells if name not in (self.figure, self.time)}
        is_total = self._is_total(row, code, names)
        if not is_total and self._is_unfilled(shared):
            into.unfilled.append(place)
            return
        if is_total:
            into.total_names[self.sheet.name, place.row] = next((name for name in names if name), "")
        elif self.roles.wider:
            told = next((text for one in reversed(self.roles.wider) if (text := plain(_at(row, one)))), "")
            self.wider, self.is_guess = ("" if is_nothing(told) else told) or self.wider, False
        area = -1
        if not is_total:
            key = AreaKey(code, names, self.wider, self.is_guess)
            if key in self.shared:
                key = self._told_apart(key, row, shared, into)
            area = into.area(key, place)
            if self._is_odd(row):
                into.odd.append((place, len(row)))
        if self.figure is None:
            when = self._when(row, None)
            into.add(place, area, None, shared | self._timed(row, when))
            return
        for column in self.roles.figures:
            self._figure(row, column, place, area, shared, into)
        self._row_totals(row, place, into)

    def _told_apart(self, key: AreaKey, row: Sequence[Cell], cells: Mapping[str, str], into: Records) -> AreaKey:
        """The key of a row whose area shares its name with others: by its sector, and by the order of rows that tell the same.

        A measure tells nothing that occurs once for each area: by its sector, or each row by itself.
        """
        key = key._replace(sector=plain(_at(row, self.roles.single.get("sector"))))
        if self.table is MEASURE:
            return key if key.sector else key._replace(nth=into.nth(key, ()))
        told = tuple(cells[name] for name in self.table.key if name in cells)
        return key._replace(nth=into.nth(key, (*told, str(self._when(row, None)))))

    def _figure(
        self, row: Sequence[Cell], column: Column, place: Place, area: int, shared: Mapping[str, str], into: Records
    ) -> None:
        assert self.figure is not None
        when = self._when(row, column)
        told = {"indicator": column.indicator, "group": column.group}
        own = {name: self.write[name](value).text for name, value in told.items() if value and name in self.write}
        found = self._scaled(self.write[self.figure](_at(row, column)), column)
        if self.required and column.period is not None and not found.text:
            return  # nothing is said for this period, and the schema keeps no row without a value
        if found.open:
            into.open.add(len(into.places))
        if found.text and _whole(found) is None:
            into.written[len(into.places)] = plain(_at(row, column))
        month = None if when is None or self.time != "period" else when.month
        if when is not None and self.time == "period" and when.since_january:
            into.running[len(into.places)] = when.month or (when.quarter or 0) * 3
            month = None
            self._doubt_running(place, column, found.text)
        cells = {**shared, **self._timed(row, when), **own, self.figure: found.text}
        into.add(place._replace(column=column.heading), area, month, cells)

    def _scaled(self, found: Written, column: Column) -> Written:
        scale = self.scales.get(column.position, 1)
        return found if scale == 1 or found.open else Written(times(found.text, scale))

    def _doubt_running(self, place: Place, column: Column, written: str) -> None:
        if not any(one.rule == RUNNING for one in self.doubts):
            self._doubt(RUNNING, written, place.row, column.heading)

    def _is_odd(self, row: Sequence[Cell]) -> bool:
        """Whether a row ends before the last column that has a heading, or goes on beyond the header."""
        return len(row) < self.columns or any(cell not in ("", None) for cell in row[self.headed :])

    def _is_unfilled(self, cells: Mapping[str, str]) -> bool:
        """A row of a plan's form that nobody filled in: what the form wrote into it beforehand is no measure yet."""
        if self.table is not MEASURE or not set(_FILLED_IN) <= self.roles.single.keys():
            return False
        told = any(cells.get(name) for name in (*_FILLED_IN, "done_on", "result"))
        return not told and cells.get("status") in ("", str(MeasureStatus.PLANNED))

    def _is_total(self, row: Sequence[Cell], code: str, names: Sequence[str]) -> bool:
        """A row for all areas: a word for a total stands where its area should, or its code is the parent's."""
        if code and not is_total(code):
            return code == self.parent and self.roles.level is not None
        beside = [text for cell in row[: self._areas_end()] if (text := plain(cell)) and not text.isdigit()]
        shown = [name for name in names if name] or beside
        return any(is_total(text) for text in [*shown[:1], *([code] if code else [])])

    def _areas_end(self) -> int:
        return min((one.position for one in self.roles.figures), default=1)

    def _single(self, row: Sequence[Cell], name: str) -> str:
        column = self.roles.single.get(name)
        text = "" if column is None else self.write[name](_at(row, column)).text
        return text or self.said.cells.get(name) or (_DEFAULTS.get(name, "") if column is None else "")

    def _when(self, row: Sequence[Cell], column: Column | None) -> When | None:
        if column is not None and (period := column.period) is not None:
            quarter = quarter_of_day(period.day) if period.day and self.headed_by_quarter else None
            return self._since(quarter or period)
        cells = tuple(_at(row, self.roles.single.get(name)) for name in ("period", "year"))
        key = (*cells, type(cells[0]))
        if key not in self.remembered:
            self.remembered[key] = self._read_when(*cells)
        return self.remembered[key] or (self._since(self.said.when) if not any(map(plain, cells)) else None)

    def _read_when(self, cell: Cell, year: Cell) -> When | None:
        if self.by_quarter and (day := _day_in(cell)):
            return self._since(quarter_of_day(day))
        return self._since(when_of(cell, year, is_month=self.by_month) or edge_day(cell))

    def _since(self, when: When | None) -> When | None:
        """The period as one since January, where the sheet says that its figures add up."""
        if not self.is_running or when is None or (when.month or when.quarter) in (None, 1):
            return when
        return since_january(when.year, when.month or (when.quarter or 0) * 3)

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
            if written.text and whole is None:
                into.row_totals.append(
                    (place._replace(column=column.heading), plain(_at(row, column)), _sum_of(figures))
                )
                continue
            parts = [number for one in figures if (number := _whole(one)) is not None]
            if self.is_running or any(one.period and one.period.since_january for one in self.roles.figures):
                continue
            if whole is not None and len(parts) == len(figures) and sum(parts) != whole:
                into.row_totals.append((place._replace(column=column.heading), written.text, sum(parts)))


def _day_in(cell: Cell) -> date | None:
    when = edge_day(cell)
    return when.day if when else day_of(cell)


def _whole(written: Written) -> int | None:
    return int(written.text) if written.text.isascii() and written.text.isdigit() and not written.open else None


def _sum_of(figures: Sequence[Written]) -> int:
    return sum(number for one in figures if (number := _whole(one)) is not None)


def _at(row: Sequence[Cell], column: Column | None) -> Cell:
    return row[column.position] if column is not None and column.position < len(row) else None


def _filled(row: Sequence[Cell]) -> list[tuple[int, Cell]]:
    return [(n, cell) for n, cell in enumerate(row) if cell not in ("", None)]


def _is_year(cell: Cell) -> bool:
    return plain(cell).isdigit() and 1900 <= int(plain(cell)) < 2100


def _repeats(filled: Sequence[tuple[int, Cell]], headings: Mapping[int, str]) -> bool:
    """Whether a row is the header once more, as printed tables have it on every page."""
    return len(filled) > 1 and all(str(cell).strip() == headings.get(n) for n, cell in filled)
