"""A running application and a Chromium that fails the test at the first request to another host."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Playwright, Request, expect, sync_playwright
from playwright.sync_api import TimeoutError as Late

from tests.programs import program
from tests.serving import serving

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]  # fmt: skip
SEEN = "try { localStorage.setItem('riskmap.guide', 'seen'); } catch {}"  # the guided first visit is over
LOCAL = ("127.0.0.1", "localhost")
expect.set_options(timeout=20_000)  # a busy machine is no fault of the page


@pytest.fixture(scope="session")
def server(tiny_home: Path) -> Iterator[str]:
    """The application, showing the tiny dataset."""
    with serving(tiny_home) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine or Playwright's own, else Debian's, installed on demand."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def launched(playwright: Playwright) -> Browser:
    """The browser of this machine."""
    path = _installed()
    if path is None and not Path(playwright.chromium.executable_path).exists():
        path = program("chromium", "chromium")
        if path is None:
            pytest.fail("no Chromium: set CHROMIUM to its path, or install the package `chromium`")
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


def _installed() -> str | None:
    return (
        os.environ.get("CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )


@pytest.fixture
def outside() -> list[str]:
    """Addresses on other hosts that were asked for; must stay empty."""
    return []


@contextmanager
def visiting(chromium: Browser, outside: list[str]) -> Iterator[BrowserContext]:
    """A visitor at 1920×1080 on a network without anything else."""
    # Without flights of the map: what is looked for stands where it stays.
    context = chromium.new_context(
        locale="uz-UZ", viewport={"width": 1920, "height": 1080}, accept_downloads=True, reduced_motion="reduce"
    )

    def heard(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.hostname not in LOCAL:
            outside.append(request.url)

    context.on("request", heard)  # to halt each one until it is let through would take a third of a page's time
    context.add_init_script(SEEN)
    yield context
    context.close()
    assert not outside, f"requests left this machine: {outside}"


@pytest.fixture
def context(chromium: Browser, outside: list[str]) -> Iterator[BrowserContext]:
    """A fresh visitor."""
    with visiting(chromium, outside) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def one_visitor(chromium: Browser) -> Iterator[BrowserContext]:
    """The same visitor for all tests of a file, who has what is served once for good: half of a page's time."""
    with visiting(chromium, []) as visitor:
        yield visitor


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose script errors fail the test."""
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(20_000)
    yield page
    page.close()
    assert not errors, errors


HOW_FAR = """() => ({ address: location.href, detached: !window.frameElement?.isConnected, leaflet: !!window.L, map: !!window.map_div,
  paints: window.riskmap?.paints, latest: window.riskmap?.latest, notice: window.riskmap?.notice.textContent,
  fetched: performance.getEntriesByType("resource").map((one) => [one.name, Math.round(one.responseEnd)]) })"""


def open_map(page: Page, address: str) -> Frame:
    """Go to a map page; gives back the map's frame once it has painted."""
    page.goto(address)
    return painted_frame(page)


def painted_frame(page: Page, more_than: int = 0, key: str = "map_frame") -> Frame:
    """The map's frame, when it has finished more than so many paints."""
    element = page.wait_for_selector(f".st-key-{key} iframe", state="attached")
    assert element is not None
    frame = element.content_frame()
    assert frame is not None
    try:
        frame.wait_for_function(f"window.riskmap && window.riskmap.paints > {more_than}")
    except Late as late:
        raise AssertionError(f"nothing was painted: {frame.evaluate(HOW_FAR)}; frames {page.frames}") from late
    return frame


QUIET = """() => new Promise((done) => {
  const app = () => document.querySelector('[data-testid="stApp"]');
  let last = performance.now();
  const watch = new MutationObserver(() => { last = performance.now(); });
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  const timer = setInterval(() => {
    if (app()?.dataset.testScriptState !== "notRunning" || performance.now() - last < 250) return;
    clearInterval(timer);
    watch.disconnect();
    done();
  }, 25);
})"""
"""Resolves when the script has ended and nothing on the page has changed for a quarter of a second."""


def settled(page: Page) -> None:
    """Wait until the page's script has run and every map on it has painted."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function("!document.querySelector('[data-testid=\"stSkeleton\"]')")
    page.evaluate(QUIET)
    for element in page.query_selector_all("iframe[src*=streamlit_folium]"):
        frame = element.content_frame()
        assert frame is not None
        frame.wait_for_function("window.riskmap && window.riskmap.paints > 0")


def paints(frame: Frame) -> int:
    """How many paints the map has finished."""
    return int(frame.evaluate("riskmap.paints"))


def click_area(page: Page, frame: Frame, code: str) -> None:
    """Click on the map inside an area."""
    x, y = frame.evaluate(f"riskmap.point('{code}')")
    frame.locator("#map_div").click(position={"x": x, "y": y})


def colour_at(frame: Frame, code: str) -> str:
    """The colour that really stands on the canvas inside an area, as #rrggbb."""
    return str(
        frame.evaluate(
            """code => {
              const [x, y] = riskmap.point(code);
              const canvas = document.querySelector("canvas.riskmap-areas");
              const box = canvas.getBoundingClientRect();
              const ratio = canvas.width / box.width;
              const pixel = canvas.getContext("2d").getImageData((x - box.left) * ratio, (y - box.top) * ratio, 1, 1).data;
              return "#" + [...pixel.slice(0, 3)].map((part) => part.toString(16).padStart(2, "0")).join("");
            }""",
            code,
        )
    )
