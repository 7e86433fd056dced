"""The bar of places and pages: all of it in sight at every width and zoom, in one order, and every address of old works."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mapping.ui.links import CORNER, DEEPER, PAGES, PLACES, page_path, place_of

OUTSIDE = """() => {
  const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const head = roots.map((root) => root.querySelector(".head")).find(Boolean) ?? document.querySelector(".head");
  return [...head.querySelectorAll(".top :is(a, button, select, input), .pages a")]
    .map((one) => [one.textContent || one.className, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.left < 0 || box.right > innerWidth + 0.5))
    .map(([name]) => name);
}"""
OFFERED = {
    place: pages
    for place, all_pages in PLACES.items()
    if (pages := [one for one in all_pages if one not in {"mine", "people", "audit"}])
}
"""Where nobody signs in nobody holds posts, and no people are looked after."""
# A laptop, the same at 200 %, a phone.
SIZES = [(1366, 768), (683, 384), (390, 844)]


def places(page: Page) -> list[str]:
    return [str(one) for one in page.locator(".head :is(.places, .corner) a").evaluate_all("(all) => all.map((one) => one.dataset.page)")]  # fmt: skip


@pytest.mark.parametrize(("place", "lang"), [("meeting", "uz"), ("measures", "ru")])
def test_all_of_the_bar_is_in_sight_at_every_width(server: str, page: Page, place: str, lang: str) -> None:
    page.goto(f"{server}/{PLACES[place][-1]}?area=1710&lang={lang}")
    expect(page.locator(".head .pages a")).to_have_count(len(PLACES[place]))
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for link in page.locator(".head :is(.places, .corner, .pages) a").all():
            expect(link).to_be_visible()
        expect(page.locator(".head button.help")).to_be_visible()
        assert page.evaluate(OUTSIDE) == []


def test_every_address_of_old_opens_and_the_bar_keeps_its_order(server: str, page: Page) -> None:
    page.goto(f"{server}/?area=1710&lang=en")
    expect(page.locator(".head .places a")).to_have_count(len(OFFERED.keys() - CORNER))
    bar = places(page)
    assert bar == [pages[0] for pages in OFFERED.values()]
    for name in PAGES:
        pages = OFFERED.get(place_of(name), [])
        if name not in (*pages, *DEEPER):
            continue
        page.goto(f"{server}{page_path(name)}?area=1710&lang=en")
        place = page.locator('.head :is(.places, .corner) a[aria-current="true"]')
        expect(place).to_have_attribute("data-page", pages[0])
        assert places(page) == bar
        here = page.locator('.head .pages a[aria-current="page"]')
        if name in DEEPER or len(pages) == 1:
            expect(here).to_have_count(0)
        else:
            expect(here).to_have_attribute("data-page", name)


def test_a_page_of_a_place_takes_the_view_along(server: str, page: Page) -> None:
    page.goto(f"{server}/execution?area=1710207&period=2025Q3&lang=en")
    page.locator('.head .pages a[data-page="gaps"]').click()
    expect(page.locator('.head .pages a[aria-current="page"]')).to_have_attribute("data-page", "gaps")
    assert "area=1710207" in page.url
    assert "period=2025Q3" in page.url
