"""The proxy before several servers, as `deploy/haproxy.cfg` sets it up, on a port of this machine."""

from __future__ import annotations

import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest

from tests.programs import program
from tests.serving import ROOT, free_port

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
READY_SECONDS = 20


def haproxy() -> str:
    """HAProxy's path."""
    path = program("haproxy", "haproxy")
    if path is None:
        pytest.fail("no HAProxy: install the package `haproxy`")
    return path


@contextmanager
def proxied(one: str, two: str) -> Iterator[str]:
    """The address at which both servers stand."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "RISKMAP_BIND": f"127.0.0.1:{port}",
        "RISKMAP_ONE": urlsplit(one).netloc,
        "RISKMAP_TWO": urlsplit(two).netloc,
    }
    process = subprocess.Popen(
        [haproxy(), "-db", "-f", str(CONFIGURATION)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(f"{address}/healthz", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "HAProxy did not start"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(url)
