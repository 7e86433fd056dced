"""Work in a process of its own: what it gives, what it may not take, and that it ends with whoever waits for it."""

from __future__ import annotations

import functools
import gc
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from mapping.model.problems import Problem, Refused
from mapping.reading.files import apart as module
from mapping.reading.files.apart import Bounds, apart
from mapping.reading.files.limits import MEBI


@pytest.fixture(params=["one thread", "several threads"])
def asker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program that forks itself, and one that has it done beside it; both with bounds that are soon reached."""
    monkeypatch.setattr(Bounds, "of", classmethod(lambda cls, *paths: cls(2, 300 * MEBI)))
    monkeypatch.setattr(module, "_IMPORTED", ())
    if request.param == "one thread":
        monkeypatch.setattr(threading, "active_count", lambda: 1)
        yield
        return
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    yield
    over.set()
    other.join()


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[None]:
    """The process beside this one is begun once."""
    yield
    module.end_server()


def take(size: int) -> int:
    return int(np.ones(size, dtype="uint8").sum())


def work_for_ever() -> None:
    while True:
        pass


def refuse() -> None:
    raise Refused([Problem("a.csv", "file_empty", 3)])


class Odd(Exception):
    """A fault that cannot be made again from its arguments."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"odd {one} {two}")


def fail() -> None:
    raise Odd(1, 2)


def warn() -> int:
    warnings.warn("not for the screen", stacklevel=1)
    os.write(2, b"nor this\n")
    return 7


def tell_and_work_for_ever(place: Path) -> None:
    place.with_suffix(".part").write_text(str(os.getpid()))
    place.with_suffix(".part").rename(place)
    work_for_ever()


def is_there(process: int) -> bool:
    """Whether a process works still: one that has ended and waits to be asked after does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(process: int) -> bool:
    for _ in range(500):
        if not is_there(process):
            return True
        time.sleep(0.02)
    return False


PATH = Path("a.csv")


@pytest.mark.usefixtures("asker")
def test_what_the_work_gives_comes_back_and_nothing_reaches_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    assert apart(functools.partial(take, 5_000_000), PATH) == 5_000_000
    assert apart(warn, PATH) == 7
    assert capfd.readouterr() == ("", "")


class Held:
    """Something that only the collector clears away, and that holds a database with threads of its own."""

    def __init__(self) -> None:
        self.held = self
        self.database = duckdb.connect(config={"threads": 4})
        self.database.execute("SELECT sum(range) FROM range(1000000)").fetchall()


def test_what_lies_about_of_who_asks_is_not_cleared_away_by_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A published snapshot that was looked at: its database could not be closed in the other process, which died of it."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    gc.disable()
    try:
        Held()
        assert apart(gc.collect, PATH) >= 0
    finally:
        gc.enable()


def test_a_process_that_dies_of_its_own_fault_is_logged(
    caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # whoever forks for several threads has a log of its own
    caplog.set_level("INFO")
    with pytest.raises(Refused):
        apart(os.abort, tmp_path / "a.csv")
    assert "SIGABRT" in caplog.text


@pytest.mark.usefixtures("asker")
def test_what_the_work_raises_is_raised_and_says_where() -> None:
    with pytest.raises(Refused) as refused:
        apart(refuse, PATH)
    assert refused.value.problems == (Problem("a.csv", "file_empty", 3),)
    with pytest.raises(RuntimeError, match="in fail"):
        apart(fail, PATH)
    with pytest.raises(ZeroDivisionError) as divided:
        apart(functools.partial(divmod, 1, 0), PATH)
    assert "_outcome" in divided.value.__notes__[0]


@pytest.mark.usefixtures("asker")
@pytest.mark.parametrize(
    "work",
    [functools.partial(take, 2 << 30), work_for_ever, os.abort, functools.partial(signal.raise_signal, signal.SIGSEGV)],
    ids=["memory", "time", "abort", "crash"],
)
def test_work_that_takes_too_much_or_dies_is_a_refusal_and_the_next_is_done(work: Callable[[], None]) -> None:
    with pytest.raises(Refused) as refused:
        apart(work, PATH)
    assert [problem.rule for problem in refused.value.problems] == ["file_too_costly"]
    assert apart(functools.partial(take, 3), PATH) == 3


@pytest.mark.usefixtures("asker")
def test_who_stops_waiting_ends_the_work(tmp_path: Path) -> None:
    place = tmp_path / "number"

    def waiting() -> None:
        if place.exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apart(functools.partial(tell_and_work_for_ever, place), PATH, waiting=waiting)
    assert gone(int(place.read_text()))


def test_work_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    place = tmp_path / "number"
    program = (
        "import threading, time; from functools import partial; from pathlib import Path\n"
        "from mapping.reading.files import apart; from tests.whole.test_apart import tell_and_work_for_ever\n"
        "apart._IMPORTED = ()\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        f"apart.apart(partial(tell_and_work_for_ever, Path({str(place)!r})), Path('a.csv'))"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    )
    while not place.exists():
        assert server.poll() is None
        time.sleep(0.02)
    server.kill()
    server.wait()
    assert gone(int(place.read_text()))


def test_the_bounds_grow_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"x")
    assert Bounds.of(file).seconds == 5
    file.write_bytes(b"x" * (20 * MEBI))
    assert Bounds.of(file) == (85, 800 * MEBI)
    assert Bounds.of(tmp_path / "absent") == (5, 600 * MEBI)
