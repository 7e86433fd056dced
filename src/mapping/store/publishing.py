"""Publishing: a snapshot is built aside, made durable, renamed into place, then made current.

Whatever goes wrong before the rename leaves what was published, and `current`, as they were.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from mapping.store.database import write_database
from mapping.store.dataset import Dataset
from mapping.store.errors import NotWritten, PublisherBusy
from mapping.store.joins import Joined, join_by_code
from mapping.store.manifest import FORMAT, Manifest
from mapping.store.shelf import AREAS, DATABASE, MANIFEST, point_current_at, read_manifest, sync_folder

Derive = Callable[[Path, Dataset], None]
"""Writes something more into the folder of the snapshot being built, such as display geometry."""

_LOCK = ".lock"
_STAGING = ".staging-"


@dataclass(frozen=True)
class Published:
    """The snapshot now current, its folder, and whether the same content had been published before."""

    manifest: Manifest
    folder: Path
    already: bool


def publish(dataset: Dataset, home: Path, *, derive: Sequence[Derive] = ()) -> Published:
    """Write a snapshot and make it current; the same content again only makes it current again.

    Raises PublisherBusy when another process publishes into this home, NotWritten when the disk is full
    or a folder not writable; whatever a `derive` raises comes out as it is. In each case nothing changed.
    """
    content = _content_hash(dataset)
    snapshot_id = f"{dataset.info.as_of:%Y%m%d}-{content[:8]}"
    folder = home / snapshot_id
    with _told_when_unwritable(home), _only_publisher(home):
        already = (folder / MANIFEST).is_file()
        if not already:
            _build(dataset, home, snapshot_id=snapshot_id, content=content, derive=derive)
        point_current_at(home, snapshot_id)
    return Published(read_manifest(home, snapshot_id), folder, already)


def _content_hash(dataset: Dataset) -> str:
    """SHA-256 over the sources' checksums, the as-of date and the snapshot format."""
    lines = [f"format {FORMAT}", f"as_of {dataset.info.as_of.isoformat()}"]
    lines += sorted(f"{source.sha256} {source.file}" for source in dataset.sources)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _build(dataset: Dataset, home: Path, *, snapshot_id: str, content: str, derive: Sequence[Derive]) -> None:
    for left in home.glob(f"{_STAGING}*"):  # of a publisher that was killed: we hold the lock
        shutil.rmtree(left)
    staging = home / f"{_STAGING}{snapshot_id}"
    staging.mkdir()
    try:
        _write_snapshot(dataset, staging, snapshot_id=snapshot_id, content=content, derive=derive)
        _sync_tree(staging)
        staging.rename(home / snapshot_id)
        sync_folder(home)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _write_snapshot(
    dataset: Dataset, staging: Path, *, snapshot_id: str, content: str, derive: Sequence[Derive]
) -> None:
    joined = join_by_code(dataset)
    write_database(staging / DATABASE, dataset, joined)
    dataset.areas.sort_values("code").reset_index(drop=True).to_parquet(staging / AREAS)
    for write_more in derive:
        write_more(staging, dataset)
    manifest = _manifest(dataset, joined, snapshot_id=snapshot_id, content=content)
    (staging / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")


def _manifest(dataset: Dataset, joined: Joined, *, snapshot_id: str, content: str) -> Manifest:
    info = dataset.info
    return Manifest(
        id=snapshot_id,
        as_of=info.as_of,
        created=datetime.now(UTC),
        demonstration=info.demonstration,
        title={lang.value: words for lang, words in info.title.items()},
        region=info.region,
        sources=dataset.sources,
        rows={"area": len(dataset.areas)} | {name: len(frame) for name, frame in dataset.tables.items()},
        joins=joined.joins,
        content=content,
    )


def _sync_tree(folder: Path) -> None:
    """Make every file and folder below survive a loss of power."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)


@contextmanager
def _only_publisher(home: Path) -> Iterator[None]:
    """Hold the home's lock; the system lets go of it even when the process is killed."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublisherBusy(f"another process is publishing into {home}; try again when it has finished") from None
        yield


@contextmanager
def _told_when_unwritable(home: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, duckdb.Error) as fault:
        raise NotWritten(f"the snapshot could not be written into {home}: {fault}") from fault
