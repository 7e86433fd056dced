"""Counting events into areas: files in, figures and reasons out, in pieces that fit into memory."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from mapping.reading.events.grid import Floats, Ints
from mapping.reading.events.guard import refuse_persons_in
from mapping.reading.events.headings import Role
from mapping.reading.events.places import Places
from mapping.reading.events.readings import (
    FUTURE,
    MISSING,
    UNREADABLE,
    Kinds,
    Mask,
    read_codes,
    read_coordinates,
    read_quarters,
)
from mapping.reading.events.reasons import Reason
from mapping.reading.events.sources import Piece, Source
from mapping.reading.events.tally import Tally
from mapping.reading.files.limits import refuse
from mapping.reading.files.recognition import BROKEN
from mapping.reading.registry import Severity, declare

NOT_KINDS = declare(
    "events_not_kinds",
    Severity.MUST,
    "10.4",
    "The column of kinds holds at most 10,000 different texts that are no kind: more of them are no kinds of events.",
)

Progress = Callable[[str, float], None]
"""Told a file's name and which share of it was read."""

_MOST_UNKNOWN = 10_000
_AHEAD = 3  # pieces in memory at once
_WORKERS = 2


@dataclass(frozen=True)
class Reading:
    """How events are read.

    `only` is the one indicator of files without a column of kinds. `period` are the numbers of the quarters that the
    files are about; empty: all up to `today`. `exchanged`: latitude and longitude stand in each other's columns.
    """

    kinds: Kinds
    today: date = field(default_factory=date.today)
    only: str | None = None
    period: Sequence[int] = ()
    exchanged: bool = False


class _Counted(NamedTuple):
    """What a piece came to, row by row: position of the area, number of the quarter, position of the kind, reason."""

    rows: Ints
    area: Ints
    quarter: Ints
    kind: Ints
    reason: Ints
    by_code: int
    unknown: Counter[str]


def count_events(
    sources: Iterable[Source], places: Places, reading: Reading, progress: Progress = lambda file, share: None
) -> Tally:
    """Count the events of all files. Raises Refused when a file turns out to be damaged or holds no kinds."""
    tally = Tally(places.codes, reading.kinds.codes)
    with ThreadPoolExecutor(_WORKERS) as pool:
        for source in sources:
            try:
                for piece, found in _in_order(pool, source, places, reading):
                    _add(tally, source.file, piece, found)
                    progress(source.file, piece.done)
            except pa.ArrowException as fault:
                raise refuse(source.file, BROKEN, reason=fault) from fault
            progress(source.file, 1.0)
    return tally


def _in_order(
    pool: ThreadPoolExecutor, source: Source, places: Places, reading: Reading
) -> Iterator[tuple[Piece, _Counted]]:
    """Every piece with what it came to; a few are worked at while the next is read."""
    waiting: deque[tuple[Piece, Future[_Counted]]] = deque()
    for piece in source.pieces():
        waiting.append((piece, pool.submit(_guarded, source.file, piece, places, reading)))
        if len(waiting) == _AHEAD:
            done, future = waiting.popleft()
            yield done, future.result()
    for done, future in waiting:
        yield done, future.result()


def _add(tally: Tally, file: str, piece: Piece, found: _Counted) -> None:
    placed = found.reason == Reason.PLACED
    tally.count(found.area[placed], found.quarter[placed], found.kind[placed])
    tally.note(file, found.rows, found.reason)
    tally.note(file, np.asarray(piece.broken, np.int64), np.full(len(piece.broken), Reason.ROW_BROKEN, np.int64))
    tally.by_code += found.by_code
    tally.unknown_kinds.update(found.unknown)
    if len(tally.unknown_kinds) > _MOST_UNKNOWN:
        raise refuse(file, NOT_KINDS, value=str(len(tally.unknown_kinds)))


def _guarded(file: str, piece: Piece, places: Places, reading: Reading) -> _Counted:
    """Read a piece that carries no persons. Raises Refused."""
    refuse_persons_in(file, piece.guarded)
    return _read(piece, places, reading)


def _read(piece: Piece, places: Places, reading: Reading) -> _Counted:
    """Read and place the rows of a piece that hold anything."""
    rows, columns = _filled(piece)
    unknown: Counter[str] = Counter()
    quarter = read_quarters(columns[Role.DATE], reading.today)
    if reading.only is None:
        kind = reading.kinds.read(columns[Role.KIND], unknown)
    else:
        kind = np.full(len(rows), reading.kinds.codes.index(reading.only))
    area, reason, by_code = _placed(columns, places, len(rows), exchanged=reading.exchanged)
    for wrong, told in _earlier_reasons(quarter, kind, reading.period):
        reason[wrong] = told
    return _Counted(rows, area, quarter, kind, reason, int((by_code & (reason == Reason.PLACED)).sum()), unknown)


def _filled(piece: Piece) -> tuple[Ints, Mapping[Role, pa.Array]]:
    """Without the rows that are blank in all columns read."""
    blank = np.ones(len(piece.rows), dtype=bool)
    for column in piece.columns.values():
        if not blank.any():
            return piece.rows, piece.columns
        blank &= _is_empty(column)
    if not blank.any():
        return piece.rows, piece.columns
    filled = pa.array(~blank)
    return piece.rows[~blank], {role: column.filter(filled) for role, column in piece.columns.items()}


def _is_empty(column: pa.Array) -> Mask:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return np.asarray(pa.compute.equal(pa.compute.fill_null(pa.compute.utf8_trim_whitespace(column), ""), ""))
    return np.asarray(column.is_null())


def _earlier_reasons(quarter: Ints, kind: Ints, period: Sequence[int]) -> Iterator[tuple[Mask, Reason]]:
    """What is wrong with dates and kinds, the last to be told first: later ones are written over."""
    yield kind == UNREADABLE, Reason.KIND_UNKNOWN
    yield kind == MISSING, Reason.KIND_MISSING
    if period:
        yield (quarter >= 0) & ~np.isin(quarter, period), Reason.OUTSIDE_PERIOD
    yield quarter == FUTURE, Reason.DATE_FUTURE
    yield quarter == UNREADABLE, Reason.DATE_UNREADABLE
    yield quarter == MISSING, Reason.DATE_MISSING


def _placed(columns: Mapping[Role, pa.Array], places: Places, size: int, *, exchanged: bool) -> tuple[Ints, Ints, Mask]:
    """The area of each event, by its code; where that is empty, by its coordinates. The reason, and which had a code."""
    area = np.full(size, MISSING, dtype=np.int64)
    if Role.CODE in columns:
        area = read_codes(columns[Role.CODE], places.positions)
    coded = area != MISSING
    reason = np.where(area == UNREADABLE, Reason.CODE_UNKNOWN, Reason.PLACED).astype(np.int64)
    bare = np.flatnonzero(~coded)
    reason[bare] = Reason.NO_PLACE
    if len(bare) and Role.LATITUDE in columns and Role.LONGITUDE in columns:
        y, no_y = read_coordinates(columns[Role.LATITUDE])
        x, no_x = read_coordinates(columns[Role.LONGITUDE])
        if exchanged:
            x, y = y, x
        empty = (no_x | no_y | ((x == 0) & (y == 0)))[bare]
        area[bare], reason[bare] = _located(x[bare], y[bare], empty, places)
    return area, reason, coded


def _located(x: Floats, y: Floats, empty: Mask, places: Places) -> tuple[Ints, Ints]:
    area = np.full(len(x), MISSING, dtype=np.int64)
    reason = np.full(len(x), Reason.COORDINATES_UNREADABLE, dtype=np.int64)
    with np.errstate(invalid="ignore"):
        given = (np.abs(x) <= 180) & (np.abs(y) <= 180) & ~empty
    area[given], reason[given] = places.locate(x[given], y[given])
    reason[empty] = Reason.NO_PLACE
    return area, reason
