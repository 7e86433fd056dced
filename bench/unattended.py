"""A page's memory after many changes, as a reader's browser holds it.

A browser that Playwright drives holds more with every change: the bodies of answers it keeps for the driver, and the driver's own
scripts in every frame. Here the page changes its view by itself, and only a bare debugging connection asks what it holds.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import sync_playwright
from websockets.sync.client import ClientConnection, connect

from bench.browser import CHROMIUM, FLAGS, VIEWPORT

INTERPRETED = "--js-flags=--jitless"
START_TIMEOUT = 30.0
SETTLE = 3.0  # seconds after which the browser has given back what it was asked for
ANSWER_TIMEOUT = 3600.0


@dataclass(frozen=True)
class Memory:
    """Bytes: resident of the largest renderer process, and of its JavaScript heap after a collection."""

    process: float
    heap: float


class Page:
    """The one page of a browser that nobody drives."""

    def __init__(self, browser: psutil.Process, connection: ClientConnection) -> None:
        self._browser = browser
        self._connection = connection
        self._numbers = count(1)

    def open(self, url: str) -> None:
        """Begin to load; returns before it has."""
        self._ask("Page.navigate", url=url)

    def run(self, script: str) -> Any:
        """What an expression gives, or its promise when it is kept.

        Raises:
            RuntimeError: it threw.
        """
        answer = self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def memory(self) -> Memory:
        """Measured under the same pressure at any moment: garbage that waits for a collection is no growth."""
        self._ask("Memory.simulatePressureNotification", level="critical")
        time.sleep(SETTLE)
        self._ask("HeapProfiler.collectGarbage")
        time.sleep(SETTLE)
        heap = self._ask("Runtime.getHeapUsage")["usedSize"]
        renderers = [one for one in self._browser.children(recursive=True) if "--type=renderer" in one.cmdline()]
        return Memory(max(one.memory_info().rss for one in renderers), heap)

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._connection.recv(timeout=ANSWER_TIMEOUT))
            if answer.get("id") != number:
                continue
            if "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            return dict(answer["result"])


@contextlib.contextmanager
def unattended(*flags: str) -> Iterator[Page]:
    """A browser of its own with empty caches and one empty page; ended with the block."""
    window = f"--window-size={VIEWPORT['width']},{VIEWPORT['height']}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        own = ["--headless=new", window, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
        started = subprocess.Popen(
            [_executable(), *FLAGS, *flags, *own], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            with connect(_page_address(Path(profile)), max_size=None) as connection:
                yield Page(psutil.Process(started.pid), connection)
        finally:
            started.terminate()
            started.wait()


def _executable() -> str:
    if CHROMIUM.exists():
        return str(CHROMIUM)
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _page_address(profile: Path) -> str:
    """Where the page listens: the browser writes its port into its profile."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, IndexError, StopIteration):
            port = (profile / "DevToolsActivePort").read_text().split()[0]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
                return str(next(one for one in json.load(answer) if one["type"] == "page")["webSocketDebuggerUrl"])
        time.sleep(0.1)
    raise TimeoutError("the browser opened no page")
