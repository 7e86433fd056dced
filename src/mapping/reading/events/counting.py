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

from mapping.model.problems import Problem, Refused
from mapping.reading.events.area_names import Named
from mapping.reading.events.columns import MISSING, UNREADABLE, Mask, as_text
from mapping.reading.events.coordinates import Coordinates, coordinates_of
from mapping.reading.events.coverage import judged, settled, titled
from mapping.reading.events.dates import (
    FUTURE,
    DayForm,
    Days,
    day_form,
    day_number,
    quarters_of,
    read_days,
)
from mapping.reading.events.day_order import month_comes_first
from mapping.reading.events.grid import Ints
from mapping.reading.events.guard import refuse_persons_in
from mapping.reading.events.headings import Role
from mapping.reading.events.ids import NO_ID, Keys, Met, keys_of
from mapping.reading.events.kinds import Kinds
from mapping.reading.events.pieces import Piece, Source, sample_of
from mapping.reading.events.places import Places
from mapping.reading.events.placing import place
from mapping.reading.events.reasons import Reason
from mapping.reading.events.tally import LISTED, Tally
from mapping.reading.files.limits import refuse
from mapping.reading.files.recognition import BROKEN
from mapping.reading.registry import Severity, declare

NOT_KINDS = declare(
    "events_not_kinds",
    Severity.MUST,
    "10.4",
    "The column of kinds holds at most 10,000 different texts that are no kind: more of them are no kinds of events.",
)

IDS_REPEAT = declare(
    "events_ids_repeat",
    Severity.MUST,
    "10.8",
    "An id stands once for each event: at most a tenth of the events of a file have one that stood before.",
)

Progress = Callable[[str, float], None]
"""Told a file's name and which share of it was read."""

_MOST_UNKNOWN = 10_000
_AHEAD = 3  # pieces in memory at once
_WORKERS = 2
_FEW_TWICE, _MOST_TWICE = 10, 0.1


@dataclass(frozen=True)
class Reading:
    """How events are read.

    `only` is the one indicator of files without a column of kinds. `period` are the numbers of the quarters that the
    files are about; empty: those that they show (`coverage.judged`). `exchanged`: latitude and longitude stand in each
    other's columns. `month_first` and `projection` answer what a file leaves open. `every_row`: an id that stands twice is
    no sign of one event told twice.
    """

    kinds: Kinds
    today: date = field(default_factory=date.today)
    only: str | None = None
    period: Sequence[int] = ()
    exchanged: bool = False
    month_first: bool | None = None
    projection: str | None = None
    every_row: bool = False


class _Forms(NamedTuple):
    """How one file writes its days and places."""

    days: Days
    coordinates: Coordinates | None


class _Counted(NamedTuple):
    """What a piece came to, row by row: position of the area, number of the day and of the quarter, position of the kind,
    how the area was told, reason, remark (0: none), key of the id. `open_names` are told with their rows."""

    rows: Ints
    area: Ints
    day: Ints
    quarter: Ints
    kind: Ints
    way: Ints
    reason: Ints
    remark: Ints
    key: Keys | None
    unknown: Counter[str]
    open_names: dict[Named, int]


def count_events(
    sources: Iterable[Source], places: Places, reading: Reading, progress: Progress = lambda file, share: None
) -> Tally:
    """Count the events of all files; an id that stands in two of them is one event. Raises Refused when a file is damaged, holds no kinds, or leaves open how it is read."""
    tally, titles, met = Tally(places.codes, reading.kinds.codes), list[Sequence[str]](), Met()
    with ThreadPoolExecutor(_WORKERS) as pool:
        for source in sources:
            titles.append(source.title)
            forms = _forms_of(source, places, reading)
            tally.monthly |= forms.days.form is DayForm.MONTH
            try:
                for piece, found in _in_order(pool, source, places, reading, forms):
                    _add(
                        tally,
                        source.file,
                        piece,
                        found,
                        met if Role.ID in source.columns and not reading.every_row else None,
                    )
                    progress(source.file, piece.done)
            except pa.ArrowException as fault:
                raise refuse(source.file, BROKEN, reason=fault) from fault
            _require_ids(tally, source)
            progress(source.file, 1.0)
    shown = judged(tally.by_day, day_number(reading.today), monthly=tally.monthly)
    tally.settle(reading.period or None, settled(titled(titles), tally.by_quarter, shown))
    return tally


def _forms_of(source: Source, places: Places, reading: Reading) -> _Forms:
    """How the file is read, told by a sample of its rows. Raises Refused where it may be read in two ways."""
    sample = sample_of(source.columns, source.sample)
    days = sample.get(Role.DATE, ())

    def whole() -> Iterator[Sequence[str]]:
        for piece in source.pieces():
            yield pa.compute.unique(as_text(piece.columns[Role.DATE])).to_pylist()

    form = day_form(days)
    written = form is DayForm.WRITTEN
    first = month_comes_first(source.file, days, whole, reading.month_first) if written else False
    coordinates = coordinates_of(
        source.file, sample, places, projection=reading.projection, exchanged=reading.exchanged
    )
    return _Forms(Days(form, first), coordinates)


def _in_order(
    pool: ThreadPoolExecutor, source: Source, places: Places, reading: Reading, forms: _Forms
) -> Iterator[tuple[Piece, _Counted]]:
    """Every piece with what it came to; a few are worked at while the next is read."""
    waiting: deque[tuple[Piece, Future[_Counted]]] = deque()
    for piece in source.pieces():
        waiting.append((piece, pool.submit(_guarded, source.file, piece, places, reading, forms)))
        if len(waiting) == _AHEAD:
            done, future = waiting.popleft()
            yield done, future.result()
    for done, future in waiting:
        yield done, future.result()


def _add(tally: Tally, file: str, piece: Piece, found: _Counted, met: Met | None) -> None:
    placed = found.reason == Reason.PLACED
    if met is not None and found.key is not None:
        again = met.again(np.where(placed, found.key, NO_ID))
        found.reason[again] = Reason.ID_TWICE
        placed &= ~again
    tally.count(found.area[placed], found.quarter[placed], found.kind[placed])
    tally.note_days(found.day[placed], found.quarter[placed], found.way[placed])
    tally.note_first(file, found.rows[placed], found.quarter[placed])
    tally.note(file, found.rows, found.reason)
    tally.remark(file, found.rows[placed], found.remark[placed])
    tally.note(file, np.asarray(piece.broken, np.int64), np.full(len(piece.broken), Reason.ROW_BROKEN, np.int64))
    for name, row in found.open_names.items():
        if len(tally.open_names) < LISTED:
            tally.open_names.setdefault(name, (file, row))
    tally.unknown_kinds.update(found.unknown)
    if len(tally.unknown_kinds) > _MOST_UNKNOWN:
        raise refuse(file, NOT_KINDS, value=str(len(tally.unknown_kinds)))


def _require_ids(tally: Tally, source: Source) -> None:
    """Raises Refused where so many ids stand twice that the column can hardly be one of ids."""
    twice, placed = tally.reasons[Reason.ID_TWICE], tally.placed
    if twice > _FEW_TWICE and twice > _MOST_TWICE * (twice + placed):
        heading = source.headings[source.columns[Role.ID]]
        raise Refused([Problem(source.file, IDS_REPEAT, None, heading, str(twice), {"rows": str(twice + placed)})])


def _guarded(file: str, piece: Piece, places: Places, reading: Reading, forms: _Forms) -> _Counted:
    """Read a piece that carries no persons. Raises Refused."""
    refuse_persons_in(file, piece.guarded)
    return _read(piece, places, reading, forms)


def _read(piece: Piece, places: Places, reading: Reading, forms: _Forms) -> _Counted:
    """Read and place the rows of a piece that hold anything."""
    rows, columns = _filled(piece)
    unknown: Counter[str] = Counter()
    day = read_days(columns[Role.DATE], forms.days, reading.today)
    quarter = quarters_of(day)
    if reading.only is None:
        kind = reading.kinds.read(columns[Role.KIND], unknown)
    else:
        kind = np.full(len(rows), reading.kinds.codes.index(reading.only))
    found = place(columns, places, len(rows), forms.coordinates)
    for wrong, told in _earlier_reasons(quarter, kind, reading.period):
        found.reason[wrong] = told
    key = keys_of(columns[Role.ID]) if Role.ID in columns and not reading.every_row else None
    opened = {}
    for name, positions in found.open_names.items():
        left = positions[np.isin(found.reason[positions], (Reason.NAME_UNKNOWN, Reason.NAME_SEVERAL))]
        if len(left):
            opened[name] = int(rows[left[0]])
    return _Counted(
        rows, found.area, day, quarter, kind, found.way, found.reason, found.remark, key, unknown, opened
    )  # fmt: skip


def _filled(piece: Piece) -> tuple[Ints, Mapping[Role, pa.Array]]:
    """Without the rows that are blank in all columns read."""
    blank = np.ones(len(piece.rows), dtype=bool)
    for role, column in piece.columns.items():
        if role is Role.ID:
            continue
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
