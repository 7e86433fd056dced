"""Publishing under an open page: nothing changes by itself, it is said without a click, and one press moves on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mapping.store import use_snapshot
from tests.browser.conftest import click_area, open_map, painted_frame, settled
from tests.browser.test_accessibility import everywhere
from tests.newer import REVISED, Home, publish_both
from tests.serving import free_port, serving

LOOK_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"  # as when one comes back to the tab
AT = "lang=en&period=2025Q3&value=count&indicator=crime_total"


@pytest.fixture(scope="module")
def home(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return publish_both(tiny_dataset, tmp_path_factory.mktemp("newer"))


@pytest.fixture(scope="module")
def address(home: Home) -> Iterator[str]:
    with serving(home.folder) as found:
        yield found


@pytest.fixture(autouse=True)
def _first_is_current(home: Home) -> None:
    use_snapshot(home.folder, home.first)


def test_figures_stay_until_one_moves_on(address: str, home: Home, page: Page) -> None:
    frame = open_map(page, f"{address}/?area=1710&{AT}")
    use_snapshot(home.folder, home.newer)
    notice = page.locator(".newer")
    expect(notice).to_be_hidden()
    page.evaluate(LOOK_AGAIN)
    expect(notice).to_contain_text("as of 15 Feb 2026")
    click_area(page, frame, REVISED)
    page.wait_for_url(re.compile(f"area={REVISED[:7]}&"))
    settled(page)
    click_area(page, frame, REVISED)
    page.wait_for_url(re.compile(f"area={REVISED}"))
    expect(page.locator(".figure .number").first).to_have_text("7")
    expect(page.locator(".foot a")).to_have_attribute("href", re.compile(home.first))
    assert everywhere(page) == []
    page.get_by_role("button", name="Show those in force").click()
    expect(page.locator(".figure .number").first).to_have_text("10")
    expect(notice).to_be_hidden()
    expect(page.locator(".crumb-here")).to_have_text("Mahalla 1")
    assert "snapshot=" not in page.url


def test_what_is_taken_away_is_of_the_figures_on_the_page(address: str, home: Home, page: Page) -> None:
    page.goto(f"{address}/measures?area=1710&lang=en")
    settled(page)
    use_snapshot(home.folder, home.newer)
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download CSV").click()
    content = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert home.first in content
    assert home.newer not in content


def test_the_presenter_goes_on_and_moves_by_a_key(address: str, home: Home, page: Page) -> None:
    page.goto(f"{address}/present?area={REVISED}&{AT}")
    expect(page.locator("#screen")).to_be_visible()
    use_snapshot(home.folder, home.newer)
    expect(page.locator("#newer")).to_be_hidden()
    page.reload()
    expect(page.locator("#newer")).to_contain_text("as of 15 Feb 2026")
    expect(page.locator("#as-of")).to_contain_text("15 Jan 2026")
    page.keyboard.press("u")
    expect(page.locator("#as-of")).to_contain_text("15 Feb 2026")
    expect(page.locator("h1")).to_have_text("Mahalla 1")
    expect(page.locator("#newer")).to_be_hidden()
    assert f"snapshot={home.newer}" in page.url
    assert "left=" not in page.url


def test_a_page_that_outlives_the_server_keeps_its_figures(home: Home, page: Page, tmp_path: Path) -> None:
    """The browser connects by itself to the server started anew, which knows nothing of the visit."""
    shutil.copytree(home.folder, tmp_path / "home")
    port = free_port()
    with serving(tmp_path / "home", port=port) as first:
        open_map(page, f"{first}/?area={REVISED}&{AT}")
        expect(page.locator(".figure .number").first).to_have_text("7")
    use_snapshot(tmp_path / "home", home.newer)
    with serving(tmp_path / "home", port=port):
        expect(page.locator(".newer")).to_contain_text("as of 15 Feb 2026", timeout=60_000)
        expect(page.locator(".figure .number").first).to_have_text("7")
        expect(page.locator(".foot a")).to_have_attribute("href", re.compile(home.first))
        painted_frame(page)
