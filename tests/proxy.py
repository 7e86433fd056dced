"""The proxy before several servers, as `deploy/haproxy.cfg` sets it up, on a port of this machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.programs import program
from tests.serving import ROOT, free_port, wait_until_ready

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"


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
        wait_until_ready(f"{address}/healthz", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
