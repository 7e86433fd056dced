"""Servers under measurement: started on a free port of 127.0.0.1, waited for, weighed, ended by their own id."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

HOST = "127.0.0.1"
READY_TIMEOUT = 300.0
STOP_TIMEOUT = 10.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running server: when its process started, and the seconds from then to its first answers."""

    process: subprocess.Popen[bytes]
    url: str
    started: float
    ready_after: float = field(default=float("nan"))

    @property
    def memory(self) -> int:
        """Resident bytes of the process and all it started."""
        root = psutil.Process(self.process.pid)
        total = 0
        for one in [root, *root.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                total += one.memory_info().rss
        return total

    def wait_ready(self, paths: Sequence[str]) -> None:
        """Wait until every path has answered 200, in this order."""
        for path in paths:
            while not _answers(self.url + path):
                if self.process.poll() is not None:
                    raise RuntimeError(f"the server ended with status {self.process.returncode} before it was ready")
                if time.perf_counter() - self.started > READY_TIMEOUT:
                    raise TimeoutError(f"{path} did not answer within {READY_TIMEOUT:.0f} s")
                time.sleep(0.02)
        self.ready_after = time.perf_counter() - self.started

    def stop(self) -> None:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, sign)  # its own group: start_new_session below
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_TIMEOUT)
                return


@contextlib.contextmanager
def running(
    command: Sequence[str], *, port: int, env: Mapping[str, str], folder: Path, ready: Sequence[str]
) -> Iterator[Server]:
    """Start a command in `folder` (its output goes to server.log there) and end it afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "server.log").open("ab") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **env}, stdout=log, stderr=log, start_new_session=True
        )
    server = Server(process, f"http://{HOST}:{port}", started)
    try:
        server.wait_ready(ready)
        yield server
    finally:
        server.stop()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
