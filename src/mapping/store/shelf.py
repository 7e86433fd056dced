"""The home folder: which snapshots lie there, and which one is current.

`current` is a small text file holding an id, replaced by `os.replace`: unlike a symbolic link it works on
file systems without links (sticks, Windows shares), and a reader sees the old id or the new one, never half.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from mapping.model.problems import Problem
from mapping.store.errors import Damaged, NoneNamed, NoSnapshot, NothingPublished, Unreadable
from mapping.store.home import require_name
from mapping.store.manifest import Manifest

CURRENT = "current"
MANIFEST = "manifest.json"
DATABASE = "riskmap.duckdb"
AREAS = "areas.parquet"
REPORT = "report.json"
TABLES = "tables"
PUBLISHED_FROM = ".published-from"
"""Which folders were published, by the digest of their files: `publishing` writes it."""
_ID = re.compile(r"\d{8}-[0-9a-f]{8}", re.ASCII)


def table_file(name: str) -> str:
    """Where in a snapshot's folder a table lies whole, by its schema name."""
    return f"{TABLES}/{name}.parquet"


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
    """The folder of a snapshot, None being the current one. Raises NoSnapshot; OSError where the home cannot be read."""
    require_name(home)
    wanted = current_id(home) if snapshot_id is None else snapshot_id
    if wanted is None:
        raise _none_current(home)
    if not is_id(wanted) or not (home / wanted / MANIFEST).is_file():
        raise NoSnapshot(snapshot=wanted, home=home)
    return home / wanted


def _none_current(home: Path) -> NoSnapshot:
    """Why no snapshot is current: nothing was published, or the file that names one is damaged."""
    is_damaged = (home / CURRENT).exists() and snapshot_ids(home)
    return NoneNamed(file=CURRENT, home=home) if is_damaged else NothingPublished(home=home)


def read_manifest(home: Path, snapshot_id: str | None = None) -> Manifest:
    """The manifest of a snapshot, None being the current one. Raises NoSnapshot; Damaged when it was cut short."""
    path = snapshot_folder(home, snapshot_id) / MANIFEST
    try:
        return Manifest.from_json(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as fault:
        raise Unreadable(snapshot=path.parent.name, file=MANIFEST) from fault


def snapshot_ids(home: Path) -> list[str]:
    """The ids of all folders that hold a snapshot, whole or damaged, sorted; empty when there is no home."""
    if not home.is_dir():
        return []
    return sorted(entry.name for entry in home.iterdir() if is_id(entry.name) and (entry / MANIFEST).is_file())


def list_snapshots(home: Path) -> list[Manifest]:
    """Every published snapshot whose manifest can be read, by as-of date, then by time of publishing."""
    found = []
    for one in snapshot_ids(home):
        with suppress(Damaged):
            found.append(read_manifest(home, one))
    return sorted(found, key=lambda manifest: (manifest.as_of, manifest.created))


def write_report(folder: Path, remarks: Sequence[Problem]) -> None:
    """Keep what the checks remarked with the snapshot."""
    written = json.dumps([asdict(remark) for remark in remarks], ensure_ascii=False, indent=1)
    (folder / REPORT).write_text(written + "\n", encoding="utf-8")


def read_report(home: Path, snapshot_id: str | None = None) -> list[Problem]:
    """What the checks remarked when a snapshot was published; nothing for one of format 1. Raises NoSnapshot."""
    path = snapshot_folder(home, snapshot_id) / REPORT
    if not path.is_file():
        return []
    return [Problem(**fields) for fields in json.loads(path.read_text(encoding="utf-8"))]


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
