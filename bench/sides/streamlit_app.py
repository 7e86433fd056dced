"""What both Streamlit sides share: how the server is started, how its select box is worked, what a rerun took."""

from __future__ import annotations

import json
import time
from pathlib import Path

from playwright.sync_api import Locator, Page

from bench.server import HOST

BUNDLE = "/static/"
READY = ("/_stcore/health", "/")
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
RERUN_TIMEOUT = 120.0


def serve_options(port: int) -> list[str]:
    return [
        f"--server.address={HOST}",
        f"--server.port={port}",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
    ]


def choose_in_selectbox(box: Locator, value: str) -> None:
    """Open the box and type the value, so that Enter takes it."""
    field = box.locator("input")
    field.click()
    field.fill(value)
    box.page.get_by_role("option", name=value, exact=True).wait_for()


def wait_idle(page: Page) -> None:
    """Wait until no script runs, and none begins at once again (the map component sends its state after drawing)."""
    for _ in range(2):
        page.wait_for_timeout(400)
        page.locator(IDLE).wait_for()


def rerun_seconds(runs: Path, since: float) -> float:
    """What the first script run that began at or after `since` took, inside the server."""
    until = time.monotonic() + RERUN_TIMEOUT
    while time.monotonic() < until:
        for line in runs.read_text(encoding="utf-8").splitlines() if runs.exists() else []:
            run = json.loads(line)
            if run["started"] >= since:
                return float(run["seconds"])
        time.sleep(0.05)
    raise TimeoutError("no script run was seen")
