"""The sheets of a table file, guarded against persons, with what their columns and titles say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.model.problems import Problem, Refused
from mapping.model.schemas import Table
from mapping.reading.files import Container
from mapping.reading.files.limits import refuse
from mapping.reading.persons import is_person_heading, refuse_persons
from mapping.reading.registry import Severity, declare
from mapping.reading.request import Request
from mapping.reading.tables.cells import plain
from mapping.reading.tables.grid import Sheet, read_sheets
from mapping.reading.tables.layout import Layout, find_layout, guess_layout
from mapping.reading.tables.profile import COLUMN_ABSENT, USED, Profile
from mapping.reading.tables.roles import VALUE, Roles, find_roles, guess_kind, time_column
from mapping.reading.tables.rows import Said
from mapping.reading.tables.times import When, find_period, read_period
from mapping.reading.tables.words import find_meaning, folded

HEADER_UNCLEAR = declare(
    "header_unclear", Severity.MUST, "4.1", "One of the first thirty rows is a header that names the columns."
)
KIND_UNCLEAR = declare(
    "kind_unclear", Severity.MUST, "4.2", "The columns or the title tell what the table holds, or the reader is told."
)
COLUMN_MISSING = declare(
    "column_absent", Severity.MUST, "4.3", "Every required column is there, or its one value is told otherwise."
)
KIND_OTHER = declare(
    "profile_kind_other", Severity.MUST, "8.2", "A profile is used for tables of the kind that it is written for."
)
FORMULA = declare(
    "formula_without_value", Severity.MUST, "4.18", "A formula has been worked out: its value is kept in the workbook."
)
_VALUE = re.compile(r"\d{5}")


@dataclass(frozen=True)
class TableFile:
    """A file's sheets that have a header, those that have none or are hidden, and what was found while reading.

    `profile` is the one it is read by. Where no row of any sheet reads as a header, `headed` is False and the layouts
    are guesses, for a person to say what their columns are.
    """

    name: str
    sheets: list[tuple[Sheet, Layout]]
    unread: list[Sheet]
    problems: list[Problem]
    profile: Profile | None = None
    headed: bool = True


@dataclass(frozen=True)
class ReadSheet:
    """A sheet with its layout, its columns' roles, and what its title and the profile say; `from_title` by column."""

    sheet: Sheet
    layout: Layout
    roles: Roles
    said: Said
    from_title: Mapping[str, str]


def read_table(path: Path, container: Container, request: Request) -> TableFile:
    """The sheets of a file, read by the profile asked for, else by the first known one (of that kind) that fits its headings.

    Raises Refused when it carries persons, cannot be read, or lacks a column that the profile names.
    """
    sheets, problems = read_sheets(path, container)
    problems = [*problems, *_not_worked_out(path.name, sheets)]
    profile = request.profile
    if profile is None:
        known = (one for one in request.profiles if request.kind in (None, one.kind))
        profile = next((one for one in known if _fits(one, sheets)), None)
        if profile is not None:
            problems = [*problems, Problem(path.name, USED, value=profile.name)]
    layouts = [find_layout(sheet, profile) for sheet in sheets]
    headed = any(layouts)
    if not headed:
        layouts = [guess_layout(sheet) for sheet in sheets]
    refuse_persons(path.name, _by_heading(sheets, layouts if headed else [None] * len(sheets)))
    shown = any(layout and not sheet.is_hidden for sheet, layout in zip(sheets, layouts, strict=True))
    layouts = [None if sheet.is_hidden and shown else layout for sheet, layout in zip(sheets, layouts, strict=True)]
    found = [(sheet, layout) for sheet, layout in zip(sheets, layouts, strict=True) if layout is not None]
    if profile is not None and headed:
        _refuse_absent(path.name, profile, [layout for _, layout in found])
    unread = [sheet for sheet, layout in zip(sheets, layouts, strict=True) if layout is None]
    return TableFile(path.name, found, unread, problems, profile, headed)


def _not_worked_out(file: str, sheets: Sequence[Sheet]) -> list[Problem]:
    """A problem for each sheet with formulas that no program has worked out."""
    return [
        Problem(
            file, FORMULA, row + 1, str(column + 1), None,
            {"cells": str(len(sheet.marks.formulas)), **({"sheet": sheet.name} if sheet.name else {})},
        )
        for sheet in sheets
        for row, column in sheet.marks.formulas[:1]
    ]  # fmt: skip


def _fits(profile: Profile, sheets: Sequence[Sheet]) -> bool:
    layouts = (find_layout(sheet, profile) for sheet in sheets)
    return any(profile.fits((one.heading, one.period) for one in layout.columns) for layout in layouts if layout)


def kind_of(file: TableFile, kind: FileKind | None) -> FileKind:
    """The kind asked for, that of the profile, or that which the columns or titles tell. Raises Refused."""
    profile = file.profile
    if not file.headed:
        raise refuse(file.name, HEADER_UNCLEAR)
    if kind is not None and profile is not None and profile.kind is not kind:
        raise refuse(file.name, KIND_OTHER, value=str(profile.kind), written=profile.kind, kind=kind)
    told = kind or (profile.kind if profile else None)
    if told is None:
        about = [text for sheet, layout in file.sheets for text in [*layout.title, sheet.label]]
        told = guess_kind([layout for _, layout in file.sheets], " ; ".join([*about, Path(file.name).stem]))
    if told is None:
        raise refuse(file.name, KIND_UNCLEAR)
    return told


def read_roles(
    file: TableFile, kind: FileKind, level: Level | None, constants: Mapping[str, str]
) -> tuple[list[ReadSheet], list[Sheet]]:
    """The sheets that have every column the kind needs, and the others.

    Raises Refused with the missing columns of the sheet that lacks fewest when none has all.
    """
    table = kind.table
    assert table is not None
    every = [_read_sheet(sheet, layout, table, level, constants) for sheet, layout in file.sheets]
    missing = [_missing(one, table) for one in every]
    whole = [one for one, absent in zip(every, missing, strict=True) if not absent]
    if not whole:
        absent = min(missing, key=len)
        row = every[missing.index(absent)].layout.header + 1
        raise Refused([Problem(file.name, COLUMN_MISSING, row, name, None, {"kind": str(kind)}) for name in absent])
    return whole, file.unread + [one.sheet for one, absent in zip(every, missing, strict=True) if absent]


def _by_heading(sheets: Sequence[Sheet], layouts: Sequence[Layout | None]) -> dict[str, list[str]]:
    """All cells of all sheets by heading; a column without a heading, or with one that may be a value, by its number."""
    found: dict[str, list[str]] = {}
    for sheet, layout in zip(sheets, layouts, strict=True):
        headings = {one.position: one.heading for one in layout.columns} if layout else _lone_headings(sheet)
        for n in range(max((len(row) for row in sheet.rows), default=0)):
            heading = headings.get(n, "")
            name = str(n + 1) if not heading or _VALUE.search(heading) else heading
            found.setdefault(name, []).extend(plain(row[n]) for row in sheet.rows if n < len(row))
    return found


def _lone_headings(sheet: Sheet) -> dict[int, str]:
    """The headings of persons' properties in a sheet without a header that is understood."""
    first = next((row for row in sheet.rows if any(map(plain, row))), [])
    guessed = guess_layout(sheet)
    rows = [sheet.rows[guessed.header], first] if guessed else [first]
    return {n: plain(cell) for row in rows for n, cell in enumerate(row) if is_person_heading(plain(cell))}


def _refuse_absent(file: str, profile: Profile, layouts: list[Layout]) -> None:
    present = {folded(column.heading) for layout in layouts for column in layout.columns}
    absent = [heading for heading in profile.needed if folded(heading) not in present]
    if absent:
        raise Refused([Problem(file, COLUMN_ABSENT, None, heading) for heading in absent])


def _read_sheet(
    sheet: Sheet, layout: Layout, table: Table, level: Level | None, constants: Mapping[str, str]
) -> ReadSheet:
    roles = find_roles(sheet, layout, table, level)
    titles = [*layout.title, sheet.label]
    cells = {name: value for name, value in constants.items() if name in table.names}
    when = next((read_period(constants[name]) for name in ("period", "quarter", "year") if name in constants), None)
    used: dict[str, str] = {}
    time = time_column(table)
    if when is None and time and not _tells_time(roles) and (when := _titled_period(titles, time)):
        used[time] = str(when.in_quarter or when.year)
    for name in ("indicator", "group"):
        told_by_column = name in roles.single or any(getattr(one, name) for one in roles.figures)
        found = {one for title in titles if (one := find_meaning(name, title))} - {"all"}
        if name in table.names and name not in cells and not told_by_column and len(found) == 1:
            used[name] = cells[name] = found.pop()
    return ReadSheet(sheet, layout, roles, Said(when, cells), used)


def _tells_time(roles: Roles) -> bool:
    told = "period" in roles.single or "year" in roles.single
    return told or (bool(roles.figures) and all(one.period for one in roles.figures))


def _titled_period(titles: list[str], time: str) -> When | None:
    """The one period that the titles tell: a quarter or month where one is needed, else a year."""
    found = [when for title in titles if (when := find_period(title))]
    if time == "year":
        years = {when.year for when in found}
        return When(years.pop()) if len(years) == 1 else None
    told = {when for when in found if when.in_quarter}
    return told.pop() if len(told) == 1 else None


def _missing(read: ReadSheet, table: Table) -> list[str]:
    """The columns of the schema that neither a column nor title, profile or default tells."""
    roles, said = read.roles, read.said
    absent = [] if roles.codes or roles.names else ["area"]
    for column in table.columns:
        if column.name == "area" or (not column.required and column.name != VALUE.get(table.name)):
            continue
        if not _is_told(column.name, table, roles, said):
            absent.append(column.name)
    return absent


def _is_told(name: str, table: Table, roles: Roles, said: Said) -> bool:
    if name == VALUE.get(table.name):
        return bool(roles.figures)
    if name == time_column(table):
        return said.when is not None or _tells_time(roles)
    by_columns = bool(roles.figures) and all(getattr(one, name, None) for one in roles.figures)
    return name in roles.single or name in said.cells or name == "group" or by_columns
