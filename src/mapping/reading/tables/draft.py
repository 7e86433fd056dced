"""A table on its way in: read, its areas matched, its figures in the schema's columns; `checks/tables` looks at this."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from mapping.model.kinds import FileKind
from mapping.model.problems import Problem, Refused
from mapping.model.schemas import ASSIGNMENT, Form, Table
from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.matching import Matches
from mapping.reading.raw import Cells, RawTable
from mapping.reading.registry import MOST_PER_RULE_AND_FILE, Severity, declare
from mapping.reading.request import Request
from mapping.reading.tables.areas import match_keys
from mapping.reading.tables.content import Content, read_content
from mapping.reading.tables.doubts import ORDER, SETTLED
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.file import ReadSheet, TableFile, read_roles
from mapping.reading.tables.places import Place
from mapping.reading.tables.profile import Profile
from mapping.reading.tables.records import AreaKey, Records
from mapping.reading.tables.roles import FIGURE, VALUE
from mapping.reading.tables.sections import settled_by_sections
from mapping.reading.tables.subtotals import wider_areas, without_subtotals
from mapping.reading.tables.sums import FigureSum, sums_of
from mapping.reading.tables.unread import figures_in

OPEN_AREA = "?"
TOO_MANY_WORDS = declare(
    "words_too_many",
    Severity.MUST,
    "5.4",
    "A column of indicators, factors, agencies, posts or sectors has at most 10,000 different texts.",
)
_MOST_WORDS = 10_000


@dataclass(frozen=True)
class TableDraft(FileDraft):
    """Areas run over the different ones of the file; `raw` holds the records, one a figure, with their positions as rows.

    `content` is what was read, `sheets` where from, `sums` those of the file as it stands; `left_out` are the sheets that were not read, with the number of figures
    in each, `hidden` those of them that are hidden.
    """

    kind: FileKind
    raw: RawTable
    content: Content
    sheets: list[ReadSheet]
    sums: Sequence[FigureSum]
    left_out: Mapping[str, int]
    hidden: Collection[str]

    @property
    def places(self) -> list[Place]:
        """Where each record stands."""
        return self.content.records.places

    @property
    def of_area(self) -> list[int]:
        """The number of each record's area."""
        return self.content.records.areas

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
            firsts.setdefault(area, place)
        return [firsts.get(number, Place("", row, "")) for number, row in enumerate(self.rows)]

    def fault_at(self, place: Place, column: str | None = None, value: str | None = None, **details: object) -> Fault:
        """A fault of one place in the table."""
        told = {key: str(one) for key, one in details.items()} | ({"sheet": place.sheet} if place.sheet else {})
        return Fault(self.file, place.row, column or place.column or None, value, told)

    def heading(self, column: str, place: Place) -> str:
        """The heading in the file of a column of the schema; the column itself where it has none."""
        if column == VALUE.get(self.raw.table.name) and place.column:
            return place.column
        for sheet in self.sheets:
            found = sheet.roles.single.get(column)
            if sheet.sheet.name == place.sheet and found is not None and found.heading:
                return found.heading
        return self.area_column if column == "area" and self.area_column else column


def _refuse_too_many_words(file: str, sheets: Sequence[ReadSheet], table: Table) -> None:
    """Raises Refused where a column of indicators, factors or posts holds more different texts than there are such things."""
    for sheet in sheets:
        for column in (one for one in table.columns if one.form in (Form.TERM, Form.INDICATOR)):
            found = sheet.roles.single.get(column.name)
            if found is None:
                continue
            texts = {row[found.position] for row in sheet.sheet.rows if found.position < len(row)}
            if len(texts) > _MOST_WORDS:
                raise Refused(
                    [Problem(file, TOO_MANY_WORDS, None, found.heading, str(len(texts)), {"most": str(_MOST_WORDS)})]
                )


def draft_table(file: TableFile, kind: FileKind, request: Request) -> TableDraft:
    """Read the records and match their areas. Raises Refused when columns are missing."""
    table = kind.table
    assert table is not None
    constants, marks = _said(file.profile, request)
    sheets, left_out = read_roles(file, kind, request.level, constants)
    _refuse_too_many_words(file.name, sheets, table)
    content = read_content(sheets, table, marks, request.parent)
    keys = list(content.records.keys)
    asked = request.level or next((one.roles.level for one in sheets if one.roles.level), None)
    own, matches = match_keys(keys, asked, replace(request, settled={}))
    if shared := {keys[one.position] for one in matches.unmatched if one.rule == "name_ambiguous"}:
        content = read_content(sheets, table, marks, request.parent, shared)
        keys = list(content.records.keys)
    if shared or request.settled:
        own, matches = match_keys(keys, asked, request)
    wider = wider_areas(content, keys, matches, request.reference, own, request.parent)
    matches = settled_by_sections(content.with_totals, matches, wider, request.reference, own, request.parent)
    content, matches = without_subtotals(content, matches, wider)
    figure = FIGURE.get(table.name)
    return TableDraft(
        file=file.name,
        reference=request.reference,
        level=own,
        parent=request.parent or matches.inferred_parent,
        rows=[place.row for place in content.records.first],
        area_column=_area_heading(sheets[0]),
        written=[key.code for key in keys],
        names=[next((name for name in key.names if name), "") for key in keys],
        matches=matches,
        problems=[
            *file.problems,
            *_repeated_months(file.name, content),
            *_odd_rows(file.name, sheets, content),
            *_doubts(file.name, content, marks),
        ],
        kind=kind,
        raw=_raw(file.name, content.records, keys, matches),
        content=content,
        sheets=sheets,
        sums=sums_of(content.as_written, figure, wider) if figure else (),
        left_out={one.label: figures_in(one) for one in left_out},
        hidden=[one.label for one in left_out if one.is_hidden],
    )


def _said(profile: Profile | None, request: Request) -> tuple[Mapping[str, str], Marks]:
    """What holds for every row and what the signs in numbers mean: as asked for, else as the profile says."""
    asked, order = request.marks, frozenset({ORDER})
    if request.constants.get("dates") == "month_first":
        asked = replace(asked, declined=asked.declined | order)
    elif "dates" in request.constants:
        asked = replace(asked, agreed=asked.agreed | order)
    if profile is None:
        return request.constants, asked
    given = profile.marks
    marks = Marks(
        asked.decimal or given.decimal,
        asked.thousands or given.thousands,
        asked.agreed | (given.agreed - asked.declined),
        asked.declined | (given.declined - asked.agreed),
    )
    return {**profile.constants, **request.constants}, marks


def _repeated_months(file: str, content: Content) -> list[Problem]:
    return [
        Problem(file, "key_twice", place.row, place.column, value, {"first": str(first.row)})
        for place, value, first in content.repeated
    ]


def _doubts(file: str, content: Content, marks: Marks) -> list[Problem]:
    """What may be read in two ways: asked, or told where it was settled before."""
    return [
        Problem(
            file, SETTLED if one.settled(marks) else one.rule, one.place.row, one.place.column or None, one.value,
            {**one.details, **({"sheet": one.place.sheet} if one.place.sheet else {}), "doubt": one.rule},
        )
        for one in content.doubts
    ]  # fmt: skip


def _odd_rows(file: str, sheets: list[ReadSheet], content: Content) -> list[Problem]:
    widths = {one.sheet.name: len(one.sheet.rows[one.layout.header]) for one in sheets}
    return [
        Problem(
            file, "cells_in_row", place.row, None, None, {"expected": str(widths[place.sheet]), "found": str(found)}
        )
        for place, found in content.odd[:MOST_PER_RULE_AND_FILE]
    ]


def _area_heading(sheet: ReadSheet) -> str:
    return next((one.heading for one in [*sheet.roles.codes, *sheet.roles.names] if one.heading), "")


def _raw(file: str, records: Records, keys: list[AreaKey], matches: Matches) -> RawTable:
    """The records as the strict rules look at them; an open area stands for itself, one not told at all is empty."""
    told = [code or (f"{OPEN_AREA}{number}" if any(key.names) else "")
            for number, (code, key) in enumerate(zip(matches.codes, keys, strict=True))]  # fmt: skip
    areas = np.array(told, dtype=object)[np.array(records.areas, dtype=int)] if records.areas else []
    table, open_figures = records.table, records.open
    cells = {"area": _cells(list(areas))}
    for name, column in records.cells.items():
        if name == VALUE.get(table.name) and open_figures:
            cells[name] = _cells(["" if number in open_figures else text for number, text in enumerate(column)])
        else:
            cells[name] = _cells(column)
    return RawTable(table, file, cells, np.arange(len(records.places)))


def _cells(column: list[str]) -> Cells:
    codes, distinct = pd.factorize(np.array(column, dtype=object))
    return Cells([str(one) for one in distinct], np.asarray(codes))
