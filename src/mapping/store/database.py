"""The DuckDB file of a snapshot: written once, then only read.

Statistics and population are kept as numbers sorted so that one map view lies together: a *series* is an
indicator with a group, a quarter is `year * 4 + number - 1`, an area is its position among all mahalla codes
sorted as text. Codes nest, so the mahallas under any area are one range of positions. Codes that are no
area's get positions after the last mahalla: kept, and never met by a range. The views `statistics` and
`populations` show the same rows with their codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from mapping.model.levels import Level
from mapping.model.periods import QUARTERS_IN_YEAR, Quarter
from mapping.model.schemas import (
    ASSIGNMENT,
    CATEGORY,
    FACTOR,
    INDICATOR,
    MEASURE,
    POPULATION,
    STATISTIC,
    TERM,
    Form,
    Table,
)
from mapping.store.dataset import Dataset
from mapping.store.joins import Joined

PLAIN = (INDICATOR, TERM, CATEGORY, FACTOR, ASSIGNMENT, MEASURE)
_SQL_TYPES = {
    Form.COUNT: "BIGINT",
    Form.YEAR: "SMALLINT",
    Form.SHARE: "SMALLINT",
    Form.FLAG: "BOOLEAN",
    Form.DATE: "DATE",
}
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
}
_VIEWS = """
CREATE VIEW statistics AS
SELECT p.code AS area, (quarter // 4) || 'Q' || (quarter % 4 + 1) AS period, s.indicator, s."group", t.count, p.known
FROM statistic t JOIN series s USING (series) JOIN place p ON p.position = t.area;
CREATE VIEW populations AS
SELECT p.code AS area, t.year, t."group", t.people, p.known FROM population t JOIN place p ON p.position = t.area;
"""


def quarter_number(quarter: Quarter) -> int:
    """The number by which a quarter is stored; orders by time."""
    return quarter.year * QUARTERS_IN_YEAR + quarter.number - 1


def quarter_from(number: int) -> Quarter:
    """The quarter stored as this number."""
    return Quarter(number // QUARTERS_IN_YEAR, number % QUARTERS_IN_YEAR + 1)


def connect_read_only(path: Path) -> duckdb.DuckDBPyConnection:
    """Open for reading: any number of processes at once, no extension, no other file, no network."""
    return duckdb.connect(path, read_only=True, config=CONFIG)


def write_database(path: Path, dataset: Dataset, joined: Joined) -> None:
    """Write every table of the dataset into a new file. Raises OSError or duckdb.Error when it cannot."""
    with duckdb.connect(path, config=CONFIG) as connection:
        places = _places(dataset)
        write_rows(connection, "place", places)
        for table in (*PLAIN, STATISTIC, POPULATION):
            write_table(connection, table, dataset.tables[table.name], places)
        write_joined(connection, joined)
        connection.execute(_VIEWS)
        connection.execute("CHECKPOINT")


def write_table(connection: duckdb.DuckDBPyConnection, table: Table, frame: pd.DataFrame, places: pd.DataFrame) -> None:
    """Write a table of the dataset, in the place of what stands there. `places`: the rows of `place`."""
    if table is STATISTIC:
        _write_statistics(connection, frame, places)
    elif table is POPULATION:
        _write_population(connection, frame, places)
    else:
        _create(connection, table)
        _append(connection, table.name, _plain_rows(table, frame))


def write_joined(connection: duckdb.DuckDBPyConnection, joined: Joined) -> None:
    """Write which codes and areas did not meet, in the place of what stands there."""
    write_rows(connection, "unplaced", joined.unplaced)
    write_rows(connection, "without_figures", joined.without_figures)


def copied(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Write tables that were read from another file of this form, as they are."""
    for name, rows in tables.items():
        connection.register("incoming", rows)
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')  # noqa: S608 (names of ours)
        connection.unregister("incoming")
    connection.execute(_VIEWS)
    connection.execute("CHECKPOINT")


def _create(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    columns = ", ".join(f'"{column.name}" {_SQL_TYPES.get(column.form, "VARCHAR")}' for column in table.columns)
    connection.execute(f'CREATE OR REPLACE TABLE "{table.name}" ({columns})')


def _plain_rows(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows by area where there is one, so that a range of codes is one stretch of the file; else as they came."""
    return frame.sort_values("area", kind="stable") if "area" in table.names else frame


def _places(dataset: Dataset) -> pd.DataFrame:
    """position, code, known: the mahallas sorted by code, then the codes of figures that no mahalla has."""
    areas = dataset.areas
    known = np.sort(areas.loc[areas["level"] == Level.MAHALLA, "code"].to_numpy(dtype=object))
    named = {code for name in (STATISTIC.name, POPULATION.name) for code in dataset.tables[name]["area"].unique()}
    others = pd.Index(sorted(named), dtype=object).difference(pd.Index(known))
    codes = np.concatenate([known, others.to_numpy(dtype=object)])
    return pd.DataFrame(
        {
            "position": np.arange(len(codes), dtype="int32"),
            "code": pd.array(codes, dtype="str"),
            "known": np.arange(len(codes)) < len(known),
        }
    )


def _positions(area: pd.Series, places: pd.DataFrame) -> np.ndarray:
    codes, distinct = pd.factorize(area)
    positions: np.ndarray = pd.Index(places["code"]).get_indexer(pd.Index(distinct.astype("str"))).astype("int32")
    return positions[codes]


def _write_statistics(connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, places: pd.DataFrame) -> None:
    by_series = frame.groupby(["indicator", "group"], sort=True, observed=True)
    series = by_series.size().rename("rows").reset_index().astype({"indicator": "str", "group": "str"})
    series.insert(0, "series", np.arange(len(series), dtype="int16"))
    rows = pd.DataFrame(
        {
            "series": by_series.ngroup().to_numpy(dtype="int16"),
            "quarter": quarter_numbers(frame["period"]),
            "area": _positions(frame["area"], places),
            "count": frame["count"],
        }
    )
    write_rows(connection, "series", series)
    write_rows(connection, "statistic", _sorted(rows, ["series", "quarter", "area"]))


def _sorted(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The rows in the order of columns of whole numbers that are not negative: the key, which no two have alike."""
    if rows.empty:
        return rows
    packed = np.zeros(len(rows), dtype="int64")
    for name in by:
        packed = packed * (int(rows[name].max()) + 1) + rows[name].to_numpy()
    return rows.take(np.argsort(packed))


def quarter_numbers(periods: pd.Series) -> np.ndarray:
    """The numbers by which quarters, written as 2025Q4, are stored."""
    codes, written = pd.factorize(periods)
    numbers = np.array([quarter_number(Quarter.parse(one)) for one in written], dtype="int16")
    return numbers[codes] if len(numbers) else np.empty(0, dtype="int16")


def _write_population(connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, places: pd.DataFrame) -> None:
    rows = pd.DataFrame(
        {
            "year": frame["year"].astype("int16"),
            "group": frame["group"].astype("str"),
            "area": _positions(frame["area"], places),
            "people": frame["people"],
        }
    )
    write_rows(connection, "population", rows.sort_values(["year", "group", "area"]))


def write_rows(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    """Write a frame as a table of this name, in the place of what stands there."""
    with registered(connection, frame):
        connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM incoming')  # noqa: S608 (names of ours)


def _append(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    with registered(connection, frame):
        connection.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM incoming')  # noqa: S608 (names of ours)


class registered:  # noqa: N801 (reads as a statement where it is used)
    """Makes a frame visible to SQL as `incoming` while the block runs."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame) -> None:
        self.connection = connection
        self.table = pa.Table.from_pandas(frame, preserve_index=False)

    def __enter__(self) -> None:
        self.connection.register("incoming", self.table)

    def __exit__(self, *_: object) -> None:
        self.connection.unregister("incoming")
