"""Files of one visit: they lie in a folder of the session's own, which goes with the session.

The folder is in memory where the system offers that, so that a file with persons, which is removed as soon as it was refused,
never reached a disk.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

import streamlit as st

_FOLDERS = "uploads"
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it, readable by this account only)
_LEAVE_FREE = 256 << 20


class Upload(Protocol):
    """What Streamlit gives for a dropped file; `file_id` is another for every file dropped."""

    name: str
    file_id: str

    def getvalue(self) -> bytes: ...


def fingerprint(uploads: Sequence[Upload]) -> tuple[tuple[str, str], ...]:
    """What tells these files from others that were dropped."""
    return tuple((one.name, one.file_id) for one in uploads)


def stored(uploads: Iterable[Upload]) -> list[Path]:
    """The files written into the session's folder, each under its own name; those dropped before are gone.

    Of two files with one name the later is taken.
    """
    wanted = {Path(one.name).name: one.getvalue() for one in uploads}
    folder = _emptied_folder(sum(map(len, wanted.values())))
    for name, content in wanted.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in wanted]


def forget(paths: Iterable[Path]) -> None:
    """Remove files that must leave no trace."""
    for path in paths:
        path.unlink(missing_ok=True)


def _emptied_folder(size: int) -> Path:
    """A new folder with room for so many bytes, the one before removed."""
    before = st.session_state.pop(_FOLDERS, None)
    if before is not None:
        before.cleanup()
    made = st.session_state[_FOLDERS] = tempfile.TemporaryDirectory(prefix="riskmap-", dir=_place_for(size))
    return Path(made.name)


def _place_for(size: int) -> Path | None:
    """Memory, where there is a file system in it with room to spare; else the system's folder for such files."""
    try:
        free = shutil.disk_usage(_IN_MEMORY).free
    except OSError:
        return None
    return _IN_MEMORY if free > size + _LEAVE_FREE else None
