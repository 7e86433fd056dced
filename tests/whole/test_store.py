"""Snapshots: known answers by hand, atomic publishing, many readers."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mapping import store
from mapping.model.levels import Level
from mapping.model.locale import Lang
from mapping.model.periods import Quarter
from mapping.model.vocabulary import Group, TermKind
from mapping.reading import read_dataset
from mapping.store import (
    NoSnapshot,
    NotWritten,
    Overtaken,
    PublisherBusy,
    Snapshot,
    current_id,
    list_snapshots,
    open_snapshot,
)

ALL_QUARTERS = [Quarter(year, number) for year in (2024, 2025) for number in range(1, 5)]
LAST = Quarter(2025, 4)


@pytest.fixture
def dataset(tiny_dataset: Path) -> store.Dataset:
    return read_dataset(tiny_dataset / "geo", tiny_dataset / "data")


@pytest.fixture
def other(tiny_dataset: Path, tmp_path: Path) -> store.Dataset:
    """The tiny dataset with one figure revised."""
    shutil.copytree(tiny_dataset / "data", tmp_path / "data")
    path = tmp_path / "data" / "statistics.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2024Q1,crime_total,all,1\n", "2024Q1,crime_total,all,2\n", 1), encoding="utf-8")
    return read_dataset(tiny_dataset / "geo", tmp_path / "data")


# Reading


def test_what_the_snapshot_says_of_itself(tiny_snapshot: Snapshot) -> None:
    assert tiny_snapshot.id.startswith("20260115-")
    assert tiny_snapshot.as_of == date(2026, 1, 15)
    assert tiny_snapshot.demonstration
    assert tiny_snapshot.region == "1710"
    assert tiny_snapshot.title(Lang.RU) == "Пробная область"
    assert tiny_snapshot.manifest.rows["statistic"] == 190
    assert {source.file for source in tiny_snapshot.manifest.sources} >= {"dataset.toml", "mahallas.geojson"}


def test_areas_are_sorted_by_code_and_have_a_name_in_every_language(tiny_snapshot: Snapshot) -> None:
    assert list(tiny_snapshot.areas.index[:3]) == ["1710", "1710207", "1710207001"]
    assert tiny_snapshot.areas.loc["1710212", "name_en"] == "Dehqonobod tumani"
    assert tiny_snapshot.areas.loc["1710207", "name_en"] == "Guzar district"
    assert list(tiny_snapshot.children("1710").index) == ["1710207", "1710212"]
    assert len(tiny_snapshot.children("1710207001")) == 0


def test_mahallas_of_region_district_and_mahalla(tiny_snapshot: Snapshot) -> None:
    assert len(tiny_snapshot.mahallas_of("1710")) == 8
    assert list(tiny_snapshot.mahallas_of("1710212")) == [f"171021200{n}" for n in range(1, 5)]
    assert list(tiny_snapshot.mahallas_of("1710207003")) == ["1710207003"]


@pytest.mark.parametrize("code", ["1714", "", "1710'; --", "17102"])
def test_an_unknown_area_is_a_key_error(tiny_snapshot: Snapshot, code: str) -> None:
    for read in (tiny_snapshot.children, tiny_snapshot.mahallas_of, tiny_snapshot.measures, tiny_snapshot.categories):
        with pytest.raises(KeyError):
            read(code)


def test_geometry_of_a_level_is_sorted_and_as_published(tiny_snapshot: Snapshot) -> None:
    districts = tiny_snapshot.geometry(Level.DISTRICT)
    assert list(districts["code"]) == ["1710207", "1710212"]
    assert districts.crs.to_epsg() == 4326
    assert districts.geometry.iloc[0].bounds == pytest.approx((66.0, 38.0, 66.2, 38.2))
    assert len(tiny_snapshot.geometry(Level.MAHALLA)) == 8


def test_counts_known_by_hand_and_missing_is_not_zero(tiny_snapshot: Snapshot) -> None:
    counts = tiny_snapshot.counts("crime_total", Group.ALL, [LAST, Quarter(2024, 1)], "1710")
    assert list(counts.columns) == ["2025Q4", "2024Q1"]
    assert list(counts["2024Q1"]) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert list(counts["2025Q4"][:-1]) == [8, 9, 10, 11, 12, 13, 14]
    assert np.isnan(counts.loc["1710212004", "2025Q4"])  # no row
    assert np.isnan(
        tiny_snapshot.counts("crime_total", Group.ALL, [Quarter(2025, 3)], "1710212004").iloc[0, 0]
    )  # empty
    assert (tiny_snapshot.counts("crime_total", Group.YOUTH, [LAST], "1710207")["2025Q4"] == 0).all()  # counted zero


def test_districts_sum_to_the_region(tiny_snapshot: Snapshot) -> None:
    def total(area: str) -> float:
        return float(np.nansum(tiny_snapshot.counts("crime_total", Group.ALL, ALL_QUARTERS, area).to_numpy()))

    assert (
        total("1710")
        == total("1710207") + total("1710212")
        == sum(m + q for m in range(1, 9) for q in range(8)) - 14 - 15
    )


def test_counts_without_figures_are_all_missing(tiny_snapshot: Snapshot) -> None:
    assert tiny_snapshot.counts("crime_total", Group.WOMEN, [LAST], "1710").isna().all(axis=None)
    assert tiny_snapshot.counts("solved", Group.ALL, [LAST], "1710").isna().all(axis=None)
    assert tiny_snapshot.counts("crime_total", Group.ALL, [Quarter(1999, 1)], "1710").isna().all(axis=None)
    assert tiny_snapshot.counts("crime_total", Group.ALL, [], "1710").shape == (8, 0)
    with pytest.raises(KeyError):
        tiny_snapshot.counts("nothing", Group.ALL, [LAST], "1710")


def test_population_of_a_year_and_of_the_nearest_year(tiny_snapshot: Snapshot) -> None:
    of_2025 = tiny_snapshot.population(2025, Group.ALL, "1710")
    assert list(of_2025.dropna()) == [1100 * n for n in (1, 2, 3, 4, 5, 6, 8)]
    assert np.isnan(of_2025["1710212003"])
    pd.testing.assert_series_equal(tiny_snapshot.population(2030, Group.ALL, "1710"), of_2025)
    assert tiny_snapshot.population_year(2030, Group.ALL) == 2025
    assert tiny_snapshot.population_year(2020, Group.ALL) == 2024
    assert tiny_snapshot.population_year(2025, Group.WOMEN) is None
    assert tiny_snapshot.population(2025, Group.WOMEN, "1710207").isna().all()


def test_lists(tiny_snapshot: Snapshot) -> None:
    assert list(tiny_snapshot.indicators.index) == ["crime_total", "crime_theft", "solved"]
    assert list(tiny_snapshot.indicators["higher_is_worse"]) == [True, True, False]
    assert tiny_snapshot.indicators.loc["crime_theft", "part_of"] == "crime_total"
    assert list(tiny_snapshot.terms(TermKind.AGENCY).index) == ["iib", "hokimlik"]
    assert tiny_snapshot.quarters == ALL_QUARTERS
    assert tiny_snapshot.groups("crime_total") == [Group.ALL, Group.YOUTH]
    assert tiny_snapshot.groups("solved") == []
    assert tiny_snapshot.years_with_categories == [2024, 2025]


def test_categories_factors_assignments(tiny_snapshot: Snapshot) -> None:
    assert list(tiny_snapshot.categories("1710", 2025)["category"]).count("red") == 2
    assert len(tiny_snapshot.categories("1710207")) == 8
    assert list(tiny_snapshot.factors("1710207001")["cases"]) == [3, 1]
    assert list(tiny_snapshot.assignments(["1710", "1710207001"])["post"]) == ["head", "deputy"]
    assert len(tiny_snapshot.assignments([])) == 0


def test_measures_of_any_level_and_quarter(tiny_snapshot: Snapshot) -> None:
    assert list(tiny_snapshot.measures("1710")["id"]) == ["M1", "M2", "M3", "M4", "M5"]
    assert list(tiny_snapshot.measures("1710212")["id"]) == ["M4", "M5"]
    assert list(tiny_snapshot.measures("1710", LAST)["id"]) == ["M1", "M2", "M3", "M5"]
    assert len(tiny_snapshot.measures("1710207002")) == 0
    frame = tiny_snapshot.measures("1710")
    assert frame["deadline"].dtype == "datetime64[s]"
    assert frame["text"].iloc[1] == "=SUM(A1:A9)"  # kept as it is; made harmless where it leaves


def test_figures_without_areas_and_areas_without_figures_are_kept(tiny_snapshot: Snapshot) -> None:
    assert tiny_snapshot.unplaced.to_dict("records") == [{"table": "statistic", "area": "1710999001", "rows": 1}]
    assert tiny_snapshot.without_figures.to_dict("records") == [{"table": "category", "area": "1710212004"}]
    statistic = tiny_snapshot.manifest.joins[0]
    assert (statistic.matched, statistic.unplaced_rows, statistic.unplaced) == (189, 1, ("1710999001",))


def test_many_threads_read_one_snapshot(tiny_snapshot: Snapshot) -> None:
    def read(step: int) -> float:
        counts = tiny_snapshot.counts("crime_total", Group.ALL, [ALL_QUARTERS[step % 8]], "1710207")
        return float(counts.to_numpy().sum())

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(400))) == [10.0 + 4 * (step % 8) for step in range(400)]


def test_the_database_cannot_be_written_nor_reach_other_files(tiny_snapshot: Snapshot, tmp_path: Path) -> None:
    connection = store.database.connect_read_only(tiny_snapshot.folder / "riskmap.duckdb")
    for statement in ("DELETE FROM measure", f"COPY measure TO '{tmp_path}/x.csv'", "INSTALL spatial"):
        with pytest.raises(Exception, match=r"(?i)read-only|permission|disabled"):
            connection.execute(statement)


def test_two_processes_read_at_once(tiny_home: Path, tiny_snapshot: Snapshot) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        assert pool.map(_rows_seen, [tiny_home, tiny_home]) == [5, 5]
    assert len(tiny_snapshot.measures("1710")) == 5


def _rows_seen(home: Path) -> int:
    return len(open_snapshot(home).measures("1710"))


# Publishing


def test_nothing_published_yet(tmp_path: Path) -> None:
    assert current_id(tmp_path / "none") is None
    assert list_snapshots(tmp_path / "none") == []
    for wanted in (None, "20260115-00000000", "../../etc"):
        with pytest.raises(NoSnapshot):
            open_snapshot(tmp_path, wanted)


def test_the_same_content_again_is_the_same_snapshot(dataset: store.Dataset, tmp_path: Path) -> None:
    first = store.publish(dataset, tmp_path)
    written = (first.folder / "manifest.json").read_bytes()
    second = store.publish(dataset, tmp_path)
    assert (first.already, second.already) == (False, True)
    assert first.manifest == second.manifest
    assert (second.folder / "manifest.json").read_bytes() == written
    assert len(list_snapshots(tmp_path)) == 1


def test_revised_content_is_a_new_snapshot_and_the_old_one_stays(dataset, other, tmp_path: Path) -> None:
    first, second = store.publish(dataset, tmp_path).manifest, store.publish(other, tmp_path).manifest
    assert first.id != second.id
    assert current_id(tmp_path) == second.id
    assert (
        open_snapshot(tmp_path, first.id).counts("crime_total", Group.ALL, [Quarter(2024, 1)], "1710207001").iloc[0, 0]
        == 1
    )
    assert open_snapshot(tmp_path).counts("crime_total", Group.ALL, [Quarter(2024, 1)], "1710207001").iloc[0, 0] == 2
    assert store.use_snapshot(tmp_path, first.id).id == current_id(tmp_path) == first.id


def test_a_hook_writes_into_the_snapshot(dataset: store.Dataset, tmp_path: Path) -> None:
    def count_areas(folder: Path, found: store.Dataset) -> None:
        (folder / "display").mkdir()
        (folder / "display" / "areas.txt").write_text(str(len(found.areas)))

    folder = store.publish(dataset, tmp_path, derive=[count_areas]).folder
    assert (folder / "display" / "areas.txt").read_text() == "11"


def test_data_put_over_a_snapshot_that_is_no_longer_current_is_not_published(
    dataset: store.Dataset, other: store.Dataset, tmp_path: Path
) -> None:
    first = store.publish(dataset, tmp_path, over="").manifest
    for seen in ("", "20250101-00000000"):
        with pytest.raises(Overtaken) as told:
            store.publish(other, tmp_path, over=seen)
        assert all(told.value.told(lang) for lang in Lang)
        assert current_id(tmp_path) == first.id
    assert store.publish(other, tmp_path, over=first.id).manifest.id == current_id(tmp_path)


def test_a_hook_that_fails_leaves_everything_as_it_was(dataset, other, tmp_path: Path) -> None:
    before = store.publish(dataset, tmp_path).manifest

    def fail(folder: Path, _: store.Dataset) -> None:
        (folder / "half").write_text("half")
        raise RuntimeError("no display")

    with pytest.raises(RuntimeError, match="no display"):
        store.publish(other, tmp_path, derive=[fail])
    assert current_id(tmp_path) == before.id
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "data") == [".lock", before.id, "current"]


def test_a_full_disk_is_told_and_leaves_everything_as_it_was(dataset, other, tmp_path: Path) -> None:
    before = store.publish(dataset, tmp_path).manifest

    def fill(_: Path, __: store.Dataset) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(NotWritten, match="No space left"):
        store.publish(other, tmp_path, derive=[fill])
    assert [one.id for one in list_snapshots(tmp_path)] == [before.id] == [current_id(tmp_path)]


_PUBLISH = """
import sys, time
from pathlib import Path
from mapping import store
from mapping.reading import read_dataset
def hook(folder, dataset):
    Path(sys.argv[4]).write_text("inside")
    time.sleep(float(sys.argv[5]))
dataset = read_dataset(Path(sys.argv[1]), Path(sys.argv[2]))
store.publish(dataset, Path(sys.argv[3]), derive=[hook])
"""


def _start(
    tiny_dataset: Path, data: Path, home: Path, sign: Path, *, seconds: float, **more: object
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _PUBLISH, str(tiny_dataset / "geo"), str(data), str(home), str(sign), str(seconds)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, **more)


def _wait_for(sign: Path, process: subprocess.Popen[bytes]) -> None:
    waited = threading.Event()
    while not sign.exists():
        assert process.poll() is None, process.stderr.read()
        waited.wait(0.02)


def test_a_killed_publisher_leaves_what_was_published_and_the_next_one_cleans_up(
    dataset, other, tiny_dataset: Path, tmp_path: Path
) -> None:
    home, sign = tmp_path / "home", tmp_path / "sign"
    before = store.publish(dataset, home).manifest
    process = _start(tiny_dataset, tmp_path / "data", home, sign, seconds=60)
    _wait_for(sign, process)
    assert any(path.name.startswith(".staging-") for path in home.iterdir())
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert [one.id for one in list_snapshots(home)] == [before.id] == [current_id(home)]
    after = store.publish(other, home).manifest
    assert current_id(home) == after.id
    assert not any(path.name.startswith(".staging-") for path in home.iterdir())


def test_the_second_of_two_publishers_is_told(dataset, tiny_dataset: Path, tmp_path: Path) -> None:
    home, sign = tmp_path / "home", tmp_path / "sign"
    process = _start(tiny_dataset, tiny_dataset / "data", home, sign, seconds=60)
    try:
        _wait_for(sign, process)
        with pytest.raises(PublisherBusy, match=rf"{process.pid}@"):
            store.publish(dataset, home)
    finally:
        process.kill()
        process.wait()
    assert not store.publish(dataset, home).already


def test_a_file_that_cannot_grow_is_told(other, dataset, tiny_dataset: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = store.publish(dataset, home).manifest

    def no_file_above_100_kilobytes() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    process = _start(
        tiny_dataset, tmp_path / "data", home, tmp_path / "sign", seconds=0, preexec_fn=no_file_above_100_kilobytes
    )
    _, said = process.communicate(timeout=60)
    assert process.returncode != 0
    assert b"NotWritten" in said, said.decode()
    assert [one.id for one in list_snapshots(home)] == [before.id] == [current_id(home)]


def test_readers_see_whole_snapshots_while_current_is_switched(dataset, other, tmp_path: Path) -> None:
    ids = {store.publish(one, tmp_path).manifest.id for one in (dataset, other)}
    stop, seen = threading.Event(), set()

    def watch() -> None:
        while not stop.is_set():
            seen.add(current_id(tmp_path))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(50):
        for one in ids:
            store.use_snapshot(tmp_path, one)
    stop.set()
    watcher.join()
    assert seen <= ids


def test_home_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path))
    assert store.default_home() == tmp_path
    monkeypatch.delenv("RISKMAP_HOME")
    assert store.default_home() == Path(__file__).parents[2] / "snapshots"
