"""Chromium under measurement: bounded, offline but for the local servers, with the probe in every frame."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.cdn import local_cdn

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
VIEWPORT = {"width": 1920, "height": 1080}
TIMEOUT_MS = 180_000
PROBE = Path(__file__).with_name("probe.js")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that reaches this machine only."""
    with local_cdn() as leads, sync_playwright() as playwright:
        executable = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=executable, args=[*FLAGS, *leads])
        try:
            yield browser
        finally:
            browser.close()


def new_context(browser: Browser) -> BrowserContext:
    """A visitor with empty caches."""
    context = browser.new_context(viewport=VIEWPORT, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(TIMEOUT_MS)
    return context


class Meter:
    """Bytes that a page received: HTTP bodies as transferred with their headers, and websocket payloads.

    What comes from below `bundle` (Streamlit's own `/static/`, the same for every Streamlit app) is counted apart.
    """

    def __init__(self, page: Page, bundle: str | None) -> None:
        self._bundle = bundle
        self.bundled = 0
        self.rest = 0
        self._addresses: dict[str, str] = {}
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.on("Network.requestWillBeSent", self._sent)
        self._session.on("Network.loadingFinished", self._finished)
        self._session.on("Network.webSocketFrameReceived", self._frame)
        self._session.send("Network.enable", {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0})

    def reset(self) -> None:
        self.bundled = self.rest = 0

    def _sent(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        path = urlsplit(self._addresses.get(event["requestId"], "")).path
        received = int(event["encodedDataLength"])
        if self._bundle is not None and path.startswith(self._bundle):
            self.bundled += received
        else:
            self.rest += received

    def _frame(self, event: dict[str, Any]) -> None:
        response = event["response"]
        payload = response["payloadData"]
        text = response["opcode"] == 1
        self.rest += len(payload.encode()) if text else len(base64.b64decode(payload))
