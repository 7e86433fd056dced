"""Whether a snapshot's files are as they were written."""

from __future__ import annotations

import hashlib
from pathlib import Path

from mapping.store.dataset import Source
from mapping.store.errors import Damaged
from mapping.store.manifest import Manifest
from mapping.store.shelf import MANIFEST, read_manifest

_ABSENT = -1


def record_files(folder: Path) -> tuple[Source, ...]:
    """Name within the folder, SHA-256 and size of every file of a snapshot but its manifest, by name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return tuple(Source(str(path.relative_to(folder)), _digest(path), path.stat().st_size) for path in files)


def check_sizes(folder: Path, manifest: Manifest) -> None:
    """Hold every file's size against the manifest: quick enough for each opening. Raises Damaged."""
    for record in manifest.files:
        found = _size(folder / record.file)
        if found != record.size:
            raise Damaged(snapshot=manifest.id, file=record.file, found=max(found, 0), expected=record.size)


def verify(home: Path, snapshot_id: str | None = None) -> Manifest:
    """Hold every file of a snapshot, None being the current one, against size and checksum in the manifest.

    Raises NoSnapshot; Damaged at the first difference.

    A snapshot of format 1 kept no checksums of its own files: `manifest.files` is empty.
    """
    manifest = read_manifest(home, snapshot_id)
    folder = home / manifest.id
    check_sizes(folder, manifest)
    for record in manifest.files:
        if _digest(folder / record.file) != record.sha256:
            raise Damaged(snapshot=manifest.id, file=record.file, found=record.size, expected=record.size)
    return manifest


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else _ABSENT


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
