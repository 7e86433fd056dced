"""Files of one visit: they lie in a folder of the session's own, which goes with the session."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import streamlit as st

_FOLDER = "uploads"


class Upload(Protocol):
    """What Streamlit gives for a dropped file."""

    name: str

    def getvalue(self) -> bytes: ...


def stored(uploads: Iterable[Upload]) -> list[Path]:
    """The files written into the session's folder, each under its own name; those dropped before are gone.

    Of two files with one name the later is taken.
    """
    folder = _folder()
    wanted = {Path(one.name).name: one.getvalue() for one in uploads}
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        if not (folder / name).exists() or (folder / name).read_bytes() != content:
            (folder / name).write_bytes(content)
    return [folder / name for name in wanted]


def forget(paths: Iterable[Path]) -> None:
    """Remove files that must leave no trace."""
    for path in paths:
        path.unlink(missing_ok=True)


def digest(paths: Iterable[Path]) -> str:
    """A checksum over the files, to know whether they are the ones examined."""
    found = hashlib.sha256()
    for path in paths:
        found.update(path.name.encode() + b"\0" + (path.read_bytes() if path.exists() else b""))
    return found.hexdigest()


def _folder() -> Path:
    held = st.session_state.get(_FOLDER)
    if held is None:
        held = st.session_state[_FOLDER] = tempfile.TemporaryDirectory(prefix="riskmap-")
    return Path(held.name)
