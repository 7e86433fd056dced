"""The matrix, its cells and the pages around it in a browser, with nothing but this machine."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

DISTRICT = "1710207"


def total(page: Page, row: str) -> int:
    """The measures asked for in a row of the matrix."""
    told = page.locator(f'.matrix button[data-cell="{row}|"] small').inner_text()
    return int(re.sub(r"\D", "", told))


def test_a_cell_leads_to_the_list_behind_it_and_again_back(server: str, page: Page) -> None:
    page.goto(f"{server}/execution?area=1710&lang=en&x_quarter=all")
    cell = page.locator(f'.matrix button[data-cell="{DISTRICT}|"]')
    expect(cell).to_be_visible()
    asked = total(page, DISTRICT)
    assert 0 < asked <= total(page, "")
    cell.click()
    page.wait_for_url(re.compile(f"x_row={DISTRICT}"))
    expect(cell).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".tally .whole b")).to_have_text(str(asked))
    cell.click()
    expect(page.locator('.matrix button[aria-pressed="true"]')).to_have_count(0)


def test_a_gap_leads_to_its_mahalla(server: str, page: Page) -> None:
    page.goto(f"{server}/gaps?area=1710&lang=en")
    link = page.locator(".agenda a").first
    expect(link).to_be_visible()
    name = link.inner_text()
    link.click()
    expect(page.locator(".crumb-here")).to_have_text(name)
    expect(page.locator(".gap-lines li").first).to_be_visible()


def test_a_post_has_a_page_to_print(server: str, page: Page) -> None:
    page.goto(f"{server}/post?area=1710&lang=en")
    expect(page.locator(".post-title h1")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.locator(".post-title h1")).to_be_visible()


def test_a_tooltip_on_the_map_tells_measures_not_rates(server: str, page: Page) -> None:
    answer = page.request.get(f"{server}/healthz").json()
    values = page.request.get(
        f"{server}/riskmap/figures/{answer['snapshot']}.json?area=1710&indicator=crime_total&period=2025Q4&value=overdue&group=all&classes=usual&k=5&level=mahalla"
    ).json()
    assert {"count", "asked", "share"} <= set(values["columns"])
    assert len(values["codes"]) == len(values["columns"]["count"])


def test_a_measure_that_is_opened_is_shown_whole_and_whether_it_helped(server: str, page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{server}/measures?area=1710207&lang=en")
    settled(page)
    page.locator(".measures .row").first.click()
    card = page.locator(".measure-card")
    expect(card.locator("h2")).to_be_in_viewport()
    helped = page.locator(".measure-helped")
    expect(helped).to_contain_text("Did it help?")
    expect(helped).to_contain_text(re.compile("cannot tell|Too early|has not been done|helped", re.IGNORECASE))
    helped.locator("button.about").click()
    expect(page.locator(".about-card")).to_contain_text("empirical Bayes")
    expect(page.locator(".about-card")).to_contain_text("statistics.csv")
