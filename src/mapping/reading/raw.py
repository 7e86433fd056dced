"""A dataset as its files hold it: cells as texts, geometries as found. The checks look at this form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from mapping.model.levels import Level
from mapping.model.schemas import Column, Form, Table
from mapping.store import DatasetInfo


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

    def __getitem__(self, position: int | np.integer) -> str:
        return self.distinct[int(self.codes[position])]

    def where(self, breaks: Callable[[str], bool]) -> np.ndarray:
        """Positions of the rows whose text `breaks` a rule."""
        wrong = [number for number, text in enumerate(self.distinct) if breaks(text)]
        return np.flatnonzero(np.isin(self.codes, wrong)) if wrong else np.empty(0, dtype="int64")


@dataclass(frozen=True)
class RawTable:
    """A file's rows: `cells` by column name; `rows` holds the number a person would give each row.

    `level` and `geometry` (shapely geometries or None) belong to boundary files only.
    """

    table: Table
    file: str
    cells: Mapping[str, Cells]
    rows: np.ndarray
    level: Level | None = None
    geometry: np.ndarray | None = None

    def columns(self, *forms: Form) -> Iterator[tuple[Column, Cells]]:
        """The columns present, of these forms (all when none is named)."""
        for column in self.table.columns:
            if column.name in self.cells and (not forms or column.form in forms):
                yield column, self.cells[column.name]


@dataclass(frozen=True)
class RawDataset:
    """What could be read; a table or level whose file could not be read is absent."""

    tables: Mapping[str, RawTable]
    layers: Mapping[Level, RawTable]
    info: DatasetInfo | None

    @property
    def files(self) -> tuple[RawTable, ...]:
        return (*self.layers.values(), *self.tables.values())
