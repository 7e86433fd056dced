"""Links to other pages are the same for every view: the browser takes the view from the address bar."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import open_map

DISTRICT, MAHALLA = "1710207", "1710207001"


def query(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def address_of(link: Locator) -> str:
    """What the browser would open or copy once the pointer rests on the link."""
    link.hover()
    return str(link.evaluate("link => link.href"))


def test_links_on_the_map_follow_the_view(server: str, page: Page) -> None:
    open_map(page, f"{server}/?area={DISTRICT}&value=count&period=2025Q4&lang=en")
    page.locator("button[name=period_previous]:enabled").click()
    page.wait_for_url(re.compile("period=2025Q3"))
    here = query(page.url)
    present, permanent = page.locator("a.present-link"), page.locator(".foot a")
    assert query(address_of(page.locator("a.go[data-page=measures]"))) == here
    assert query(address_of(present)) == here | {"theme": "light"}
    assert urlsplit(address_of(present)).path == "/present"
    found = query(address_of(permanent))
    assert found == here | {"snapshot": found["snapshot"]}
    assert found["snapshot"] in permanent.inner_text()


def test_a_link_that_is_followed_keeps_the_visit_and_the_view(server: str, page: Page) -> None:
    open_map(page, f"{server}/?area={MAHALLA}&value=rate&period=2025Q3&lang=en")
    page.evaluate("window.kept = true")
    here = query(page.url)
    page.locator("a.go[data-page=compare]").click()
    page.wait_for_url(re.compile("/compare"))
    expect(page.locator(".st-key-compare_maps")).to_be_visible()
    assert page.evaluate("window.kept") is True
    assert here.items() <= query(page.url).items()


def test_a_link_is_followed_by_the_keyboard_alone(server: str, page: Page) -> None:
    open_map(page, f"{server}/?area={MAHALLA}&lang=en")
    page.locator("a.go[data-page=mahalla]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f'.mahalla-title[data-area-code="{MAHALLA}"]')).to_be_visible()


def test_a_held_key_opens_the_view_beside_this_one(server: str, page: Page) -> None:
    open_map(page, f"{server}/?area={DISTRICT}&value=count&period=2025Q2&lang=en")
    here = query(page.url)
    with page.context.expect_page() as opened:
        page.locator("a.go[data-page=compare]").click(modifiers=["Control"])
    expect(opened.value.locator(".st-key-compare_maps")).to_be_visible()
    assert here.items() <= query(opened.value.url).items()
    assert urlsplit(page.url).path == "/"


def test_a_link_to_another_view_says_what_is_otherwise_there(server: str, page: Page) -> None:
    page.goto(f"{server}/execution?area={DISTRICT}&value=rate&lang=en")
    link = page.locator("a.go[data-page=map]").first
    expect(link).to_be_visible()
    assert query(address_of(link))["value"] == "overdue"
    link.click()
    page.wait_for_url(re.compile("value=overdue"))
    assert urlsplit(page.url).path == "/"
    assert query(page.url)["area"] == DISTRICT
