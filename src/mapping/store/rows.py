"""The tables of a snapshot's file, read by any number of threads."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from weakref import finalize

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from mapping.model.schemas import Table
from mapping.store.database import connect_read_only
from mapping.store.frames import typed


class Rows:
    """What is asked of one file, in SQL. It is let go of when nobody holds this any more, or by `close`."""

    def __init__(self, path: Path) -> None:
        self._connection = connect_read_only(path)
        self._local = threading.local()
        self._let_go = finalize(self, self._connection.close)

    def close(self) -> None:
        """Let go of the file; nothing can be read afterwards."""
        self._let_go()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of this thread's own: one connection must not run two queries at once."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
        return cursor

    def table(self, name: str) -> pa.Table:
        """A table as it stands, its rows in their order."""
        whole: pa.Table = self._cursor().sql(f'SELECT * FROM "{name}" ORDER BY rowid').to_arrow_table()  # noqa: S608 (names of ours)
        return whole

    def tuples(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of an answer."""
        return self._cursor().execute(sql).fetchall()

    def arrays(self, sql: str, values: Sequence[Any] = ()) -> dict[str, Any]:
        """The columns of an answer by name; one with rows that have no value is masked."""
        return self._cursor().execute(sql, values).fetchnumpy()

    def frame(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """An answer."""
        return self._cursor().execute(sql, values).df()

    def typed(self, table: Table, tail: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """Rows of a table in the types of its schema; `tail` follows `FROM`."""
        columns = ", ".join(f'"{name}"' for name in table.names)
        return typed(self.frame(f'SELECT {columns} FROM "{table.name}" {tail}', values), table)  # noqa: S608


def numbers(column: np.ma.MaskedArray) -> np.ndarray:
    """float64, NaN where there is no value."""
    return np.ma.filled(column.astype(np.float64), np.nan)
