"""Work on a file in a process of its own, bounded in time and memory: no file can end, fill or slow the one that asks.

A program with one thread forks itself. One with several (the server) must not: it keeps a small process beside it, which
has everything imported and forks when asked. Whoever gives up waiting, or ends, takes the work with it.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import gc
import importlib
import logging
import os
import pickle
import resource
import select
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar

from mapping.reading.files.limits import MEBI, refuse
from mapping.reading.registry import Severity, declare

TOO_COSTLY = declare(
    "file_too_costly",
    Severity.MUST,
    "1.11",
    "Reading and checking a file takes some seconds of work and some memory, more of both the larger it is.",
)
# The system's own allocator takes what is needed, where Arrow's reserves a gigabyte at its first use.
_ENVIRONMENT = {"ARROW_DEFAULT_MEMORY_POOL": "system"}
_IMPORTED = (
    "mapping.reading.examination",
    "mapping.reading.events",
    "scipy.sparse.csgraph",
    "scipy.spatial",
    "scipy.special",
)
_LOOK_AGAIN = 0.2  # seconds
_TO_BEGIN = 120.0  # seconds: the process beside a server imports what readers need, once
_BEGUN = b"b"
_PIECE = 1 << 20
_OURS = (signal.SIGKILL, signal.SIGXCPU)  # how it ends that nobody waits for, or that took too long

_LOG = logging.getLogger(__name__)

Found = TypeVar("Found")


class Bounds(NamedTuple):
    """Seconds of work, and bytes that may be taken beyond what the process began with."""

    seconds: int
    memory: int

    @classmethod
    def of(cls, *paths: Path) -> Bounds:
        """What files of their size together may cost."""
        size = sum(path.stat().st_size / MEBI for path in paths if path.exists())
        return cls(int(5 + 4 * size), int(min(600 + 10 * size, 1200) * MEBI))

    @property
    def patience(self) -> float:
        """Seconds to wait once the work has begun, on a machine that has other work as well."""
        return 10.0 + 5.0 * self.seconds


class _Failed(NamedTuple):
    """What the work raised; None where it ran out of memory."""

    fault: BaseException | None


def apart(work: Callable[[], Found], *paths: Path, waiting: Callable[[], None] = lambda: None) -> Found:
    """What `work` on the files gives, done in a process of its own; where there are several threads it must be picklable.

    `waiting` is called several times a second; what it raises ends the work. Raises what the work raises, and Refused when
    it takes more time or memory than files of their size may.
    """
    bounds = Bounds.of(*paths)
    begin = _forked if threading.active_count() == 1 else _asked
    with begin(work, bounds) as answer:
        told = _heard(answer, bounds.patience, waiting)
    try:
        outcome = pickle.loads(memoryview(told)[len(_BEGUN) :])  # noqa: S301 (from ourselves)
    except (EOFError, pickle.UnpicklingError):
        outcome = _Failed(None)
    if not isinstance(outcome, _Failed):
        return outcome  # type: ignore[no-any-return]
    if outcome.fault is None:
        raise refuse(
            ", ".join(path.name for path in paths),
            TOO_COSTLY,
            seconds=bounds.seconds,
            most=f"{bounds.memory // MEBI} MiB",
        )
    raise outcome.fault


def _heard(answer: int, patience: float, waiting: Callable[[], None]) -> bytearray:
    """Everything that comes before the other end is closed, or the time from the beginning of the work is over."""
    told = bytearray()
    until = time.monotonic() + _TO_BEGIN
    while time.monotonic() < until:
        if not select.select([answer], [], [], _LOOK_AGAIN)[0]:
            waiting()
        elif piece := os.read(answer, _PIECE):
            if not told:
                until = time.monotonic() + patience
            told += piece
        else:
            break
    return told


@contextlib.contextmanager
def _forked(work: Callable[[], Any], bounds: Bounds) -> Iterator[int]:
    answer, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(answer)
        _do(lambda: work, tell, bounds)
    os.close(tell)
    try:
        yield answer
    finally:
        os.close(answer)
        _end(child)


@contextlib.contextmanager
def _asked(work: Callable[[], Any], bounds: Bounds) -> Iterator[int]:
    ours, theirs = socket.socketpair()
    watched, held = os.pipe()  # closed with this block or this process: then the work is ended
    try:
        with theirs:
            _server().ask(bounds, theirs.fileno(), watched)
        os.close(watched)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            ours.sendall(pickle.dumps(work, protocol=5))
            ours.shutdown(socket.SHUT_WR)
        yield ours.fileno()
    finally:
        os.close(held)
        ours.close()


def _do(read: Callable[[], Callable[[], Any]], tell: int, bounds: Bounds) -> NoReturn:
    """In the process of its own: the work, its outcome written to `tell`, and the end. Nothing reaches the screen."""
    try:
        # What lies about of the one that forked is never cleared away here: a database's threads are not with us, and
        # its end would wait for them, or end this process.
        gc.freeze()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked hears it, and ends us
        faulthandler.disable()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        work = read()
        os.write(tell, _BEGUN)
        _limit(bounds)
        outcome = _outcome(work)
        with os.fdopen(tell, "wb") as answer:
            answer.write(outcome)
    finally:
        os._exit(0)


def _outcome(work: Callable[[], Any]) -> bytes:
    """What the work gives or raises, as it travels."""
    try:
        return pickle.dumps(work(), protocol=5)
    except MemoryError:
        return pickle.dumps(_Failed(None))
    except Exception as fault:
        if "bad_alloc" in str(fault):  # how C++ libraries say the same
            return pickle.dumps(_Failed(None))
        told = traceback.format_exc()
        fault.add_note(told)
        try:
            pickle.loads(whole := pickle.dumps(_Failed(fault)))  # noqa: S301 (from ourselves)
        except Exception:  # it holds what cannot travel, or cannot be made again of what it holds
            return pickle.dumps(_Failed(RuntimeError(told)))
        return whole


def _limit(bounds: Bounds) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (spent := _spent() + bounds.seconds, spent + 1))
    if (taken := _taken()) is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (taken + bounds.memory, resource.RLIM_INFINITY))


def _spent() -> int:
    """Whole seconds of work that this process has done."""
    return int(time.process_time()) + 1


def _taken() -> int | None:
    """Bytes of memory that this process has for itself; None where the system does not tell (then nothing bounds it)."""
    with contextlib.suppress(OSError), Path("/proc/self/statm").open(encoding="ascii") as told:
        return int(told.read().split()[5]) * resource.getpagesize()
    return None


class _Server:
    """The process beside a program of several threads, that forks for it."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (ourselves)
                [sys.executable, "-c", f"from {__name__} import serve; serve({theirs.fileno()})"],
                env={**os.environ, **_ENVIRONMENT, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
            )  # fmt: skip
        self._asking = threading.Lock()

    @property
    def stands(self) -> bool:
        return self._process.poll() is None

    def ask(self, bounds: Bounds, tell: int, watched: int) -> None:
        """Have a process begun that reads its work from the socket `tell` and answers there, until `watched` is closed."""
        with self._asking:
            socket.send_fds(self._control, [pickle.dumps(tuple(bounds))], [tell, watched])

    def end(self) -> None:
        """End it, and what it began."""
        self._control.close()
        self._process.wait()


_servers: list[_Server] = []
_choosing = threading.Lock()


def make_ready() -> None:
    """Begin the process beside this one, so that the first file need not wait for it."""
    if threading.active_count() > 1:
        _server()


def _server() -> _Server:
    with _choosing:
        if _servers and not _servers[-1].stands:
            _servers.pop().end()
        if not _servers:
            _servers.append(_Server())
        return _servers[-1]


@atexit.register
def end_server() -> None:
    """End the process beside this one, where there is one."""
    with _choosing:
        while _servers:
            _servers.pop().end()


def serve(control: int) -> None:
    """The process beside the server: forks when asked, ends what nobody waits for, and goes when who began it goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _IMPORTED:
        importlib.import_module(name)
    asking = socket.socket(fileno=control)
    watch = selectors.DefaultSelector()
    watch.register(asking, selectors.EVENT_READ)
    while True:
        for key, _ in watch.select():
            if key.fileobj is not asking:
                watch.unregister(key.fileobj)
                os.close(key.fd)
                _end(key.data)
            elif not _begun(asking, watch):
                for child in [key.data for key in watch.get_map().values() if key.fileobj is not asking]:
                    _end(child)
                return


def _begun(asking: socket.socket, watch: selectors.BaseSelector) -> bool:
    """Fork for one who asks; False when nobody ever will again."""
    told, (*fds,), _, _ = socket.recv_fds(asking, 1 << 12, 2)
    if not told:
        return False
    tell, watched = fds
    child = os.fork()
    if child == 0:
        asking.close()
        _do(lambda: _work_from(tell), tell, Bounds(*pickle.loads(told)))  # noqa: S301 (from ourselves)
    os.close(tell)
    watch.register(watched, selectors.EVENT_READ, child)
    return True


def _work_from(asked: int) -> Callable[[], Any]:
    with os.fdopen(os.dup(asked), "rb") as source:
        work: Callable[[], Any] = pickle.load(source)  # noqa: S301 (from ourselves)
    return work


def _end(child: int) -> None:
    """End a process; it is kept until here, so that its number is no other's. A fault of its own is logged."""
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) not in _OURS:
        _LOG.info("The process that read a file was ended by %s.", signal.Signals(os.WTERMSIG(status)).name)
