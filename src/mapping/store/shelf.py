"""The home folder: which snapshots lie there, and which one is current.

`current` is a small text file holding an id, replaced by `os.replace`: unlike a symbolic link it works on
file systems without links (sticks, Windows shares), and a reader sees the old id or the new one, never half.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from mapping.store.errors import NoSnapshot
from mapping.store.manifest import Manifest

CURRENT = "current"
MANIFEST = "manifest.json"
DATABASE = "riskmap.duckdb"
AREAS = "areas.parquet"
_ID = re.compile(r"\d{8}-[0-9a-f]{8}", re.ASCII)


def is_id(text: str) -> bool:
    """Whether the text has the form of a snapshot id; keeps ids from links off the file system."""
    return _ID.fullmatch(text) is not None


def current_id(home: Path) -> str | None:
    """The id of the current snapshot; None when nothing was published. Reads one small file."""
    try:
        found = (home / CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    return found if is_id(found) else None


def snapshot_folder(home: Path, snapshot_id: str | None) -> Path:
    """The folder of a snapshot, None being the current one. Raises NoSnapshot."""
    wanted = current_id(home) if snapshot_id is None else snapshot_id
    if wanted is None:
        raise NoSnapshot(f"nothing was published in {home} yet")
    if not is_id(wanted) or not (home / wanted / MANIFEST).is_file():
        raise NoSnapshot(f"no snapshot {wanted!r} in {home}")
    return home / wanted


def read_manifest(home: Path, snapshot_id: str | None = None) -> Manifest:
    """The manifest of a snapshot, None being the current one. Raises NoSnapshot."""
    return Manifest.from_json((snapshot_folder(home, snapshot_id) / MANIFEST).read_text(encoding="utf-8"))


def list_snapshots(home: Path) -> list[Manifest]:
    """Every published snapshot, by as-of date, then by time of publishing; empty when there is no home."""
    if not home.is_dir():
        return []
    ids = [entry.name for entry in home.iterdir() if is_id(entry.name) and (entry / MANIFEST).is_file()]
    return sorted((read_manifest(home, one) for one in ids), key=lambda manifest: (manifest.as_of, manifest.created))


def use_snapshot(home: Path, snapshot_id: str) -> Manifest:
    """Make a published snapshot the current one, in one step. Raises NoSnapshot."""
    manifest = read_manifest(home, snapshot_id)
    point_current_at(home, manifest.id)
    return manifest


def point_current_at(home: Path, snapshot_id: str) -> None:
    """Switch `current`; a reader sees the id before or the id after."""
    waiting = home / f".{CURRENT}-{os.getpid()}"
    try:
        with waiting.open("w", encoding="ascii") as file:
            file.write(snapshot_id + "\n")
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(home / CURRENT)
    finally:
        waiting.unlink(missing_ok=True)
    sync_folder(home)


def sync_folder(folder: Path) -> None:
    """Make a folder's entries survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
