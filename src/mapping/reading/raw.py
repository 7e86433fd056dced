"""A dataset as its files hold it: cells as texts, geometries as found. The checks look at this form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from mapping.model.levels import Level
from mapping.model.schemas import Column, Form, Table
from mapping.store import DatasetInfo, Source


@dataclass(frozen=True)
class Cells:
    """A column: its distinct texts, and for each row which one stands there. An empty cell is "".

    Checks look at the distinct texts only, so two million rows cost what their few values cost.
    """

    distinct: list[str]
    codes: np.ndarray

    @classmethod
    def of(cls, column: pa.ChunkedArray | pa.Array) -> Cells:
        """The cells of an Arrow column of texts without nulls."""
        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        encoded = whole.dictionary_encode()
        return cls(encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False))

    @classmethod
    def of_typed(cls, column: pd.Series) -> Cells:
        """The cells of a typed column as a file has them: days as 2025-12-31, flags as 0 and 1, nothing for what is missing."""
        codes, distinct = pd.factorize(column)
        texts = distinct.tolist() if column.dtype == "str" else [_written(value) for value in distinct]
        if (codes < 0).any():
            texts += [] if "" in texts else [""]
            codes = np.where(codes < 0, texts.index(""), codes)
        return cls(texts, codes.astype("int32"))

    def __getitem__(self, position: int | np.integer) -> str:
        return self.distinct[int(self.codes[position])]

    def where(self, breaks: Callable[[str], bool]) -> np.ndarray:
        """Positions of the rows whose text `breaks` a rule."""
        wrong = [number for number, text in enumerate(self.distinct) if breaks(text)]
        return np.flatnonzero(np.isin(self.codes, wrong)) if wrong else np.empty(0, dtype="int64")


def _written(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return str(int(value)) if isinstance(value, bool | np.bool_) else str(value)


@dataclass(frozen=True)
class RawTable:
    """A file's rows: `cells` by column name; `rows` holds the number a person would give each row.

    `level` and `geometry` (shapely geometries or None) belong to boundary files only; `frame` to tables that were typed
    before they came here.
    """

    table: Table
    file: str
    cells: Mapping[str, Cells]
    rows: np.ndarray
    level: Level | None = None
    geometry: np.ndarray | None = None
    frame: pd.DataFrame | None = None

    @classmethod
    def of_typed(cls, table: Table, file: str, frame: pd.DataFrame, level: Level | None = None) -> RawTable:
        """A typed frame as a file would hold it; its rows are counted from 0. Areas are typed anew: names may be empty texts."""
        cells = {name: Cells.of_typed(frame[name]) for name in table.names}
        rows = np.arange(len(frame))
        if isinstance(frame, gpd.GeoDataFrame):
            return cls(table, file, cells, rows, level, frame.geometry.to_numpy())
        return cls(table, file, cells, rows, frame=frame)

    def source(self) -> Source:
        """What the rows hold as the record of a source: the same whatever they were read from."""
        hashed, size = hashlib.sha256(), 0
        for part in self._parts():
            hashed.update(part)
            size += len(part)
        return Source(self.file, hashed.hexdigest(), size)

    def _parts(self) -> Iterator[bytes]:
        yield json.dumps({name: cells.distinct for name, cells in self.cells.items()}).encode()
        for cells in self.cells.values():
            yield np.ascontiguousarray(cells.codes, dtype="<i4").tobytes()
        if self.geometry is not None:
            yield from shapely.to_wkb(self.geometry, byte_order=1)

    def columns(self, *forms: Form) -> Iterator[tuple[Column, Cells]]:
        """The columns present, of these forms (all when none is named)."""
        for column in self.table.columns:
            if column.name in self.cells and (not forms or column.form in forms):
                yield column, self.cells[column.name]


@dataclass(frozen=True)
class RawDataset:
    """What could be read; a table or level whose file could not be read is absent.

    `fits`: whether the areas of every level are known to fit each other, since a published snapshot has them so. `sound`: files that are
    known to keep every rule, and are here for others to be held against.
    """

    tables: Mapping[str, RawTable]
    layers: Mapping[Level, RawTable]
    info: DatasetInfo | None
    fits: bool = False
    sound: Collection[str] = ()

    @property
    def files(self) -> tuple[RawTable, ...]:
        """Those to be looked at."""
        return tuple(one for one in (*self.layers.values(), *self.tables.values()) if one.file not in self.sound)
