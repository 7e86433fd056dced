"""Where all servers find the files of snapshots: a folder, an S3-like store, or the database itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import fsspec
import sqlalchemy as sa

from mapping.store.shared.tables import PIECE
from mapping.store.sql import Database

IN_DATABASE = "database"
_PIECE_BYTES = 1 << 20


class Place(Protocol):
    """Keeps whole files by name, as `20260115-51ab97c5/areas.parquet`; raises OSError, StoreError."""

    name: str

    def put(self, name: str, file: Path) -> None:
        """Keep what a file holds; what lay there under the name gives way."""

    def get(self, name: str, file: Path) -> None:
        """Write what is kept into a file. Raises FileNotFoundError."""

    def drop(self, names: Iterable[str]) -> None:
        """Keep them no longer; what is not there is passed over."""


class InFolder:
    """A folder that all servers reach, or what `fsspec` reaches by an address like `s3://bucket/riskmap`."""

    def __init__(self, address: str) -> None:
        self.name = address
        self.files, self.root = fsspec.url_to_fs(address)

    def put(self, name: str, file: Path) -> None:
        target = self._path(name)
        self.files.makedirs(target.rpartition("/")[0], exist_ok=True)
        waiting = f"{target}.part"
        self.files.put_file(str(file), waiting)
        self.files.mv(waiting, target)

    def get(self, name: str, file: Path) -> None:
        self.files.get_file(self._path(name), str(file))

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            if self.files.exists(self._path(name)):
                self.files.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"


class InDatabase:
    """The database that everything else lies in too, in pieces of a megabyte."""

    name = IN_DATABASE

    def __init__(self, base: Database) -> None:
        self.base = base

    def put(self, name: str, file: Path) -> None:
        with file.open("rb") as opened, self.base.writing() as connection:
            connection.execute(PIECE.delete().where(PIECE.c.file == name))
            for number, content in enumerate(iter(lambda: opened.read(_PIECE_BYTES), b"")):
                connection.execute(PIECE.insert().values(file=name, number=number, content=content))
            if not opened.tell():  # an empty file is a file
                connection.execute(PIECE.insert().values(file=name, number=0, content=b""))

    def get(self, name: str, file: Path) -> None:
        number = 0
        with file.open("wb") as opened, self.base.reading_one_moment() as connection:
            wanted = sa.select(PIECE.c.content).where(PIECE.c.file == name, PIECE.c.number == sa.bindparam("number"))
            while (content := connection.execute(wanted, {"number": number}).scalar()) is not None:
                opened.write(content)
                number += 1
        if not number:
            raise FileNotFoundError(name)

    def drop(self, names: Iterable[str]) -> None:
        with self.base.writing() as connection:
            connection.execute(PIECE.delete().where(PIECE.c.file.in_(list(names))))


def place_at(address: str, base: Database) -> Place:
    """The place that the setting `snapshots` names. Raises ValueError, ImportError for an address that `fsspec` has no way to."""
    return InDatabase(base) if address == IN_DATABASE else InFolder(address)
