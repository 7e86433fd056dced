"""What is found from a snapshot is kept on it, within bounds, and goes with it; so does its file."""

from __future__ import annotations

import ast
import gc
import os
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pytest

from mapping.store import Snapshot, open_snapshot
from mapping.store.kept import kept, kept_of_two
from mapping.store.opened import snapshot_by_id

SOURCE = Path(__file__).parents[2] / "src" / "mapping"
asked: Counter[object] = Counter()


class Found:
    """A result to which weak references can be held."""


@kept
def plain(snapshot: Snapshot) -> Found:
    """Without further arguments."""
    asked[snapshot.id] += 1
    return Found()


@kept(most=2)
def bounded(snapshot: Snapshot, area: str, *, times: int = 1) -> str:
    """The last two are kept."""
    asked[area] += 1
    return area * times


@kept_of_two(most=2)
def between(snapshot: Snapshot, other: Snapshot, area: str) -> tuple[bool, str]:
    """Of two snapshots."""
    asked[area] += 1
    return snapshot is other, area


@pytest.fixture(autouse=True)
def _nothing_asked() -> None:
    asked.clear()


@pytest.fixture
def opened(tiny_home: Path) -> Iterator[list[Snapshot]]:
    """Two snapshots that only this list holds."""
    held = [open_snapshot(tiny_home), open_snapshot(tiny_home)]
    yield held
    held.clear()


def test_found_once_for_each_snapshot(opened: list[Snapshot]) -> None:
    assert plain(opened[0]) is plain(opened[0])
    assert plain(opened[0]) is not plain(opened[1])
    assert asked.total() == 2


def test_the_least_recently_used_gives_way_on_each_snapshot_alone(opened: list[Snapshot]) -> None:
    for area in ("a", "b", "a", "c", "a", "b"):
        assert bounded(opened[0], area, times=2) == 2 * area
    assert asked == {"a": 1, "b": 2, "c": 1}
    bounded(opened[1], "a", times=2)
    assert asked["a"] == 2


def test_a_snapshot_goes_without_a_collection_and_what_was_kept_goes_with_it(opened: list[Snapshot]) -> None:
    snapshot, found = ref(opened[0]), ref(plain(opened[0]))
    bounded(opened[0], "a")
    between(opened[0], opened[1], "a")
    between(opened[1], opened[0], "a")
    gc.disable()
    try:
        del opened[0]
        assert snapshot() is None
        assert found() is None
    finally:
        gc.enable()


def test_of_two_snapshots_each_pair_is_found_once(opened: list[Snapshot]) -> None:
    one, other = opened
    for _ in range(2):
        assert between(one, other, "a") == (False, "a")
        assert between(one, one, "b") == (True, "b")
        assert between(other, one, "c") == (False, "c")
    assert asked == {"a": 1, "b": 1, "c": 1}


def test_a_fault_is_not_kept(opened: list[Snapshot]) -> None:
    @kept
    def failing(snapshot: Snapshot) -> None:
        asked["failing"] += 1
        raise KeyError(snapshot.id)

    for _ in range(2):
        with pytest.raises(KeyError):
            failing(opened[0])
    assert asked["failing"] == 2


def test_many_threads_get_the_same(opened: list[Snapshot]) -> None:
    plain(opened[0])
    found: list[object] = []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        for number in range(200):
            assert bounded(opened[0], str(number % 5)) == str(number % 5)
        found.append(plain(opened[0]))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [plain(opened[0])] * 8


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the open files of a process are listed on Linux alone")
def test_the_file_is_closed_when_nobody_holds_the_snapshot_though_threads_have_read_it(
    tiny_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    snapshots, read, go = [open_snapshot(home)], threading.Event(), threading.Event()

    def read_and_stay() -> None:
        snapshots.pop().measures("1710")
        read.set()
        go.wait()

    snapshots[0].measures("1710")
    assert open_files(home) == 1
    reader = threading.Thread(target=read_and_stay)
    reader.start()
    read.wait()
    assert open_files(home) == 0
    go.set()
    reader.join()


def open_files(folder: Path) -> int:
    """How many files of a folder this process has open."""
    files = [Path(f"/proc/self/fd/{one}") for one in os.listdir("/proc/self/fd")]  # noqa: PTH208
    return sum(one.is_symlink() and one.readlink().is_relative_to(folder.resolve()) for one in files)


def test_the_last_four_that_were_looked_at_stay_open(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    snapshot_by_id.cache_clear()
    assert snapshot_by_id.cache_info().maxsize == 4
    name = open_snapshot(tiny_home).id
    assert snapshot_by_id(name) is snapshot_by_id(name)
    snapshot_by_id.cache_clear()


def test_no_cache_of_a_module_has_a_snapshot_among_its_keys() -> None:
    """It would keep every snapshot alive: `store.kept` is for that."""
    functions = [
        (file.relative_to(SOURCE), node)
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert len(functions) > 1000
    assert [f"{file}: {one.name}" for file, one in functions if _cached(one) and _takes_snapshot(one)] == []


def _cached(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it has a cache of functools or of Streamlit, under its name or its module's."""
    caches = {"cache", "lru_cache", "cache_data", "cache_resource"}
    called = [one.func if isinstance(one, ast.Call) else one for one in function.decorator_list]
    return any((one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "")) in caches for one in called)


def _takes_snapshot(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether an argument is a snapshot, or holds one."""
    given = function.args
    notes = [one.annotation for one in (*given.posonlyargs, *given.args, *given.kwonlyargs) if one.annotation]
    names = {part.id for note in notes for part in ast.walk(note) if isinstance(part, ast.Name)}
    return bool(names & {"Snapshot", "Screen", "Side", "Pair"})


@pytest.mark.parametrize(
    "written",
    ["@lru_cache(maxsize=4)", "@cache", "@functools.cache", "@functools.lru_cache(maxsize=4)", "@st.cache_data"],
)
def test_such_a_cache_is_seen(written: str) -> None:
    for signature, seen in (
        ("snapshot: Snapshot, lang: Lang", True),
        ("folder: Path, *, of: Snapshot | None", True),
        ("lang: Lang", False),
    ):
        function = ast.parse(f"{written}\ndef names({signature}) -> None: ...").body[0]
        assert isinstance(function, ast.FunctionDef)
        assert (_cached(function) and _takes_snapshot(function)) is seen
