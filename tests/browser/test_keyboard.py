"""With keys alone: past the head, over the map, down the ranking, and back from what opens."""

from __future__ import annotations

import re

from playwright.sync_api import Frame, Page, expect

from mapping.model.locale import Lang, text
from tests.browser.conftest import open_map, painted_frame, paints

DISTRICT = "1710207"
FOCUSED = """(() => { let one = document.activeElement; while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement; return one; })()"""


def pointed_at(frame: Frame) -> str:
    return str(frame.evaluate("riskmap.codes[riskmap.hovered]"))


def test_arrows_go_from_area_to_area_and_say_their_names(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?area={DISTRICT}&level=district&lang=en&value=count&period=2025Q4")
    frame.locator("#map_div").focus()
    for key in ("ArrowRight", "ArrowUp", "ArrowLeft"):  # whichever it begins at, the upper left is reached
        page.keyboard.press(key)
    assert pointed_at(frame) == f"{DISTRICT}001"
    page.keyboard.press("ArrowDown")
    assert pointed_at(frame) == f"{DISTRICT}003"
    page.keyboard.press("ArrowLeft")  # there is nothing farther left
    assert pointed_at(frame) == f"{DISTRICT}003"
    name = frame.evaluate(f"riskmap.names['{DISTRICT}003']")
    expect(frame.locator("[aria-live]")).to_contain_text(name)
    expect(frame.locator("[aria-live]")).to_contain_text("Count: 10")


def test_enter_goes_in_and_backspace_out(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?area=1710&level=district&lang=en")
    frame.locator("#map_div").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    before = paints(frame)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"area={DISTRICT}&"))
    painted_frame(page, before)
    page.keyboard.press("Backspace")
    page.wait_for_url(re.compile("area=1710&"))


def test_the_ranking_is_walked_by_arrows(server: str, page: Page) -> None:
    open_map(page, f"{server}/?area=1710&lang=en")
    rows = page.locator(".ranking tbody tr[data-code]")
    expect(rows).to_have_count(8)
    stops = page.locator('.ranking tbody button[tabindex="0"]')
    expect(stops).to_have_count(1)
    stops.focus()
    page.keyboard.press("End")
    last = rows.last.get_attribute("data-code")
    assert page.evaluate(f'{FOCUSED}.closest("tr").dataset.code') == last
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"area={last}"))


def test_the_first_stop_leads_past_the_head(server: str, page: Page) -> None:
    open_map(page, f"{server}/?area=1710&lang=en")
    expect(page.locator(".foot")).to_be_visible()
    page.keyboard.press("Tab")  # the page itself, so that it can be scrolled by keys
    assert page.evaluate(f"{FOCUSED}.dataset.testid") == "stMain"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.textContent") == "Skip to the contents"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.textContent") == "Skip to the table"
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.className") == "scroll"
    page.locator(".skips button").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.tabIndex") == -1
    assert page.evaluate("document.activeElement.closest('.st-key-head')") is None


def test_help_opens_closes_and_gives_the_focus_back(server: str, page: Page) -> None:
    page.goto(f"{server}/gaps?area=1710&lang=ru")
    button = page.get_by_role("button", name="Справка")
    button.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Справка")
    expect(panel).to_contain_text(text("help_shows.gaps", Lang.RU))
    expect(panel.get_by_role("button", name="Начать")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(button).to_be_focused()


def test_the_card_of_a_figure_lets_the_keys_go_on(server: str, page: Page) -> None:
    open_map(page, f"{server}/?area=1710&lang=en")
    buttons = page.locator(".figure button.about")
    buttons.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".about-card .end")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".about-card")).to_have_count(0)
    expect(page.locator(".figure .leads").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(buttons.nth(1)).to_be_focused()


def test_a_list_lets_the_keys_out_again(server: str, page: Page) -> None:
    page.goto(f"{server}/categories?area=1710&lang=en")
    canvas = page.locator('[data-testid="data-grid-canvas"]').first
    expect(canvas).to_be_visible()
    canvas.focus()
    for _ in range(40):  # by Tab from cell to cell to the end of the row
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.tagName") != "CANVAS":
            break
    assert page.evaluate(f"{FOCUSED}.tagName") != "CANVAS"
