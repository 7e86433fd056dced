"""Writing a backup while everything runs: people go on reporting, publishers wait until it is made.

The database is read at one moment, the files after it. A file that comes with a report is on the disk before the report is, so none is missing.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from mapping.store.backup.contents import MEMBER, OF_HOME, Contents, member_of_table
from mapping.store.backup.errors import BackupExists, BackupInside
from mapping.store.dataset import Source
from mapping.store.errors import NoSnapshot, NothingPublished, NotWritten
from mapping.store.integrity import verify
from mapping.store.lock import only_writer
from mapping.store.shelf import PUBLISHED_FROM, snapshot_ids, sync_folder
from mapping.store.sql.dump import lines_of, tables_of
from mapping.store.sql.migrating import step_of
from mapping.store.sql.opened import FILE, FOLDER, database, is_begun

_PIECE = 1 << 20


@dataclass(frozen=True)
class Backup:
    """A backup that was made, and the faults of snapshots that were damaged already."""

    contents: Contents
    damaged: tuple[NoSnapshot, ...]


def back_up(home: Path, file: Path, *, without: Set[str] = frozenset()) -> Backup:
    """Write all of a home, and its database, into a new file; on the disk, and whole, when this returns. `without`: tables whose rows are left out.

    Raises BackupExists, BackupInside, NothingPublished where there is nothing, PublisherBusy, NotWritten, DatabaseUnusable.
    """
    if file.exists():
        raise BackupExists(file=file)
    if file.absolute().is_relative_to(home.absolute()):
        raise BackupInside(file=file, home=home)
    has_rows = is_begun(home)
    if not has_rows and not (home.is_dir() and _files_of(home)):
        raise NothingPublished(home=home)
    with only_writer(home):
        damaged = tuple(_damaged(home))
        part = file.with_name(f".{file.name}.part")
        try:
            with _for_own_eyes(part) as written, zipfile.ZipFile(written, "w") as archive:
                packing = _Packing(archive)
                step, rows = _pack_database(home, packing, without) if has_rows else ("", {})
                for path in _files_of(home):
                    packing.add(f"{OF_HOME}{path.relative_to(home).as_posix()}", _pieces(path))
                contents = Contents(packing.began, step, rows, tuple(packing.records))
                packing.add(MEMBER, [contents.to_json().encode()])
            part.replace(file)
            sync_folder(file.parent)
        except OSError as fault:
            raise NotWritten(home=file.parent, reason=fault) from fault
        finally:
            part.unlink(missing_ok=True)
    return Backup(contents, damaged)


@dataclass
class _Packing:
    """The archive, and what was put into it so far. Pictures and snapshots are packed already: nothing of them is packed again."""

    archive: zipfile.ZipFile
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    records: list[Source] = field(default_factory=list)

    def add(self, name: str, pieces: Iterable[bytes], *, packed: bool = False) -> None:
        """`packed`: make it smaller."""
        entry = zipfile.ZipInfo(name, self.began.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with self.archive.open(entry, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        self.records.append(Source(name, digest.hexdigest(), size))


def _pack_database(home: Path, packing: _Packing, without: Set[str]) -> tuple[str, dict[str, int]]:
    """The form of the database, and how many rows of each table were taken."""
    rows: dict[str, int] = {}
    with database(home).reading_one_moment() as connection:
        for table in tables_of(connection):
            if table.name not in without:
                counted = _Counted(lines_of(connection, table))
                packing.add(member_of_table(table.name), counted, packed=True)
                rows[table.name] = counted.number
        return step_of(connection) or "", rows


class _Counted:
    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self.number = lines, 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            self.number += 1
            yield line


def _files_of(home: Path) -> list[Path]:
    """Every file of a home but what processes leave there for themselves, and the database, whose rows are read."""
    entries = [path for path in home.rglob("*") if path.is_file()]
    return sorted(path for path in entries if _is_kept(path.relative_to(home)))


def _is_kept(name: Path) -> bool:
    if name.parent == Path(FOLDER) and name.name.startswith(FILE):
        return False
    return str(name) == PUBLISHED_FROM or not any(part.startswith(".") for part in name.parts)


def _damaged(home: Path) -> Iterator[NoSnapshot]:
    for one in snapshot_ids(home):
        try:
            verify(home, one)
        except NoSnapshot as fault:
            yield fault


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


@contextmanager
def _for_own_eyes(path: Path) -> Iterator[BinaryIO]:
    """A new file that only this account reads, for it holds what passwords are checked against; on the disk when it is left."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb+") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
