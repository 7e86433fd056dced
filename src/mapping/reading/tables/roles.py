"""Which columns of a table say what of a row: whose figures, of when, of what, how many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.model.schemas import CATEGORY, FACTOR, POPULATION, STATISTIC, Table
from mapping.reading.boundaries.naming import code_column
from mapping.reading.matching.wording import Unit, called
from mapping.reading.tables.figures import Cell
from mapping.reading.tables.grid import Sheet
from mapping.reading.tables.layout import Column, Layout
from mapping.reading.tables.profile import IGNORED, WIDER
from mapping.reading.tables.times import When
from mapping.reading.tables.words import find_meaning, is_total

FIGURE = {STATISTIC.name: "count", POPULATION.name: "people", FACTOR.name: "cases"}
VALUE = {**FIGURE, CATEGORY.name: "category"}  # what a column for each period may hold
_LEVEL_OF = {
    Unit.REGION: Level.REGION, Unit.DISTRICT: Level.DISTRICT, Unit.CITY: Level.DISTRICT, Unit.MAHALLA: Level.MAHALLA,
}  # fmt: skip
_SAMPLE = 2000
WHOLE_YEAR = "whole_year"


@dataclass(frozen=True)
class Roles:
    """The columns of one sheet by what they serve for.

    `codes` and `names` tell the row's own area, `wider` the one that contains it; `level` is what their headings tell.
    `figures` hold numbers; `single` maps a column of the schema, `period`, `year` or `sector` to where it stands. `row_totals`
    add up the other figures of their row. `unread` have a heading that is not understood, `passed` tell areas that are neither
    the row's own nor wider.
    """

    codes: list[Column]
    names: list[Column]
    wider: list[Column]
    level: Level | None
    figures: list[Column]
    row_totals: list[Column]
    single: Mapping[str, Column]
    unread: list[Column]
    passed: list[Column]

    @property
    def used(self) -> list[Column]:
        """The columns that serve for something."""
        one_each = [*self.codes, *self.names, *self.wider, *self.figures, *self.row_totals, *self.single.values()]
        return [*one_each, *self.passed]


def time_column(table: Table) -> str | None:
    """The schema's column of time: `period`, `quarter` or `year`; None for assignments."""
    return next((name for name in ("period", "quarter", "year") if name in table.names), None)


def find_roles(sheet: Sheet, layout: Layout, table: Table, asked: Level | None) -> Roles:
    """Tell the columns of a sheet apart for a table of this kind."""
    columns = _with_areas(sheet, layout)
    codes = [one for one in columns if one.means == "area_code"]
    names = [one for one in columns if one.means == "area_name"]
    level = asked or _own_level(codes + names)
    columns = _with_whole_year(sheet, layout, columns)
    figures, totals = _figures(columns, VALUE.get(table.name))
    single: dict[str, Column] = {}
    for one in columns:
        if one.means in {*table.names, "period", "year", "sector"} and one not in figures:
            single.setdefault(one.means, one)
    if "quarter" in single and "quarter" in table.names:
        single.setdefault("period", single["quarter"])
    wider = [one for one in columns if one.means == WIDER]
    used = {one.position for one in [*codes, *names, *wider, *figures, *totals, *single.values()]}
    own = [one for one in codes + names if _level(one) in (level, None)] or codes + names
    return Roles(
        [one for one in own if one.means == "area_code"],
        [one for one in own if one.means == "area_name"],
        sorted([one for one in names if one not in own and _is_wider(_level(one), level)] + wider),
        level,
        figures,
        totals,
        single,
        [one for one in columns if one.position not in used and one.means not in ("number", IGNORED)],
        codes + names,
    )


def guess_kind(layouts: Iterable[Layout], about: str) -> FileKind | None:
    """The kind that the columns tell, else that `about` (title, sheet and file name) tells; None when neither does."""
    columns = [column for layout in layouts for column in layout.columns]
    means = {column.means for column in columns}
    for kind, telling in _TELLING.items():
        if telling & means:
            return kind
    indicators = any(column.indicator for column in columns) or "indicator" in means
    if indicators or ("count" in means and "people" not in means):
        return FileKind.STATISTICS
    if "people" in means:
        return FileKind.POPULATION
    if found := find_meaning("kind", about):
        return FileKind(found)
    return FileKind.STATISTICS if find_meaning("indicator", about) else None


_TELLING = {
    FileKind.MEASURES: {"deadline", "done_on", "text"},
    FileKind.CATEGORIES: {"category"},
    FileKind.FACTORS: {"factor"},
    FileKind.ASSIGNMENTS: {"post"},
}


def _with_areas(sheet: Sheet, layout: Layout) -> list[Column]:
    """The columns; where none says that it holds areas, the one whose cells look like codes or names does."""
    columns = list(layout.columns)
    if not any(one.means in ("area_code", "area_name") for one in columns):
        given = {one.position: one for one in columns}
        free = [n for n in range(layout.width) if n not in given or not given[n].means]
        texts = {str(n): _texts(sheet, layout, n) for n in free}
        code = code_column(texts)
        found = code if code is not None else next((n for n in texts if _is_worded(texts[n])), None)
        if found is not None:
            position = int(found)
            heading = given[position].heading if position in given else ""
            columns = [one for one in columns if one.position != position]
            columns.append(Column(position, heading, "area_name" if code is None else "area_code"))
    return sorted(columns)


def _with_whole_year(sheet: Sheet, layout: Layout, columns: list[Column]) -> list[Column]:
    """A column `Yil` beside columns of quarters holds no years but the year's figures: the running total to December where
    others are running totals, else the total of its row."""
    periods = [one.period for one in columns if one.period and one.period.in_quarter]
    if not periods:
        return columns
    december = (
        When(periods[0].year, quarter=4, since_january=True) if any(one.since_january for one in periods) else None
    )
    return [
        one._replace(means="value" if december else WHOLE_YEAR, period=december)
        if one.means == "year" and not _holds_years(_texts(sheet, layout, one.position))
        else one
        for one in columns
    ]


def _holds_years(texts: list[str]) -> bool:
    filled = [text for text in texts if text]
    return all(text.isdigit() and 1900 <= int(text) < 2100 for text in filled)


def _texts(sheet: Sheet, layout: Layout, position: int) -> list[str]:
    rows = sheet.rows[layout.header + 1 : layout.header + 1 + _SAMPLE]
    return [_text(row[position]) for row in rows if position < len(row)]


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _is_worded(texts: list[str]) -> bool:
    filled = [text for text in texts if text]
    return bool(filled) and sum(any(sign.isalpha() for sign in text) for text in filled) > len(filled) / 2


def _level(column: Column) -> Level | None:
    unit = called(f"{column.heading} nomi").unit  # kind words alone would be taken for a name
    return None if unit is None else _LEVEL_OF[unit]


def _own_level(columns: list[Column]) -> Level | None:
    """The narrowest level that headings tell; one below where a column beside them names no level."""
    told = [level for column in columns if (level := _level(column))]
    if not told:
        return None
    narrowest = max(told, key=list(Level).index)
    plain = any(column.means == "area_name" and _level(column) is None for column in columns)
    return (narrowest.below or narrowest) if plain else narrowest


def _is_wider(found: Level | None, own: Level | None) -> bool:
    return found is not None and own is not None and list(Level).index(found) < list(Level).index(own)


def _figures(columns: list[Column], figure: str | None) -> tuple[list[Column], list[Column]]:
    """The columns that hold the figures, and those that add them up."""
    if figure is None:
        return [], []
    means = {figure, "value"} | ({"count"} if figure in ("people", "cases") else set())
    found = [one for one in columns if one.means in means]
    if figure == "count" and any(one.means == "people" for one in columns):
        found = [one for one in found if one.means == "count" or one.indicator or one.period]
    by_period = [one for one in found if one.period]
    totals = [one for one in found if by_period and one.period is None and is_total(one.heading)]
    totals += [one for one in columns if one.means == WHOLE_YEAR]
    by_kind = [one for one in found if one.indicator]
    if by_kind and figure == "count":
        found = [_as_total_of_kinds(one, by_kind) for one in found]
    return [one for one in found if one not in totals], totals


def _as_total_of_kinds(column: Column, by_kind: list[Column]) -> Column:
    """A column `Jami` beside kinds of crime counts all crimes."""
    plain = column.indicator is None and column.period is None and is_total(column.heading)
    if plain and all(one.indicator not in ("crime_total", "admin_offence", "domestic_conflict") for one in by_kind):
        return column._replace(indicator="crime_total", group=None)
    return column
