"""How the columns of a table were understood: what a person is asked, and the profile that says it the next time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from mapping.model.kinds import FileKind
from mapping.model.levels import DISTRICT_DIGITS
from mapping.reading.codes import is_code
from mapping.reading.persons import looks_like_person
from mapping.reading.tables.cells import plain
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.file import TableFile
from mapping.reading.tables.grid import Sheet
from mapping.reading.tables.layout import Column, Layout, find_layout
from mapping.reading.tables.profile import FIGURES, IGNORED, WIDER, Meaning, Profile
from mapping.reading.tables.roles import find_roles
from mapping.reading.tables.times import read_period
from mapping.reading.tables.words import folded

_SAMPLES = 3
_SAMPLED_ROWS = 300
_LONGEST_SAMPLE = 60


class UnderstoodColumn(NamedTuple):
    """A heading, what it was taken for (its `means` is "" when nothing is known), and some of what stands below it."""

    heading: str
    meaning: Meaning
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Understood:
    """The different headings of a table, without those that name a period; `kind` None when nothing tells it.

    `profile` is the one the table was read by, `marks` are those it says. `open_numbers` may be read in two ways.
    """

    kind: FileKind | None
    columns: tuple[UnderstoodColumn, ...]
    profile: Profile | None = None
    open_numbers: tuple[str, ...] = ()

    def profile_of(
        self,
        kind: FileKind,
        meanings: Mapping[str, Meaning],
        marks: Marks = Marks(),  # noqa: B008 (immutable)
        title: str = "",
    ) -> Profile:
        """The profile that says what every column is: as in `meanings` by heading, else as it was understood.

        What the profile says that the table was read by stays: its constants, and the columns of periods it names.
        """
        before = self.profile
        told = {one.heading: meanings.get(one.heading, one.meaning) for one in self.columns}
        columns = {heading: one if one.means else Meaning(IGNORED) for heading, one in told.items()}
        kept = (
            {head: one for head, one in before.columns.items() if one.period and head not in columns} if before else {}
        )
        return Profile(
            kind,
            columns | kept,
            before.constants if before else {},
            marks,
            title or (before.title if before else ""),
            before.name if before else "",
        )


def understood(file: TableFile, kind: FileKind | None, open_numbers: tuple[str, ...] = ()) -> Understood:
    """How the columns of the file were understood, with samples that do not look like persons."""
    columns: dict[str, UnderstoodColumn] = {}
    for sheet, layout in file.sheets:
        for column in layout.columns:
            if column.period is None and not looks_like_person(column.heading):
                told = column.indicator or column.group
                meaning = Meaning(FIGURES if told else column.means, None, column.indicator, column.group)
                samples = tuple(islice(_samples(sheet, layout, column.position), _SAMPLES))
                columns.setdefault(folded(column.heading), UnderstoodColumn(column.heading, meaning, samples))
    told = kind or (file.profile.kind if file.profile else None)
    return Understood(told, tuple(columns.values()), file.profile, open_numbers)


def likely(column: UnderstoodColumn) -> str | None:
    """What an unknown column may be by its samples, for a person to confirm: codes of areas or periods."""
    if column.samples and all(is_code(text) and len(text) > DISTRICT_DIGITS for text in column.samples):
        return "area_code"
    if column.samples and all((when := read_period(text)) and when.in_quarter for text in column.samples):
        return "period"
    return None


def says_all(profile: Profile, file: TableFile) -> bool:
    """Whether the file is read by the profile as it was read without one: then it can be kept for the next time.

    A profile of areas alone tells nothing: what the columns of periods hold stands in the title of each file.
    """
    table = profile.kind.table
    assert table is not None
    if all(one.means in _OF_NO_FIGURES for one in profile.columns.values()):
        return False
    for sheet, layout in file.sheets:
        again = find_layout(sheet, profile)
        if again is None or again.header != layout.header or again.title != layout.title:
            return False
        if not profile.fits((one.heading, one.period) for one in again.columns):
            return False
        before, after = (find_roles(sheet, one, table, None) for one in (layout, again))
        same = all(_positions(getattr(before, name)) == _positions(getattr(after, name)) for name in _LISTS)
        if not same or before.level is not after.level or before.single.keys() != after.single.keys():
            return False
    return True


_OF_NO_FIGURES = {"area_code", "area_name", WIDER, "number", IGNORED}
_LISTS = ("codes", "names", "wider", "figures", "row_totals")


def _positions(columns: list[Column]) -> list[tuple[object, ...]]:
    return [(one.position, one.period, one.indicator, one.group) for one in columns]


def _samples(sheet: Sheet, layout: Layout, position: int) -> Iterator[str]:
    seen: set[str] = set()
    for row in sheet.rows[layout.header + 1 : layout.header + 1 + _SAMPLED_ROWS]:
        text = plain(row[position]) if position < len(row) else ""
        if text and text not in seen and not looks_like_person(text):
            seen.add(text)
            yield text if len(text) <= _LONGEST_SAMPLE else text[: _LONGEST_SAMPLE - 1] + "…"
