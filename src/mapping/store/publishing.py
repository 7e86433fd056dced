"""Publishing: a snapshot is built aside, made durable, renamed into place, then made current.

Whatever goes wrong before the rename leaves what was published, and `current`, as they were.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from weakref import finalize

from mapping.store.before import Before
from mapping.store.database import write_database
from mapping.store.dataset import Dataset, Source
from mapping.store.errors import NoSnapshot, Overtaken, PublisherBusy
from mapping.store.integrity import record_files, verify
from mapping.store.joins import Joined, join_by_code
from mapping.store.lock import only_writer, writing
from mapping.store.manifest import FORMAT, Manifest
from mapping.store.revising import revise_database
from mapping.store.shared import sharing
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


class Staged:
    """A snapshot written whole into a home of its own (`aside`), that nobody sees until it is made current.

    It lies within `home` and goes when nobody holds this object, unless it was made current. The lock of its own home is held
    until then: what a process that was killed left behind is removed by the next that publishes.
    """

    def __init__(self, home: Path, aside: Path, manifest: Manifest, held: ExitStack) -> None:
        self.home, self.aside, self.manifest = home, aside, manifest
        self.let_go = finalize(self, _let_go, held, os.getpid())


def _let_go(held: ExitStack, owner: int) -> None:
    if os.getpid() == owner:  # a process forked off has the object as well, but not the folder
        held.close()


def publish(dataset: Dataset, home: Path, *, derive: Sequence[Derive] = (), over: str | None = None) -> Published:
    """Write a snapshot and make it current; the same content again only makes it current again.

    `over` is the snapshot that must still be current, "" where nothing may be published yet.

    Raises PublisherBusy when another process publishes into this home, Overtaken when `over` is not current, NotWritten when the disk is full
    or a folder not writable; whatever a `derive` raises comes out as it is. In each case nothing changed.
    """
    with only_writer(home):
        _require_current(home, over)
        _clear_leftovers(home)
        return _switched_to(stage(dataset, home, derive=derive), over)


def stage(
    dataset: Dataset,
    home: Path,
    *,
    derive: Sequence[Derive] = (),
    before: Before | None = None,
    within: Path | None = None,
) -> Staged:
    """Write a snapshot aside, for `make_current`; nothing of what is published changes. The same content again is not written twice.

    What it has in common with the one `before` is taken from there. It is written into the home, or `within` another folder: then
    it can be looked at only. Raises NotWritten.
    """
    content = content_hash(dataset.sources, dataset.info.as_of, dataset.info.seq)
    snapshot_id = f"{dataset.info.as_of.isoformat().replace('-', '')}-{content[:8]}"
    if _is_whole(home, snapshot_id):
        return Staged(home, home, read_manifest(home, snapshot_id), ExitStack())
    where = within or home
    with writing(where), ExitStack() as stack:
        aside = Path(tempfile.mkdtemp(prefix=_STAGING, dir=where))
        stack.callback(shutil.rmtree, aside, ignore_errors=True)
        lock = ExitStack()
        lock.enter_context(only_writer(aside))
        stack.callback(lock.close)
        folder = aside / snapshot_id
        folder.mkdir()
        manifest = _write_snapshot(
            dataset, folder, snapshot_id=snapshot_id, content=content, derive=derive, before=before
        )
        held = stack.pop_all()
    return Staged(home, aside, manifest, held)


def make_current(staged: Staged, *, over: str | None = None) -> Published:
    """Move a staged snapshot to the others and make it current; `over` and what is raised as for `publish`."""
    with only_writer(staged.home):
        _require_current(staged.home, over)
        _clear_leftovers(staged.home)
        return _switched_to(staged, over)


def _require_current(home: Path, over: str | None) -> None:
    if over is not None and over != (current_id(home) or ""):
        raise Overtaken


def _switched_to(staged: Staged, over: str | None) -> Published:
    home, snapshot_id = staged.home, staged.manifest.id
    already = _is_whole(home, snapshot_id)
    if not already:
        folder = staged.aside / snapshot_id
        manifest = replace(staged.manifest, created=datetime.now(UTC))
        (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
        _sync_tree(folder)
        if (home / snapshot_id).exists():  # the same snapshot, damaged
            _remove(home / snapshot_id)
        folder.rename(home / snapshot_id)
        sync_folder(home)
    _switch(home, snapshot_id, over)
    staged.let_go()
    return Published(read_manifest(home, snapshot_id), home / snapshot_id, already)


def use_snapshot(home: Path, snapshot_id: str) -> Manifest:
    """Make a published snapshot the current one, in one step. Raises NoSnapshot, Damaged, StoreError."""
    read_manifest(home, snapshot_id)  # before a lock is made in a home that may not be there
    with only_writer(home):
        manifest = verify(home, snapshot_id)
        _switch(home, manifest.id)
    return manifest


def _switch(home: Path, snapshot_id: str, over: str | None = None) -> None:
    """Current for every server that shares, then in this home."""
    if (others := sharing()) is not None:
        others.lay(home, snapshot_id)
        others.switch(snapshot_id, over)
    point_current_at(home, snapshot_id)


def remove_snapshots(home: Path, snapshot_ids: Sequence[str]) -> None:
    """Remove snapshots for good, from every server that shares; to be called by a writer. Each disappears from the list in one step."""
    if (others := sharing()) is not None:
        others.remove(snapshot_ids)
    for snapshot_id in snapshot_ids:
        _remove(home / snapshot_id)
    sync_folder(home)


def content_hash(sources: Sequence[Source], as_of: date | None, seq: int = 0) -> str:
    """SHA-256 over the sources' checksums, the as-of date, the snapshot format and the reports that are held, if any."""
    lines = [f"format {FORMAT}", f"as_of {as_of.isoformat() if as_of else ''}"]
    lines += [f"seq {seq}"] if seq else []
    lines += sorted(f"{source.sha256} {source.file}" for source in sources)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _clear_leftovers(home: Path) -> None:
    """Remove what a writer that was killed left behind: we hold the home's lock, and nobody that of what is staged."""
    for left in home.glob(f"{_REMOVED}*"):
        shutil.rmtree(left)
    for left in home.glob(f"{_STAGING}*"):
        with suppress(PublisherBusy), only_writer(left):
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


def _write_snapshot(
    dataset: Dataset,
    staging: Path,
    *,
    snapshot_id: str,
    content: str,
    derive: Sequence[Derive],
    before: Before | None,
) -> Manifest:
    joined = join_by_code(dataset, before.joined if before else {})
    if before is None:
        dataset.areas.sort_values("code").reset_index(drop=True).to_parquet((staging / AREAS).absolute())
    else:
        shutil.copyfile(before.folder / AREAS, staging / AREAS)
    if before is None or not revise_database(staging / DATABASE, before, dataset, joined):
        write_database(staging / DATABASE, dataset, joined)
    for write_more in derive:
        write_more(staging, dataset)
    write_report(staging, (*dataset.remarks, *dataset.implausible))
    rows = before.rows_of(dataset) if before else {name: len(frame) for name, frame in dataset.tables.items()}
    files = record_files(staging)
    manifest = _manifest(dataset, joined, rows, snapshot_id=snapshot_id, content=content, files=files)
    (staging / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    return manifest


def _manifest(
    dataset: Dataset,
    joined: Joined,
    rows: Mapping[str, int],
    *,
    snapshot_id: str,
    content: str,
    files: tuple[Source, ...],
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
        rows={"area": len(dataset.areas), **rows},
        joins=joined.joins,
        content=content,
        files=files,
        warnings=len(dataset.remarks) + len(dataset.implausible),
        implausible=len(dataset.implausible),
        seq=info.seq,
        rules=dataset.rules,
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
