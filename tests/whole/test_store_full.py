"""A file system that fills up while a snapshot is written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping import store
from mapping.reading import read_dataset
from mapping.store import Dataset, NotWritten
from tests.whole.stamped import STAMP, numbers_in, publish_stamped

SIZES = [0, 100, 800, 2000, 3000]  # KiB left beside the published snapshot; a second one takes more
FILLER = "filler"


@pytest.fixture
def dataset(tiny_dataset: Path) -> Dataset:
    return read_dataset(tiny_dataset / "geo", tiny_dataset / "data")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """An own file system of 16 MiB in memory."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "none", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no file system of a set size without the right to mount: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def _leave(disk: Path, kibibytes: int) -> None:
    """Fill the disk until only so much is left."""
    free = os.statvfs(disk)
    (disk / FILLER).write_bytes(b"\0" * (free.f_bavail * free.f_frsize - kibibytes * 1024))


@pytest.mark.parametrize("left", SIZES)
def test_a_full_disk_is_told_and_the_published_snapshot_stays_whole(
    dataset: Dataset, small_disk: Path, left: int
) -> None:
    home = small_disk / "home"
    publish_stamped(dataset, home, 1)
    before = store.read_manifest(home)
    _leave(small_disk, left)
    with pytest.raises(NotWritten, match="has not changed"):
        publish_stamped(dataset, home, 2)
    assert store.read_manifest(home) == before == store.verify(home, before.id)
    snapshot = store.open_snapshot(home)
    assert numbers_in(snapshot) == {1}
    snapshot.close()
    assert {path.name for path in home.iterdir()} == {".lock", "current", before.id}
    (small_disk / FILLER).unlink()
    publish_stamped(dataset, home, 2)
    assert (home / str(store.current_id(home)) / STAMP).read_text() == "2"
