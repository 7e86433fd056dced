"""Files of one visit, for as long as they are looked at: they lie in a folder of their own, which goes with the last look.

The folder is in memory where the system offers that, so that a file with persons never reaches a disk.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it, readable by this account only)
_LEAVE_FREE = 256 << 20
_BEGIN = "riskmap-uploads-"
_LONGEST = 255  # bytes of a file's name
_UNNAMED = "file"
_in_use: set[Path] = set()


class Upload(Protocol):
    """What Streamlit gives for a dropped file; `file_id` is another for every file dropped."""

    name: str
    file_id: str

    def getvalue(self) -> bytes: ...


def fingerprint(uploads: Sequence[Upload]) -> tuple[tuple[str, str], ...]:
    """What tells these files from others that were dropped."""
    return tuple((one.name, one.file_id) for one in uploads)


@contextmanager
def stored(uploads: Iterable[Upload]) -> Iterator[list[Path]]:
    """The files written into a folder, each under its own name; gone when the block ends, however it ends.

    Of two files with one name the later is taken.
    """
    wanted = {_name_of(one.name): one.getvalue() for one in uploads}
    place = _place_for(sum(map(len, wanted.values())))
    folder = Path(tempfile.mkdtemp(prefix=f"{_BEGIN}{os.getpid()}-", dir=place))
    _in_use.add(folder)
    try:
        for name, content in wanted.items():
            (folder / name).write_bytes(content)
        yield [folder / name for name in wanted]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _in_use.discard(folder)


def forget_all() -> None:
    """At the end of the server: what is looked at in this moment goes, too."""
    for folder in list(_in_use):
        shutil.rmtree(folder, ignore_errors=True)


def forget_left_behind() -> None:
    """At the start: what a server that was killed could not take away."""
    for place in (_IN_MEMORY, Path(tempfile.gettempdir())):
        for folder in place.glob(f"{_BEGIN}*-*"):
            owner = folder.name.removeprefix(_BEGIN).partition("-")[0]
            if owner.isdecimal() and not Path("/proc", owner).exists():
                shutil.rmtree(folder, ignore_errors=True)


def _name_of(given: str) -> str:
    """The name as a file can bear it: no way elsewhere, no control signs, not too long; its ending stays."""
    name = re.sub(r"[\x00-\x1f\x7f]", "_", Path(given.replace("\0", "_")).name)
    if name in {"", ".", ".."}:
        return _UNNAMED
    if len(name.encode()) <= _LONGEST:
        return name
    ending = "".join(Path(name).suffixes[-1:])
    ending = ending if len(ending.encode()) <= _LONGEST // 4 else ""
    tail = f"~{hashlib.sha256(name.encode()).hexdigest()[:8]}{ending}"  # two long names stay two
    return name.encode()[: _LONGEST - len(tail.encode())].decode(errors="ignore") + tail


def _place_for(size: int) -> Path | None:
    """Memory, where there is a file system in it with room to spare; else the system's folder for such files."""
    try:
        free = shutil.disk_usage(_IN_MEMORY).free
    except OSError:
        return None
    return _IN_MEMORY if free > size + _LEAVE_FREE else None
