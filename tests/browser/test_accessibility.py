"""axe-core finds nothing against WCAG 2.1 A and AA on any page, light and dark, the map's frame included."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from mapping.ui.links import PAGES
from tests.browser.conftest import open_map, settled

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
MAHALLA = "1710207001"


@pytest.fixture(scope="module")
def context(one_visitor: BrowserContext) -> BrowserContext:
    return one_visitor


def violations(frame: Frame) -> list[tuple[str, str]]:
    """What axe finds in one frame: the rule and the element."""
    frame.evaluate(AXE)
    found: list[dict[str, Any]] = frame.evaluate(
        """async (values) => (await axe.run(document, {iframes: false, runOnly: {type: "tag", values}})).violations
             .flatMap(({id, nodes}) => nodes.map((node) => ({id, where: node.target.flat().join(" ")})))""",
        LEVELS,
    )
    return [(one["id"], one["where"]) for one in found]


def everywhere(page: Page) -> list[tuple[str, str]]:
    """What axe finds on the page and in all its frames."""
    return [one for frame in page.frames for one in violations(frame)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_violates_the_guidelines(server: str, page: Page, name: str, theme: str) -> None:
    path = "" if name == "map" else name
    area = MAHALLA if name == "mahalla" else "1710"
    page.goto(f"{server}/{path}?area={area}&lang=uz&embed_options={theme}_theme")
    settled(page)
    assert everywhere(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_on_the_map_page_does_not_either(server: str, page: Page, theme: str) -> None:
    open_map(page, f"{server}/?area=1710&lang=ru&embed_options={theme}_theme")
    page.locator(".figure button.about").first.click()
    expect(page.locator(".about-card")).to_be_visible()
    assert everywhere(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Справка").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert everywhere(page) == []
