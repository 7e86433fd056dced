"""Publishing: a snapshot is built aside, made durable, renamed into place, then made current.

Whatever goes wrong before the rename leaves what was published, and `current`, as they were.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from mapping.store.database import write_database
from mapping.store.dataset import Dataset, Source
from mapping.store.errors import NoSnapshot, Overtaken
from mapping.store.integrity import record_files, verify
from mapping.store.joins import Joined, join_by_code
from mapping.store.lock import only_writer
from mapping.store.manifest import FORMAT, Manifest
from mapping.store.shelf import (
    AREAS,
    CURRENT,
    DATABASE,
    MANIFEST,
    current_id,
    point_current_at,
    read_manifest,
    sync_folder,
    write_report,
)

Derive = Callable[[Path, Dataset], None]
"""Writes something more into the folder of the snapshot being built, such as display geometry."""

_STAGING = ".staging-"
_REMOVED = ".removed-"


@dataclass(frozen=True)
class Published:
    """The snapshot now current, its folder, and whether the same content had been published before."""

    manifest: Manifest
    folder: Path
    already: bool


def publish(dataset: Dataset, home: Path, *, derive: Sequence[Derive] = (), over: str | None = None) -> Published:
    """Write a snapshot and make it current; the same content again only makes it current again.

    `over` is the snapshot that must still be current, "" where nothing may be published yet.

    Raises PublisherBusy when another process publishes into this home, Overtaken when `over` is not current, NotWritten when the disk is full
    or a folder not writable; whatever a `derive` raises comes out as it is. In each case nothing changed.
    """
    content = content_hash(dataset.sources, dataset.info.as_of)
    snapshot_id = f"{dataset.info.as_of.isoformat().replace('-', '')}-{content[:8]}"
    with only_writer(home):
        if over is not None and over != (current_id(home) or ""):
            raise Overtaken
        _clear_leftovers(home)
        already = _is_whole(home, snapshot_id)
        if not already:
            _build(dataset, home, snapshot_id=snapshot_id, content=content, derive=derive)
        point_current_at(home, snapshot_id)
    return Published(read_manifest(home, snapshot_id), home / snapshot_id, already)


def use_snapshot(home: Path, snapshot_id: str) -> Manifest:
    """Make a published snapshot the current one, in one step. Raises NoSnapshot, Damaged, StoreError."""
    read_manifest(home, snapshot_id)  # before a lock is made in a home that may not be there
    with only_writer(home):
        manifest = verify(home, snapshot_id)
        point_current_at(home, manifest.id)
    return manifest


def remove_snapshots(home: Path, snapshot_ids: Sequence[str]) -> None:
    """Remove snapshots for good; to be called by a writer. Each disappears from the list in one step."""
    for snapshot_id in snapshot_ids:
        _remove(home / snapshot_id)
    sync_folder(home)


def content_hash(sources: Sequence[Source], as_of: date | None) -> str:
    """SHA-256 over the sources' checksums, the as-of date and the snapshot format."""
    lines = [f"format {FORMAT}", f"as_of {as_of.isoformat() if as_of else ''}"]
    lines += sorted(f"{source.sha256} {source.file}" for source in sources)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _clear_leftovers(home: Path) -> None:
    """Remove what a writer that was killed left behind: we hold the lock, so nobody is at work on it."""
    for pattern in (_STAGING, _REMOVED):
        for left in home.glob(f"{pattern}*"):
            shutil.rmtree(left)
    for left in home.glob(f".{CURRENT}-*"):
        left.unlink()


def _is_whole(home: Path, snapshot_id: str) -> bool:
    try:
        verify(home, snapshot_id)
    except NoSnapshot:
        return False
    return True


def _remove(folder: Path) -> None:
    """Out of sight in one step, then away: a kill in between leaves no half snapshot in the list."""
    aside = folder.with_name(f"{_REMOVED}{folder.name}")
    folder.rename(aside)
    shutil.rmtree(aside)


def _build(dataset: Dataset, home: Path, *, snapshot_id: str, content: str, derive: Sequence[Derive]) -> None:
    staging, folder = home / f"{_STAGING}{snapshot_id}", home / snapshot_id
    staging.mkdir()
    try:
        _write_snapshot(dataset, staging, snapshot_id=snapshot_id, content=content, derive=derive)
        _sync_tree(staging)
        if folder.exists():  # the same snapshot, damaged
            _remove(folder)
        staging.rename(folder)
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
    write_report(staging, dataset.remarks)
    manifest = _manifest(dataset, joined, snapshot_id=snapshot_id, content=content, files=record_files(staging))
    (staging / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")


def _manifest(
    dataset: Dataset, joined: Joined, *, snapshot_id: str, content: str, files: tuple[Source, ...]
) -> Manifest:
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
        files=files,
        warnings=len(dataset.remarks),
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
