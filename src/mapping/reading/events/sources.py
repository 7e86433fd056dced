"""Files of events, read in pieces that fit into memory: text with any separator, Parquet, and small workbooks."""

from __future__ import annotations

import codecs
import csv
import io
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from mapping.reading.events.grid import Ints
from mapping.reading.events.headings import Columns, Role
from mapping.reading.events.pieces import Asked, Piece, Source
from mapping.reading.events.points import Points, holds_points
from mapping.reading.files import Container, recognise
from mapping.reading.files.limits import check_name, refuse
from mapping.reading.files.recognition import BROKEN, EMPTY, UNREADABLE, refuse_other
from mapping.reading.registry import Severity, declare
from mapping.reading.tables.cells import plain
from mapping.reading.tables.encoding import likely_code_page
from mapping.reading.tables.grid import ENCODING_UNKNOWN, read_sheets

BROKEN_ROWS = declare(
    "events_rows_broken",
    Severity.MUST,
    "10.3",
    "At most a million rows of a file of events have more or fewer cells than its header.",
)
NOT_TABLE = declare(
    "events_no_table", Severity.MUST, "10.1", "Events stand in CSV, TSV, Parquet, XLSX, or as points in GeoJSON."
)

_SEPARATORS = ",;\t|"
_HEAD = 1 << 20
_HEADER_ROWS = 30
_SAMPLE_ROWS = 5000
_BLOCK = 1 << 22  # bytes; what is in memory at once is some forty times as much
_PIECE = 1 << 18
_MOST_BROKEN_ROWS = 1_000_000
_PARQUET = b"PAR1"
_UTF_8 = "riskmap_utf_8"


def _lenient(name: str) -> codecs.CodecInfo | None:
    """UTF-8 in which a damaged sign is the sign for that: one bad byte must not keep millions of rows from being read."""
    if name != _UTF_8:
        return None
    strict = codecs.lookup("utf-8-sig")
    decoder = partial(strict.incrementaldecoder, errors="replace")
    return codecs.CodecInfo(strict.encode, strict.decode, incrementaldecoder=decoder, name=name)


codecs.register(_lenient)
_BOMS = ((codecs.BOM_UTF8, _UTF_8), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def open_source(path: Path, named: Mapping[Role, str], *, with_kind: bool) -> Source:
    """Open a file of events. Raises Refused when it cannot be read, carries persons, or lacks a column.

    `named` gives headings for roles, where a file uses words of its own; without `with_kind` no column tells kinds.
    """
    check_name(path)
    try:
        with path.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as fault:
        raise refuse(path.name, UNREADABLE, value=fault.strerror or str(fault)) from fault
    if not head.strip():
        raise refuse(path.name, EMPTY)
    asked = Asked(named, with_kind)
    if head.startswith(_PARQUET):
        return _Parquet.opened(path, asked)
    if head.startswith(b"PK"):
        if recognise(path) is not Container.XLSX:
            raise refuse(path.name, NOT_TABLE, value=path.suffix)
        return _Workbook.opened(path, asked)
    refuse_other(path, head)
    if holds_points(head):
        return Points.opened(path, asked)
    if b"\x00" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise refuse(path.name, NOT_TABLE, value=path.suffix)
    return _Text.opened(path, head, asked)


@dataclass
class _Text:
    """A text file: `header` is the number of the row with the headings, from 1."""

    path: Path
    file: str
    columns: Columns
    headings: list[str]
    header: int
    separator: str
    encoding: str
    sample: Sequence[Sequence[str]]
    title: Sequence[str]

    @classmethod
    def opened(cls, path: Path, head: bytes, asked: Asked) -> _Text:
        encoding = _encoding(path, head)
        text = _decoded_head(head, encoding)
        separator, header, rows = _layout(text, asked)
        headings = rows[header]
        columns = asked.columns(path.name, headings, rows[header + 1 :])
        title = [cell for row in rows[:header] for cell in row if cell]
        return cls(
            path, path.name, columns, headings, header + 1, separator, encoding, rows[header + 1 :], title
        )  # fmt: skip

    def pieces(self) -> Iterator[Piece]:
        broken = array("q")
        size = max(self.path.stat().st_size, 1)
        names = [f"c{n}" for n in range(len(self.headings))]
        with _damage_told(self.path), pa.OSFile(str(self.path)) as raw:
            given, seen = 0, self.header
            for number, batch in enumerate(self._reader(raw, names, broken), start=1):
                if len(broken) > _MOST_BROKEN_ROWS:
                    raise refuse(self.file, BROKEN_ROWS, value=str(len(broken)))
                rows = _numbers(seen, batch.num_rows, np.frombuffer(broken, dtype=np.int64).copy())
                columns = {role: batch.column(names[n]) for role, n in self.columns.items()}
                guarded = [(head or str(n + 1), batch.column(n)) for n, head in _guarded(self.headings, self.columns)]
                yield Piece(columns, rows, min(number * _BLOCK / size, 1.0), broken[given:].tolist(), guarded)
                given, seen = len(broken), seen + batch.num_rows
            if len(broken) > given:
                empty = {role: pa.array([], pa.string()) for role in self.columns}
                yield Piece(empty, np.empty(0, np.int64), 1.0, broken[given:].tolist())

    def _reader(self, raw: pa.NativeFile, names: list[str], broken: array[int]) -> arrow_csv.CSVStreamingReader:
        def put_aside(row: arrow_csv.InvalidRow) -> str:
            broken.append(row.number or 0)
            return "skip"

        return arrow_csv.open_csv(
            raw,
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=_BLOCK, skip_rows=self.header, column_names=names, encoding=self.encoding
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=put_aside,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )


def _guarded(headings: Sequence[str], columns: Columns) -> list[tuple[int, str]]:
    """The columns that are looked at for persons, by position: all but the day of the event."""
    return [(n, heading) for n, heading in enumerate(headings) if n != columns.get(Role.DATE)]


def _numbers(seen: int, count: int, broken: Ints) -> Ints:
    """The numbers of the next `count` good rows, when `seen` rows and the `broken` ones went before or lie between."""
    plain_numbers = np.arange(seen + 1, seen + 1 + count)
    earlier = broken - np.arange(len(broken))
    return plain_numbers + np.searchsorted(earlier, plain_numbers, side="right")


def _encoding(path: Path, head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        page = likely_code_page(head)
        if page is None:
            raise refuse(path.name, ENCODING_UNKNOWN) from None
        return page
    return _UTF_8


def _decoded_head(head: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)(errors="replace").decode(head).removeprefix("\ufeff")


def _layout(text: str, asked: Asked) -> tuple[str, int, list[list[str]]]:
    """The separator and the position of the header, found together: with them the columns needed are there.

    Where none fits, the separator that splits the first row most, for the refusal to name what stands there.
    """
    split = {sign: list(_rows(text, sign)) or [[]] for sign in _SEPARATORS}
    for sign, rows in split.items():
        for position, row in enumerate(rows[:_HEADER_ROWS]):
            if asked.fits(row):
                return sign, position, rows
    widest = max(split, key=lambda sign: max(len(row) for row in split[sign][:_HEADER_ROWS]))
    rows = split[widest]
    return widest, max(range(min(len(rows), _HEADER_ROWS)), key=lambda n: len(rows[n])), rows


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    """The first rows, up to where the text is no table with this separator."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    with suppress(csv.Error):
        yield from ([cell.strip() for cell in row] for row in islice(rows, _SAMPLE_ROWS))


@dataclass
class _Parquet:
    path: Path
    file: str
    columns: Columns
    headings: list[str]
    sample: Sequence[Sequence[str]]
    title: Sequence[str] = ()

    @classmethod
    def opened(cls, path: Path, asked: Asked) -> _Parquet:
        with _damage_told(path), _parquet(path) as opened:
            headings = list(opened.schema_arrow.names)
            sample = next(opened.iter_batches(_SAMPLE_ROWS), pa.record_batch({}))
            texts = [["" if cell is None else str(cell) for cell in row] for row in _by_row(sample)]
        columns = asked.columns(path.name, headings, texts)
        return cls(path, path.name, columns, headings, texts)

    def pieces(self) -> Iterator[Piece]:
        with _damage_told(self.path), _parquet(self.path) as opened:
            total, seen = max(opened.metadata.num_rows, 1), 0
            names = {role: self.headings[n] for role, n in self.columns.items()}
            for batch in opened.iter_batches(_PIECE, use_threads=False):
                columns = {role: _read_as(role, batch.column(name)) for role, name in names.items()}
                rows = np.arange(seen + 1, seen + 1 + batch.num_rows)
                guarded = [(head or str(n + 1), batch.column(n)) for n, head in _guarded(self.headings, self.columns)]
                yield Piece(columns, rows, (seen + batch.num_rows) / total, (), guarded)
                seen += batch.num_rows


def _parquet(path: Path) -> pq.ParquetFile:
    return pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Raises Refused for all that Arrow and Python raise where a file is damaged."""
    try:
        yield
    except (pa.ArrowException, OSError, ValueError, LookupError, OverflowError) as fault:
        raise refuse(path.name, BROKEN, reason=fault) from fault


def _by_row(batch: pa.RecordBatch) -> Iterator[tuple[object, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _read_as(role: Role, column: pa.Array) -> pa.Array:
    """Days and numbers as they are, and whole numbers that are ids; everything else as text."""
    kind = column.type
    if role is Role.ID and pa.types.is_integer(kind):
        return column
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind) or pa.types.is_decimal(kind) or pa.types.is_floating(kind):
        return column
    return column.cast(pa.string())


@dataclass
class _Workbook:
    file: str
    columns: Columns
    rows: list[list[str]]
    header: int
    headings: list[str]
    sample: Sequence[Sequence[str]]
    title: Sequence[str]

    @classmethod
    def opened(cls, path: Path, asked: Asked) -> _Workbook:
        """The first sheet that has the columns, or the refusal that its first one earns."""
        sheets, _ = read_sheets(path, Container.XLSX)
        if not sheets:
            raise refuse(path.name, EMPTY)
        texts = [[[plain(cell) for cell in row] for row in sheet.rows] for sheet in sheets]
        rows, header = next(
            ((rows, n) for rows in texts for n, row in enumerate(rows[:_HEADER_ROWS]) if asked.fits(row)), (texts[0], 0)
        )
        headings = rows[header]
        columns = asked.columns(path.name, headings, rows[header + 1 :])
        title = [cell for row in rows[:header] for cell in row if cell]
        return cls(path.name, columns, rows, header, headings, rows[header + 1 :], title)

    def pieces(self) -> Iterator[Piece]:
        rows = self.rows[self.header + 1 :]
        columns = {
            role: pa.array([row[n] if n < len(row) else "" for row in rows], pa.string())
            for role, n in self.columns.items()
        }
        yield Piece(columns, np.arange(self.header + 2, self.header + 2 + len(rows)), 1.0)
