"""Snapshots whose files are not as they were written, and writers that meet."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mapping import store
from mapping.model.locale import Lang
from mapping.model.problems import Problem
from mapping.reading import read_dataset
from mapping.store import Damaged, Dataset, NoSnapshot, NotWritten, PublisherBusy
from mapping.store.errors import Absent, CutShort, NoneNamed, Unreadable
from tests.whole.stamped import STAMP, numbers_in, publish_stamped


@pytest.fixture
def dataset(tiny_dataset: Path) -> Dataset:
    return read_dataset(tiny_dataset / "geo", tiny_dataset / "data")


@pytest.fixture
def home(dataset: Dataset, tmp_path: Path) -> Path:
    publish_stamped(dataset, tmp_path, 1)
    return tmp_path


def _folder(home: Path) -> Path:
    return home / str(store.current_id(home))


def _cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


@pytest.mark.parametrize("name", ["riskmap.duckdb", "areas.parquet", "report.json", STAMP])
def test_a_file_cut_short_or_gone_is_told_at_opening(home: Path, name: str) -> None:
    path = _folder(home) / name
    size = path.stat().st_size
    _cut(path)
    with pytest.raises(Damaged, match=rf"{name} has {size // 2} bytes, should have {size}"):
        store.open_snapshot(home)
    path.unlink()
    with pytest.raises(Damaged, match=rf"{name} is not there"):
        store.open_snapshot(home)
    assert [one.id for one in store.list_snapshots(home)] == [_folder(home).name]


@pytest.mark.parametrize("content", ["", "nope"])
def test_a_damaged_name_of_the_current_one_is_not_taken_for_nothing_published(home: Path, content: str) -> None:
    (home / "current").write_text(content, encoding="utf-8")
    for opening in (store.open_snapshot, store.read_manifest, store.verify):
        with pytest.raises(NoneNamed, match="riskmap snapshots use"):
            opening(home)


def test_a_manifest_cut_short_is_told_and_not_listed(home: Path) -> None:
    _cut(_folder(home) / "manifest.json")
    with pytest.raises(Damaged, match=r"manifest\.json"):
        store.open_snapshot(home)
    assert store.list_snapshots(home) == []
    assert store.snapshot_ids(home) == [_folder(home).name]


@pytest.mark.parametrize("name", ["riskmap.duckdb", "areas.parquet", "report.json", STAMP])
def test_a_single_changed_bit_is_told_at_opening_and_before_it_is_made_current(home: Path, name: str) -> None:
    path = _folder(home) / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    for attempt in (store.open_snapshot, store.use_snapshot, store.verify):
        with pytest.raises(Damaged, match=name):
            attempt(home, _folder(home).name)


def test_publishing_a_damaged_snapshot_again_makes_it_whole(dataset: Dataset, home: Path) -> None:
    damaged = _folder(home)
    _cut(damaged / "riskmap.duckdb")
    publish_stamped(dataset, home, 1)
    assert _folder(home) == damaged
    snapshot = store.open_snapshot(home)
    assert numbers_in(snapshot) == {1}
    snapshot.close()
    assert {path.name for path in home.iterdir()} == {".lock", "current", damaged.name}


def test_a_damaged_snapshot_is_not_made_current(dataset: Dataset, home: Path) -> None:
    first = _folder(home)
    publish_stamped(dataset, home, 2)
    _cut(first / "riskmap.duckdb")
    with pytest.raises(Damaged):
        store.use_snapshot(home, first.name)
    assert _folder(home) != first


def test_a_snapshot_of_format_1_is_still_read(home: Path) -> None:
    path = _folder(home) / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    del fields["files"], fields["warnings"]
    path.write_text(json.dumps(fields | {"format": 1}), encoding="utf-8")
    (_folder(home) / "report.json").unlink()
    store.open_snapshot(home).close()
    assert store.verify(home, _folder(home).name).files == ()
    assert store.read_report(home) == []


def test_remarks_are_kept_with_the_snapshot(dataset: Dataset, tmp_path: Path) -> None:
    remark = Problem("statistics.csv", "zero_sudden", 7, "count", "0", {"area": "1710207001"})
    manifest = store.publish(Dataset(**{**vars(dataset), "remarks": (remark,)}), tmp_path).manifest
    assert manifest.warnings == 1
    assert store.read_report(tmp_path) == [remark]


@pytest.mark.parametrize("lang", list(Lang))
def test_faults_are_told_in_the_readers_language(lang: Lang, tmp_path: Path) -> None:
    told = {
        NoSnapshot(snapshot="20260115-00000000", home=tmp_path).told(lang),
        Damaged(snapshot="20260115-00000000", file="areas.parquet").told(lang),
        Absent(snapshot="20260115-00000000", file="areas.parquet").told(lang),
        CutShort(snapshot="20260115-00000000", file="areas.parquet", found=3, expected=7).told(lang),
        Unreadable(snapshot="20260115-00000000", file="areas.parquet").told(lang),
        NoneNamed(file="current", home=tmp_path).told(lang),
        PublisherBusy(home=tmp_path, holder="12@host").told(lang),
        NotWritten(home=tmp_path, reason="full").told(lang),
    }
    assert len(told) == 8
    assert not any("{" in words for words in told)


def _hold(home: Path, ready: object, enough: object) -> None:
    with store.only_writer(home):
        ready.set()  # type: ignore[attr-defined]
        enough.wait(30)  # type: ignore[attr-defined]


@pytest.mark.parametrize("ended", ["by itself", "killed"])
def test_whoever_comes_second_is_told_who_writes_and_takes_over_when_that_process_has_ended(
    dataset: Dataset, home: Path, ended: str
) -> None:
    context = multiprocessing.get_context("spawn")
    ready, enough = context.Event(), context.Event()
    first = context.Process(target=_hold, args=(home, ready, enough))
    first.start()
    assert ready.wait(30)
    for write in (
        lambda: publish_stamped(dataset, home, 2),
        lambda: store.use_snapshot(home, _folder(home).name),
        lambda: store.prune(home, store.KeepRule(last=1)),
    ):
        with pytest.raises(PublisherBusy, match=rf"\({first.pid}@"):
            write()
    first.kill() if ended == "killed" else enough.set()
    first.join()
    publish_stamped(dataset, home, 2)
    assert (_folder(home) / STAMP).read_text() == "2"


def test_a_home_that_may_not_be_written_is_told(dataset: Dataset, home: Path) -> None:
    with not_writable(home), pytest.raises(NotWritten):
        publish_stamped(dataset, home, 2)


@contextmanager
def not_writable(folder: Path) -> Iterator[None]:
    """A folder that nobody may write: for root, whom no mode stops, mounted read-only over itself."""
    if os.geteuid() != 0:
        folder.chmod(0o500)
        try:
            yield
        finally:
            folder.chmod(0o700)
        return
    mounted = subprocess.run(["mount", "--bind", folder, folder], check=False, capture_output=True)
    if mounted.returncode != 0:
        pytest.skip(f"root may write anywhere, and may not mount here: {mounted.stderr.decode().strip()}")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)
