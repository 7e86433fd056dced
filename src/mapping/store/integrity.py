"""Whether a snapshot's files are as they were written."""

from __future__ import annotations

from pathlib import Path

from mapping.store.dataset import Source
from mapping.store.errors import Absent, CutShort, Damaged
from mapping.store.manifest import Manifest
from mapping.store.shelf import MANIFEST, read_manifest, snapshot_folder

_ABSENT = -1


def record_files(folder: Path) -> tuple[Source, ...]:
    """Name within the folder, SHA-256 and size of every file of a snapshot but its manifest, by name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return tuple(Source.of_file(str(path.relative_to(folder)), path) for path in files)


def check_files(folder: Path, manifest: Manifest) -> None:
    """Hold every file against the manifest, sizes first. Raises Damaged at the first that differs or cannot be read.

    Raises PermissionError where this account may not read: that is no damage. A snapshot of format 1 kept no checksums of its own files: `manifest.files` is empty.
    """
    for record in manifest.files:
        found = _size(folder / record.file)
        if found == _ABSENT:
            raise Absent(snapshot=manifest.id, file=record.file)
        if found != record.size:
            raise CutShort(snapshot=manifest.id, file=record.file, found=found, expected=record.size)
    for record in manifest.files:
        if _read(folder, record.file) != record:
            raise Damaged(snapshot=manifest.id, file=record.file)


def _read(folder: Path, file: str) -> Source | None:
    """What a file holds; None where the disk does not give it, or it went just now."""
    try:
        return Source.of_file(file, folder / file)
    except PermissionError:
        raise
    except OSError:
        return None


def verify(home: Path, snapshot_id: str | None = None) -> Manifest:
    """The manifest of a snapshot, None being the current one, whose files are as they were written. Raises NoSnapshot, Damaged."""
    folder = snapshot_folder(home, snapshot_id)
    manifest = read_manifest(home, folder.name)
    check_files(folder, manifest)
    return manifest


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else _ABSENT
