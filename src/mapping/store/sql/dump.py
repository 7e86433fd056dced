"""The rows of a database as lines of JSON, a file a table: alike of both kinds, so that one is read where the other was written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Date, DateTime, MetaData, Table, func, insert, inspect, select, text

from mapping.store.sql.database import Database
from mapping.store.sql.errors import DatabaseInUse
from mapping.store.sql.migrating import require_known, step_of, take_steps

_OF_STEPS = "alembic_version"
_AT_ONCE = 1000
_SHARED = "shared_"
"""Copies of snapshots, which lie in a home as well: the first server that comes lays them out anew."""


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they stand, each after those that it refers to; without what servers share."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _OF_STEPS and not table.name.startswith(_SHARED)]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Every row as an object of JSON on a line of its own; moments in UTC."""
    asked = connection.execution_options(stream_results=True, yield_per=_AT_ONCE).execute(select(table))
    for row in asked.mappings():
        written = {name: _written(value) for name, value in row.items()}
        yield json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def is_empty(base: Database) -> bool:
    """Whether the database holds no row but those of its form."""
    with base.reading() as connection:
        if step_of(connection) is None:
            return True
        return all(connection.execute(select(table).limit(1)).first() is None for table in tables_of(connection))


def fill(base: Database, *, step: str, rows: Iterable[tuple[str, Iterable[bytes]]], aside: str) -> None:
    """Make the database anew from lines, by the form that they were written in, and bring it to this version's; all of it or nothing.

    What stood there is kept on PostgreSQL in a schema named `aside`; on SQLite the file must be a new one.
    Raises DatabaseNewer, DatabaseInUse, DatabaseUnusable.
    """
    require_known(step, base.name)
    with base.writing() as connection:
        if not base.is_sqlite:
            _require_alone(base, connection)
            _set_aside(connection, aside)
        take_steps(connection, step)
        known = {table.name: table for table in tables_of(connection)}
        for name, lines in rows:
            _load(connection, known[name], lines)
        take_steps(connection)


def let_go_of_file(path: Path) -> None:
    """Write what lies beside a file of SQLite into it, so that it can be moved. Raises DatabaseInUse where somebody has it open."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as fault:
            raise DatabaseInUse(address=path) from fault


def _require_alone(base: Database, connection: Connection) -> None:
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    if connection.execute(text(others)).scalar_one():
        raise DatabaseInUse(address=base.name)


def _set_aside(connection: Connection, schema: str) -> None:
    """Move every table, with its sequences and what its triggers call, out of the way."""
    names = inspect(connection).get_table_names()
    if not names:
        return
    called = (
        "SELECT DISTINCT called.proname FROM pg_trigger JOIN pg_proc called ON called.oid = tgfoid "
        "JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
    )
    functions = connection.execute(text(called)).scalars().all()
    quoted = connection.dialect.identifier_preparer.quote
    connection.execute(text(f"CREATE SCHEMA {quoted(schema)}"))
    for name in names:
        connection.execute(text(f"ALTER TABLE {quoted(name)} SET SCHEMA {quoted(schema)}"))
    for name in functions:
        connection.execute(text(f"ALTER FUNCTION {quoted(name)}() SET SCHEMA {quoted(schema)}"))


def _load(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    rows = ({name: _read(table.c[name], value) for name, value in json.loads(line).items()} for line in lines)
    while some := list(islice(rows, _AT_ONCE)):
        connection.execute(insert(table), some)
    numbered = table.autoincrement_column
    if connection.dialect.name == "postgresql" and numbered is not None:
        last = connection.execute(select(func.max(numbered))).scalar()
        if last is not None:
            sequence = func.pg_get_serial_sequence(table.name, numbered.name)
            connection.execute(select(func.setval(sequence, last)))


def _read(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        moment = datetime.fromisoformat(value)
        return moment if column.type.timezone else moment.replace(tzinfo=None)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
