"""A backup that comes back: held against its checksums, laid out aside, and only then put in place.

Whatever it takes the place of is kept beside it, never removed.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from mapping.store.backup.contents import FORMAT, MEMBER, OF_DATABASE, OF_HOME, Contents, member_of_table
from mapping.store.backup.errors import BackupDamaged, BackupNewer, BackupUnreadable, HomeNotEmpty
from mapping.store.dataset import Source
from mapping.store.lock import only_writer
from mapping.store.shelf import CURRENT, PUBLISHED_FROM, sync_folder
from mapping.store.sql import Database
from mapping.store.sql.database import file_of
from mapping.store.sql.dump import fill, is_empty, let_go_of_file
from mapping.store.sql.migrating import require_known
from mapping.store.sql.opened import FILE, FOLDER, address_of

_RESTORING = ".restoring-"
_BEFORE = ".before-"
_PIECE = 1 << 20
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, KeyError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError
)  # fmt: skip
"""What reading a damaged archive raises: a flipped bit may also name another way of packing, or a password."""


@dataclass(frozen=True)
class Restored:
    """What came back, and the folder in which lies what it took the place of; None where there was nothing."""

    contents: Contents
    aside: Path | None


def check(file: Path) -> Contents:
    """Hold every member of a backup against its checksum. Raises BackupUnreadable, BackupDamaged, BackupNewer, DatabaseNewer."""
    with _opened(file) as (archive, contents):
        for record in contents.files:
            for _ in _pieces(archive, record):
                pass
        return contents


def restore(home: Path, file: Path, *, replace: bool = False) -> Restored:
    """Bring back all of a backup into a home and its database. `replace`: also where something lies there, which is kept aside.

    Nothing else may use them meanwhile. Raises BackupUnreadable, BackupDamaged, BackupNewer, HomeNotEmpty, DatabaseInUse, DatabaseNewer,
    PublisherBusy, NotWritten, DatabaseUnusable; nothing has changed then.
    """
    check(file)
    with _opened(file) as (archive, contents), only_writer(home):
        if not replace and not _is_unused(home):
            raise HomeNotEmpty(home=home)
        stamp = f"{datetime.now(UTC):%Y%m%d_%H%M%S}"
        staging = home / f"{_RESTORING}{os.getpid()}"
        try:
            _lay_out(archive, contents, staging)
            if contents.step:
                _bring_rows(archive, contents, home, staging, stamp)
            aside = _put_in_place(home, staging, home / f"{_BEFORE}{stamp}")
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return Restored(contents, aside)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Contents]]:
    try:
        archive = zipfile.ZipFile(file)
        contents = Contents.from_json(archive.read(MEMBER).decode())
    except (*_BROKEN, TypeError, AttributeError) as fault:
        raise BackupUnreadable(file=file) from fault
    with archive:
        if contents.format > FORMAT:
            raise BackupNewer(file=file, found=contents.format)
        if not all(_is_ours(record.file) for record in contents.files):
            raise BackupUnreadable(file=file)
        require_known(contents.step or None, str(file))
        yield archive, contents


def _is_ours(member: object) -> bool:
    """A name that leads nowhere else: `home//etc/passwd` and `home/../x` do."""
    if not isinstance(member, str) or not member.startswith((OF_HOME, OF_DATABASE)):
        return False
    path = PurePosixPath(member)
    return str(path) == member and ".." not in path.parts


def _pieces(archive: zipfile.ZipFile, record: Source) -> Iterator[bytes]:
    """What a member holds. Raises BackupDamaged, at its end at the latest."""
    digest = hashlib.sha256()
    try:
        with archive.open(record.file) as opened:
            while piece := opened.read(_PIECE):
                digest.update(piece)
                yield piece
    except _BROKEN as fault:
        raise BackupDamaged(file=archive.filename, member=record.file) from fault
    if digest.hexdigest() != record.sha256:
        raise BackupDamaged(file=archive.filename, member=record.file)


def _lines(archive: zipfile.ZipFile, record: Source) -> Iterator[bytes]:
    begun = b""
    for piece in _pieces(archive, record):
        *whole, begun = (begun + piece).split(b"\n")
        yield from whole


def _is_unused(home: Path) -> bool:
    """Whether nothing lies in the home, nor in its database where that lies elsewhere."""
    if any(_is_visible(entry) for entry in home.iterdir()):
        return False
    address = address_of(home)
    place = file_of(address)
    if place is not None and not place.exists():
        return True
    base = Database(address, as_it_is=True)
    try:
        return is_empty(base)
    finally:
        base.close()


def _is_visible(entry: Path) -> bool:
    return entry.name == PUBLISHED_FROM or not entry.name.startswith(".")


def _lay_out(archive: zipfile.ZipFile, contents: Contents, staging: Path) -> None:
    staging.mkdir()
    for record in contents.files:
        if record.file.startswith(OF_HOME):
            path = staging / record.file.removeprefix(OF_HOME)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as written:
                for piece in _pieces(archive, record):
                    written.write(piece)
                written.flush()
                os.fsync(written.fileno())


def _bring_rows(archive: zipfile.ZipFile, contents: Contents, home: Path, staging: Path, stamp: str) -> None:
    """Into PostgreSQL itself. A file of SQLite is written anew, and moved: with the home where it lies there, else here."""
    address = address_of(home)
    place = file_of(address)
    is_of_home = isinstance(address, Path)
    fresh = staging / FOLDER / FILE if is_of_home else place and place.with_name(f"{place.name}{staging.name}")
    base = Database(fresh or address, as_it_is=True)
    records = {record.file: record for record in contents.files}
    rows = ((table, _lines(archive, records[member_of_table(table)])) for table in contents.rows)
    try:
        fill(base, step=contents.step, rows=rows, aside=f"before_{stamp}")
    finally:
        base.close()
    if place is not None and place.exists():
        let_go_of_file(place)
    if place is not None and fresh is not None and not is_of_home:
        if place.exists():
            place.rename(place.with_name(f"{place.name}{_BEFORE}{stamp}"))
        fresh.rename(place)
        sync_folder(place.parent)


def _put_in_place(home: Path, staging: Path, aside: Path) -> Path | None:
    """Swap what lies in the home for what was laid out, what says which snapshot is current at the end."""
    there = [entry for entry in home.iterdir() if _is_visible(entry)]
    if there:
        aside.mkdir()
        for entry in there:
            entry.rename(aside / entry.name)
    for entry in sorted(staging.iterdir(), key=lambda entry: entry.name == CURRENT):
        entry.rename(home / entry.name)
    sync_folder(home)
    return aside if there else None
