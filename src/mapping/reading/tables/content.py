"""What the sheets of a table hold: records by quarter, without totals, with what was found on the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mapping.model.schemas import Table
from mapping.reading.tables.beside import Once, told_once
from mapping.reading.tables.doubts import RUNNING, Doubt
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.file import ReadSheet
from mapping.reading.tables.places import Place
from mapping.reading.tables.quarters import Incomplete, Summed, by_quarters
from mapping.reading.tables.records import AreaKey, Records
from mapping.reading.tables.roles import FIGURE
from mapping.reading.tables.rows import SheetReader
from mapping.reading.tables.running import Apart, Fall, taken_apart
from mapping.reading.tables.totals import Difference, differing_totals


@dataclass(frozen=True)
class Content:
    """`records`, one a figure. `rows` counts the rows they stand in, `totals` the rows left out.

    `differences` are total rows, and `column_differences` total columns, that do not add up; `incomplete` quarters that
    not all months tell; `repeated` months told twice, with where they stand first; `by_months` says whether figures were
    given by months; `remarks` are rows that are no records, `left` those of them that hold a figure; `unfilled` rows of a form that
    nobody filled in; `odd` rows with more or
    fewer cells than the header. `falls` and `alone` are running totals that cannot be taken apart; `doubts` what may be read in
    two ways. `as_written` are the records before months and running totals became quarters, `with_totals` those before the total rows were left out.
    """

    records: Records
    rows: int
    totals: int
    differences: Sequence[Difference]
    column_differences: Sequence[Difference]
    incomplete: Sequence[Incomplete]
    repeated: Sequence[tuple[Place, str, Place]]
    by_months: bool
    remarks: Sequence[Place]
    odd: Sequence[tuple[Place, int]]
    left: Sequence[tuple[Place, str]]
    unfilled: Sequence[Place]
    falls: Sequence[Fall]
    alone: Sequence[tuple[Place, str]]
    doubts: Sequence[Doubt]
    as_written: Records
    with_totals: Records

    @property
    def open_figures(self) -> Mapping[int, str]:
        """The records whose figure may be read in two ways, with the figure."""
        return {number: self.records.written[number] for number in sorted(self.records.open)}


def read_content(
    sheets: Sequence[ReadSheet], table: Table, marks: Marks, parent: str | None, shared: Collection[AreaKey] = ()
) -> Content:
    """Read every row of the sheets. Rows of areas whose name others `shared` are told apart by their order."""
    read = Records(table)
    doubts: list[Doubt] = []
    for one in sheets:
        reader = SheetReader(one.sheet, one.layout, one.roles, table, one.said, marks, parent, shared)
        reader.read(read)
        doubts += reader.doubts
    figure = FIGURE.get(table.name)
    kept = _without_totals(read)
    once = told_once(kept, figure) if figure else Once(kept, [])
    apart = (
        taken_apart(once.records, figure)
        if figure and "period" in kept.cells
        else Apart(once.records, [], [], [], ("", ""), set())
    )
    summed = by_quarters(apart.records, figure) if figure else Summed(kept, [], [])
    return Content(
        records=summed.records,
        rows=len(_rows(kept, totals=False)),
        totals=len(_rows(read, totals=True)),
        differences=differing_totals(read, figure) if figure else [],
        column_differences=[*(Difference(*one) for one in read.row_totals), *once.differences, *apart.differences],
        incomplete=summed.incomplete,
        repeated=summed.repeated,
        by_months=any(month is not None for month in kept.months),
        remarks=read.remarks,
        odd=read.odd,
        left=read.left,
        unfilled=read.unfilled,
        falls=apart.falls,
        alone=apart.alone,
        as_written=once.records.without(apart.held),
        with_totals=read,
        doubts=[_shown(one, apart.example) for one in doubts if one.rule != RUNNING or apart.example[0]],
    )


def _shown(doubt: Doubt, example: tuple[str, str]) -> Doubt:
    """The doubt about running totals with the first row of them and what it came to."""
    return doubt._replace(value=example[0], details={"parts": example[1]}) if doubt.rule == RUNNING else doubt


def _rows(records: Records, *, totals: bool) -> set[tuple[str, int]]:
    """The rows of totals, or those of areas."""
    pairs = zip(records.places, records.areas, strict=True)
    return {(place.sheet, place.row) for place, area in pairs if (area < 0) is totals}


def _without_totals(records: Records) -> Records:
    if all(area >= 0 for area in records.areas):
        return records
    return records.without([number for number, area in enumerate(records.areas) if area < 0])
