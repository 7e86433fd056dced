"""A snapshot staged aside: seen before it is published, published as it was seen, and gone when nobody wants it."""

from __future__ import annotations

import gc
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mapping import store
from mapping.publishing import base_of, examine_files, preview, propose, publish, publish_seen
from mapping.reading import read_dataset
from mapping.store import Dataset, Overtaken, current_id, list_snapshots, open_snapshot
from tests.conftest import MAHALLAS

_STAGE = """
import sys, time
from pathlib import Path
from mapping import store
from mapping.reading import read_dataset
staged = store.stage(read_dataset(Path(sys.argv[1]), Path(sys.argv[2])), Path(sys.argv[3]))
print(staged.aside, flush=True)
time.sleep(60)
"""


@pytest.fixture
def dataset(tiny_dataset: Path) -> Dataset:
    return read_dataset(tiny_dataset / "geo", tiny_dataset / "data")


def on_another_day(dataset: Dataset) -> Dataset:
    return replace(dataset, info=replace(dataset.info, as_of=date(2026, 2, 1)))


def staged_in(home: Path) -> list[Path]:
    return [path for path in home.iterdir() if path.name.startswith(".staging-")]


def test_what_is_staged_is_seen_by_nobody_and_published_as_it_is(dataset: Dataset, tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = store.publish(dataset, home).manifest
    staged = store.stage(on_another_day(dataset), home)
    assert [one.id for one in list_snapshots(home)] == [before.id] == [current_id(home)]
    seen = open_snapshot(staged.aside, staged.manifest.id)
    assert seen.as_of == date(2026, 2, 1)
    seen.close()
    database = staged.aside / staged.manifest.id / "riskmap.duckdb"
    number = database.stat().st_ino
    published = store.make_current(staged, over=before.id)
    assert current_id(home) == published.manifest.id == store.publish(on_another_day(dataset), home).manifest.id
    assert (published.folder / "riskmap.duckdb").stat().st_ino == number
    assert published.manifest.created >= staged.manifest.created
    assert not staged_in(home)
    open_snapshot(home).close()  # every file as the manifest has it


def test_what_nobody_holds_goes(dataset: Dataset, tmp_path: Path) -> None:
    staged = store.stage(dataset, tmp_path)
    assert staged_in(tmp_path) == [staged.aside]
    del staged
    gc.collect()
    assert not staged_in(tmp_path)


def test_what_a_killed_process_staged_goes_with_the_next_publication_and_what_is_looked_at_stays(
    dataset: Dataset, tiny_dataset: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", _STAGE, str(tiny_dataset / "geo"), str(tiny_dataset / "data"), str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    left = Path(process.stdout.readline().strip())
    looked_at = store.stage(dataset, tmp_path)
    assert set(staged_in(tmp_path)) == {left, looked_at.aside}
    store.publish(on_another_day(dataset), tmp_path)
    assert set(staged_in(tmp_path)) == {left, looked_at.aside}  # both are held
    process.send_signal(signal.SIGKILL)
    process.communicate()
    store.make_current(looked_at)
    assert not staged_in(tmp_path)
    assert current_id(tmp_path) == looked_at.manifest.id


def test_a_snapshot_staged_over_another_than_the_current_one_is_refused(dataset: Dataset, tmp_path: Path) -> None:
    before = store.publish(dataset, tmp_path).manifest
    staged = store.stage(on_another_day(dataset), tmp_path)
    with pytest.raises(Overtaken):
        store.make_current(staged, over="")
    assert current_id(tmp_path) == before.id


def test_a_preview_is_what_is_published(tiny_dataset: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    publish(tiny_dataset / "geo", tiny_dataset / "data", home)
    file = tmp_path / "s.csv"
    file.write_text(f"area,period,indicator,group,count\n{MAHALLAS[0]},2025Q4,crime_total,all,99\n", encoding="utf-8")
    base = base_of(home)
    made = propose(examine_files([file], base), base)
    seen = preview(made, home)
    assert seen.staged is not None
    number = (seen.staged.aside / seen.staged.manifest.id / "riskmap.duckdb").stat().st_ino
    manifest = publish_seen(made, seen, home, over=base.snapshot)
    assert (home / manifest.id / "riskmap.duckdb").stat().st_ino == number
    assert current_id(home) == manifest.id == seen.staged.manifest.id
    assert (home / manifest.id / "display" / "index.json").is_file()


def test_a_home_that_was_removed_meanwhile_is_told(dataset: Dataset, tmp_path: Path) -> None:
    home = tmp_path / "home"
    staged = store.stage(dataset, home)
    shutil.rmtree(home)
    with pytest.raises(store.NotWritten):
        store.make_current(staged)
    assert not list_snapshots(home)
