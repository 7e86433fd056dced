"""The server goes, is late, comes back: the page says it in its own language, no dialog of Streamlit's opens, and it goes on by itself."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import open_map, settled
from tests.browser.test_accessibility import everywhere
from tests.serving import free_port, serving

GONE, SLOW = "Связь с сервером прервана", "Ждём ответа сервера"


def test_a_server_that_comes_back_is_gone_on_with(tiny_home: Path, page: Page) -> None:
    """What was pressed last meanwhile is done then."""
    port, line = free_port(), page.locator(".line")
    with serving(tiny_home, port=port) as address:
        open_map(page, f"{address}/?lang=ru")
        settled(page)
        expect(line).to_be_hidden()
    expect(line).to_contain_text(GONE)
    expect(page.locator(".lang")).to_be_visible()
    assert everywhere(page) == []
    page.locator(".lang").select_option("en")
    page.wait_for_timeout(2000)  # Streamlit would open its dialog after its first attempts
    assert page.get_by_role("dialog").count() == 0
    with serving(tiny_home, port=port):
        page.wait_for_url(re.compile("lang=en"))
        settled(page)
        expect(page.locator(".brand")).to_have_text("Regional risk map")
        expect(line).to_be_hidden()


def test_a_late_answer_is_told_until_it_comes(server: str, page: Page) -> None:
    open_map(page, f"{server}/?lang=ru")
    settled(page)
    page.route(re.compile("/riskmap/live"), lambda _route: None)  # asked, and never answered
    expect(page.locator(".line")).to_contain_text(SLOW)
    expect(page.locator("html[data-waiting]")).to_be_attached()
    page.unroute_all(behavior="ignoreErrors")
    expect(page.locator(".line")).to_be_hidden()
    expect(page.locator("html[data-waiting]")).to_have_count(0)
