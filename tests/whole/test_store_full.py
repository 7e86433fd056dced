"""A file system that fills up while a snapshot is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping import store
from mapping.reading import read_dataset
from mapping.store import Dataset, NotWritten
from tests.disks import FILLER, leave, small_disk
from tests.whole.stamped import STAMP, numbers_in, publish_stamped

__all__ = ["small_disk"]
SIZES = [0, 100, 800, 2000, 3000]  # KiB left beside the published snapshot; a second one takes more


@pytest.fixture
def dataset(tiny_dataset: Path) -> Dataset:
    return read_dataset(tiny_dataset / "geo", tiny_dataset / "data")


@pytest.mark.parametrize("left", SIZES)
def test_a_full_disk_is_told_and_the_published_snapshot_stays_whole(
    dataset: Dataset, small_disk: Path, left: int
) -> None:
    home = small_disk / "home"
    publish_stamped(dataset, home, 1)
    before = store.read_manifest(home)
    leave(small_disk, left)
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
