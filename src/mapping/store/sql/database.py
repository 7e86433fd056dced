"""Reading and writing, alike on SQLite and PostgreSQL: readers never wait, writers take turns.

Writers take turns on both. On SQLite a transaction that begins by reading and writes later fails where another wrote
meanwhile ("database is locked"), so one that will write says so at its beginning (`BEGIN IMMEDIATE`). On PostgreSQL numbers of
a sequence are given out before their rows are committed: a reader that asks "anything after 7?" would pass over a 6 that is
committed later. There writers hold a lock that ends with their transaction, so numbers come in the order of commits.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from mapping.store.sql.errors import DatabaseBusy, DatabaseUnusable, DriverUnknown
from mapping.store.sql.migrating import migrate

WAIT_SECONDS = 10
"""How long a writer waits for its turn."""
_TURN_SECONDS = 0.02
_ALL_WRITERS = 0x7269736B6D6170
_WRITES = "writes"
_BUSY = ("database is locked", "lock timeout", "LockNotAvailable")
_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}


class Database:
    """One database. `reading()` and `writing()` give a connection within a transaction, which is kept whole or not at all."""

    def __init__(self, address: Path | str, *, as_it_is: bool = False) -> None:
        """Open it, and bring it to this version's form unless it is to stay `as_it_is`; a path is a file of SQLite, made where there is none.

        Raises DriverUnknown, DatabaseUnusable, DatabaseBusy, DatabaseNewer.
        """
        url = _url(address)
        self.file = file_of(address)
        self.is_sqlite = self.file is not None
        self.name = url.render_as_string(hide_password=True)
        self._engine = create_engine(url, pool_pre_ping=not self.is_sqlite)
        if self.file is not None:
            self._make_file(self.file)
            event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", self._begin)
        if not as_it_is:
            with self._told():
                migrate(self)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A view of what is committed. Raises DatabaseUnusable."""
        with self._told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading_one_moment(self) -> Iterator[Connection]:
        """The same for many statements: all of them see what was committed at one moment. Raises DatabaseUnusable."""
        with self._told(), self._engine.connect() as connection:
            steady = connection if self.is_sqlite else connection.execution_options(isolation_level="REPEATABLE READ")
            with steady.begin():
                yield steady

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Be the only writer; what is written is on the disk when this is left, or nothing of it. Raises DatabaseUnusable, DatabaseBusy."""
        with self._told(), self._engine.connect() as connection:
            writer = connection.execution_options(**{_WRITES: True})
            with writer.begin():
                yield writer

    def wait_for(self, channel: str, seconds: float) -> None:
        """Until PostgreSQL tells of a channel, at most so long. Raises DatabaseUnusable."""
        with self._told(), self._engine.connect() as connection:
            listening = connection.execution_options(isolation_level="AUTOCOMMIT")
            listening.exec_driver_sql(f"LISTEN {channel}")
            driver: Any = listening.connection.driver_connection
            for _ in driver.notifies(timeout=seconds, stop_after=1):
                pass
            listening.exec_driver_sql("UNLISTEN *")

    def _make_file(self, path: Path) -> None:
        """For nobody else's eyes: it holds what passwords are checked against."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except OSError as fault:
            raise DatabaseUnusable(address=self.name, reason=fault.strerror) from fault

    def _begin(self, connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        if self.is_sqlite:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
        elif writes:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ALL_WRITERS})")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the database cannot do is told; what is wrong with a statement is a fault of ours and goes on as it is."""
        try:
            yield
        except DBAPIError as fault:
            if not _is_of_the_database(fault):
                raise
            words = " ".join(str(fault.orig).split())
            kind = DatabaseBusy if any(sign in words for sign in _BUSY) else DatabaseUnusable
            raise kind(address=self.name, reason=words) from fault


def file_of(address: Path | str) -> Path | None:
    """The file of SQLite; None for PostgreSQL. Raises DriverUnknown."""
    url = _url(address)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _url(address: Path | str) -> URL:
    """The address with the driver that is installed. Raises DriverUnknown."""
    if isinstance(address, Path):
        return URL.create(_DRIVERS["sqlite"], database=str(address.absolute()))
    try:
        url = make_url(address)
        return url.set(drivername=_DRIVERS[url.get_backend_name()])
    except (ArgumentError, KeyError) as fault:
        raise DriverUnknown(address=address.rpartition("@")[2]) from fault


def _is_of_the_database(fault: DBAPIError) -> bool:
    """Disk full, not reachable, locked; not a constraint that is broken, nor a statement that is none."""
    return type(fault).__name__ in {"OperationalError", "InternalError", "InterfaceError"}


def _prepare(connection: Any, _record: Any) -> None:
    """Leave transactions to `_begin`; keep an acknowledged write also where the power goes."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _write_ahead(connection: Any) -> None:
    """Once for a file. SQLite does not wait for its turn to change this, where several open a new file at once."""
    until = time.monotonic() + WAIT_SECONDS
    while not _is_write_ahead(connection):
        if time.monotonic() > until:
            raise sqlite3.OperationalError(_BUSY[0])
        time.sleep(_TURN_SECONDS)


def _is_write_ahead(connection: Any) -> bool:
    """Whether the file is so now; False where another has its turn."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as fault:
        if _BUSY[0] in str(fault):
            return False
        raise
    return True
