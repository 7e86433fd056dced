"""What the browser's side leans on in Streamlit's page, where only a browser shows it: docs/upgrades.md."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from mapping.views.map.joined import ASSETS
from tests.browser.conftest import open_map

PARTS = """names => [...document.querySelectorAll("*")].filter((part) => part.shadowRoot)
  .flatMap((part) => names.filter((name) => !getComputedStyle(part).getPropertyValue(name)))"""


def test_colours_of_the_theme_are_there(server: str, page: Page) -> None:
    """Every custom property of the theme that a style of ours takes has a value in each of our parts."""
    styles = "\n".join(path.read_text(encoding="utf-8") for path in ASSETS.glob("*.css"))
    names = sorted(set(re.findall(r"var\((--st-[\w-]+)", styles)))
    assert len(names) > 5
    open_map(page, f"{server}/?lang=en")
    assert page.evaluate("[...document.querySelectorAll('*')].some((part) => part.shadowRoot)")
    assert page.evaluate(PARTS, names) == []


def test_a_page_asks_for_nothing_that_is_not_there(server: str, page: Page) -> None:
    """Streamlit's page would look for its server below the page's address before it looks beside it."""
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{server}/measures?area=1710&lang=en")
    page.locator(".row").first.wait_for()
    page.get_by_role("link", name="Execution").first.click()
    page.locator(".matrix").first.wait_for()
    assert missing == []
