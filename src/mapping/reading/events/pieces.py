"""What a file of events gives: its columns, a sample of them, and its rows in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

import pyarrow as pa

from mapping.reading.events.grid import Ints
from mapping.reading.events.guard import DEGREES
from mapping.reading.events.headings import Columns, Role, choose, find_columns, missing
from mapping.reading.persons import refuse_persons


class Piece(NamedTuple):
    """Some rows: the columns by role, the number of each row as a person counts, and about which share of the file is read.

    `broken` are the numbers of rows, up to this piece, that had more or fewer cells than the header. `guarded` are the columns,
    by heading, that may carry persons: all but the day, also those that are not read for anything else.
    """

    columns: Mapping[Role, pa.Array]
    rows: Ints
    done: float
    broken: Sequence[int] = ()
    guarded: Sequence[tuple[str, pa.Array]] = ()


class Source(Protocol):
    """A file opened for reading: its name, headings, columns by role, a sample of its rows, and all of them by pieces.

    `title` are the texts above the header.
    """

    file: str
    title: Sequence[str]
    headings: list[str]
    columns: Columns
    sample: Sequence[Sequence[str]]

    def pieces(self) -> Iterator[Piece]:
        """The rows, in order. Raises Refused where the file turns out to be damaged."""
        ...


class Asked(NamedTuple):
    """What is asked of the columns of a file: headings for roles where it uses its own, and whether one tells kinds."""

    named: Mapping[Role, str]
    with_kind: bool

    def fits(self, headings: Sequence[str]) -> bool:
        """Whether a row of headings has the columns that are needed."""
        return not missing(find_columns(headings, self.named), with_kind=self.with_kind)

    def columns(self, file: str, headings: Sequence[str], sample: Sequence[Sequence[str]]) -> Columns:
        """The columns. Raises Refused when the file carries persons, by the headings or the sample of its rows.

        The day of an event may be as old as a birth day, and the decimals of degrees as many as a personal number's
        digits: neither is looked at for them.
        """
        found = find_columns(headings, self.named)
        days, degrees = found.get(Role.DATE, []), [*found.get(Role.LATITUDE, []), *found.get(Role.LONGITUDE, [])]
        seen: dict[str, list[str]] = {}
        for n, heading in enumerate(headings):
            cells = [] if n in days else [row[n] for row in sample if n < len(row)]
            if n in degrees:
                cells = [cell for cell in cells if not DEGREES.fullmatch(cell.strip())]
            seen.setdefault(heading or str(n + 1), []).extend(cells)
        refuse_persons(file, seen)
        return choose(file, headings, self.named, with_kind=self.with_kind)


def sample_of(columns: Columns, rows: Sequence[Sequence[str]]) -> Mapping[Role, Sequence[str]]:
    """The cells of each role's column in a sample of rows."""
    return {role: [row[n] for row in rows if n < len(row)] for role, n in columns.items()}
