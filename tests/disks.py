"""A disk that is nearly full."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FILLER = "filler"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """An own file system of 16 MiB in memory."""
    with mounted(tmp_path / "disk") as disk:
        yield disk


@contextmanager
def mounted(disk: Path) -> Iterator[Path]:
    """A file system of 16 MiB in memory, in a new folder."""
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "none", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no file system of a set size without the right to mount: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def leave(disk: Path, kibibytes: int) -> None:
    """Fill the disk until only so much is left."""
    free = os.statvfs(disk)
    (disk / FILLER).write_bytes(b"\0" * (free.f_bavail * free.f_frsize - kibibytes * 1024))
