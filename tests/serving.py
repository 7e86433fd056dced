"""The application as it is started for people, on a port of this machine, by default a free one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS = 60


@contextmanager
def serving(
    home: Path,
    ready: str = "/healthz",
    *,
    more: Mapping[str, str] | None = None,
    log: Path | None = None,
    port: int | None = None,
) -> Iterator[str]:
    """The application showing a home; gives its address once `ready` answers. `more`: of its environment."""
    with started(home, ready, more=more, log=log, port=port) as (address, _):
        yield address


@contextmanager
def started(
    home: Path,
    ready: str = "/healthz",
    *,
    more: Mapping[str, str] | None = None,
    log: Path | None = None,
    port: int | None = None,
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same with its process, which may be killed."""
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "RISKMAP_HOME": str(home), **(more or {})}
    with Path(os.devnull if log is None else log).open("w", encoding="utf-8") as told:
        process = subprocess.Popen(command(port), cwd=ROOT, env=environment, stdout=told, stderr=told)
    try:
        wait_until_ready(f"{address}{ready}", process)
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=20)


def command(port: int, host: str = "127.0.0.1") -> list[str]:
    """How `make run` starts the server."""
    return [
        sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.address", host,
    ]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"the application ended with status {process.returncode} before it was ready")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the application was not ready after {READY_SECONDS} s")
