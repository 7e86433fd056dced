"""A table on its way in: read, its areas matched, its figures in the schema's columns; `checks/tables` looks at this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from mapping.intake.draft import Draft
from mapping.intake.faults import Fault
from mapping.intake.kinds import Kind
from mapping.intake.matching import Matches, Reference, Unmatched, match_areas
from mapping.intake.raw import Cells, RawTable
from mapping.intake.tables.figures import Marks
from mapping.intake.tables.file import ReadSheet, TableFile, read_roles
from mapping.intake.tables.quarters import Incomplete, by_quarters
from mapping.intake.tables.records import AreaKey, Place, Records, SheetReader
from mapping.intake.tables.roles import FIGURE
from mapping.intake.tables.totals import Difference, differing_totals
from mapping.model.levels import Level, level_of
from mapping.model.problems import Problem
from mapping.model.schemas import ASSIGNMENT, Table

OPEN_AREA = "?"


@dataclass(frozen=True)
class TableDraft(Draft):
    """Areas run over the different ones of the file; `raw` holds the records, one a figure, with their positions as rows.

    `places`: where each record stands; `of_area`: the number of its area. `open_figures`: records whose figure may be
    read in two ways. `differences`: total rows and columns that do not add up; `totals`: how many were left out.
    `incomplete`: quarters that not all months tell; `by_months`: whether figures were given by months.
    """

    kind: Kind
    raw: RawTable
    places: list[Place]
    of_area: np.ndarray
    rows_read: int
    sheets: list[ReadSheet]
    left_out: list[str]
    open_figures: Mapping[int, str]
    differences: list[Difference]
    column_differences: list[Difference]
    totals: int
    incomplete: list[Incomplete]
    by_months: bool
    remarks: list[Place]

    @property
    def mixed(self) -> bool:
        """Whether areas of all levels stand in one table."""
        return self.raw.table is ASSIGNMENT

    def fault(self, position: int, column: str | None = None, value: str | None = None, **details: object) -> Fault:
        sheet = self.first[position].sheet
        return super().fault(position, column, value, **(details | ({"sheet": sheet} if sheet else {})))

    @cached_property
    def first(self) -> list[Place]:
        """Where each area stands first."""
        firsts: dict[int, Place] = {}
        for place, area in zip(self.places, self.of_area, strict=True):
            firsts.setdefault(int(area), place)
        return [firsts.get(number, Place("", row, "")) for number, row in enumerate(self.rows)]

    def fault_at(self, place: Place, column: str | None = None, value: str | None = None, **details: object) -> Fault:
        """A fault of one place in the table."""
        told = {key: str(one) for key, one in details.items()} | ({"sheet": place.sheet} if place.sheet else {})
        return Fault(self.file, place.row, column or place.column or None, value, told)

    def heading(self, column: str, place: Place) -> str:
        """The heading in the file of a column of the schema; the column itself where it has none."""
        if column == FIGURE.get(self.raw.table.name) and place.column:
            return place.column
        for sheet in self.sheets:
            found = sheet.roles.single.get(column)
            if sheet.sheet.name == place.sheet and found is not None and found.heading:
                return found.heading
        return self.area_column if column == "area" and self.area_column else column


def draft(
    file: TableFile,
    kind: Kind,
    reference: Reference,
    *,
    level: Level | None = None,
    parent: str | None = None,
    marks: Marks = Marks(),  # noqa: B008 (immutable)
    constants: Mapping[str, str] | None = None,
    decisions: Mapping[str, str] | None = None,
) -> TableDraft:
    """Read the records and match their areas. Raises Refused when columns are missing."""
    table = kind.table
    assert table is not None
    sheets, left_out = read_roles(file, kind, level, constants or {})
    records = Records(table)
    for one in sheets:
        SheetReader(one.sheet, one.layout, one.roles, table, one.said, marks, parent).read(records)
    figure = FIGURE.get(table.name)
    differences = differing_totals(records, figure) if figure else []
    totals = len(
        {(place.sheet, place.row) for place, area in zip(records.places, records.areas, strict=True) if area < 0}
    )
    kept = _without_totals(records)
    summed = by_quarters(kept, figure or "")
    keys = list(records.keys)
    asked = level or next((one.roles.level for one in sheets if one.roles.level), None)
    own, matches = _matched(keys, reference, asked, parent, decisions)
    again = [Problem(file.name, "key_twice", place.row, place.column, value, {"first": str(first.row)})
             for place, value, first in summed.repeated]  # fmt: skip
    return TableDraft(
        file=file.name,
        reference=reference,
        level=own,
        parent=parent or matches.inferred_parent,
        rows=[place.row for place in records.first],
        area_column=_area_heading(sheets[0]),
        written=[key.code for key in keys],
        names=[next((name for name in key.names if name), "") for key in keys],
        matches=matches,
        problems=file.problems + again,
        kind=kind,
        raw=_raw(table, file.name, summed.records, keys, matches),
        places=summed.records.places,
        of_area=np.array(summed.records.areas, dtype=int),
        rows_read=len({(place.sheet, place.row) for place in kept.places}),
        sheets=sheets,
        left_out=left_out,
        open_figures={number: summed.records.cells[figure][number] for number in summed.records.open} if figure else {},
        differences=differences,
        column_differences=[Difference(*one) for one in records.row_totals],
        totals=totals,
        incomplete=summed.incomplete,
        by_months=any(month is not None for month in kept.months),
        remarks=records.remarks,
    )


def _area_heading(sheet: ReadSheet) -> str:
    return next((one.heading for one in [*sheet.roles.codes, *sheet.roles.names] if one.heading), "")


def _without_totals(records: Records) -> Records:
    if all(area >= 0 for area in records.areas):
        return records
    kept = Records(records.table, records.keys, records.first)
    unsure = set(records.open)
    for number, area in enumerate(records.areas):
        if area >= 0:
            if number in unsure:
                kept.open.append(len(kept.places))
            cells = {name: column[number] for name, column in records.cells.items()}
            kept.add(records.places[number], area, records.months[number], cells)
    return kept


def _raw(table: Table, file: str, records: Records, keys: list[AreaKey], matches: Matches) -> RawTable:
    """The records as the strict rules look at them; an open area stands for itself, one not told at all is empty."""
    told = [code or (f"{OPEN_AREA}{number}" if any(key.names) else "")
            for number, (code, key) in enumerate(zip(matches.codes, keys, strict=True))]  # fmt: skip
    areas = np.array(told, dtype=object)[np.array(records.areas, dtype=int)] if records.areas else []
    open_figures = set(records.open)
    cells = {"area": _cells(list(areas))}
    for name, column in records.cells.items():
        if name == FIGURE.get(table.name) and open_figures:
            cells[name] = _cells(["" if number in open_figures else text for number, text in enumerate(column)])
        else:
            cells[name] = _cells(column)
    return RawTable(table, file, cells, np.arange(len(records.places)))


def _cells(column: list[str]) -> Cells:
    codes, distinct = pd.factorize(np.array(column, dtype=object))
    return Cells([str(one) for one in distinct], np.asarray(codes))


def _matched(
    keys: list[AreaKey],
    reference: Reference,
    level: Level | None,
    parent: str | None,
    decisions: Mapping[str, str] | None,
) -> tuple[Level, Matches]:
    """The level (asked for, told by headings or codes, or at which most areas are found) and the codes."""
    tried = [level] if level else _levels([key.code for key in keys])
    results = [(one, _within_wider(keys, reference, one, parent, decisions)) for one in tried]
    return max(results, key=lambda result: result[1].by_code + result[1].by_name)


def _levels(codes: list[str]) -> list[Level]:
    for code in codes:
        try:
            return [level_of(code)]
        except ValueError:
            continue
    return [Level.DISTRICT, Level.REGION, Level.MAHALLA]


def _within_wider(
    keys: list[AreaKey], reference: Reference, level: Level, parent: str | None, decisions: Mapping[str, str] | None
) -> Matches:
    """Match each area inside the wider one that its row names, where it names one that is found."""
    containers = _containers({key.wider for key in keys if key.wider}, reference, level, parent)
    groups: dict[str | None, list[int]] = {}
    for number, key in enumerate(keys):
        groups.setdefault(containers.get(key.wider, parent), []).append(number)
    whole = Matches([""] * len(keys))
    for inside, numbers in groups.items():
        found = match_areas(
            reference, [keys[n].code for n in numbers], [keys[n].names for n in numbers],
            level=level, parent=inside, decisions=decisions,
        )  # fmt: skip
        for number, code in zip(numbers, found.codes, strict=True):
            whole.codes[number] = code
        whole.by_code, whole.by_name = whole.by_code + found.by_code, whole.by_name + found.by_name
        left = [Unmatched(numbers[one.position], *one[1:]) for one in found.unmatched]
        whole.unmatched += [one for one in left if one.name]  # an area told by nothing is an empty cell
        whole.inferred_parent = whole.inferred_parent or (found.inferred_parent if inside is None else None)
    return whole


def _containers(names: set[str], reference: Reference, level: Level, parent: str | None) -> dict[str, str]:
    """The codes of the wider areas that are found, by name."""
    wider = [one for one in Level if list(Level).index(one) < list(Level).index(level)]
    found: dict[str, str] = {}
    for one in wider:
        inside = parent if parent is None or level_of(parent) is not one else None
        order = sorted(names - found.keys())
        codes = match_areas(reference, [""] * len(order), [(name,) for name in order], level=one, parent=inside).codes
        found |= {name: code for name, code in zip(order, codes, strict=True) if code}
    return {name: code for name, code in found.items() if parent is None or code.startswith(parent)}
