"""The list of measures under the hand: ordered, searched, turned over, opened by keys, on a wide screen and on a phone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from mapping.publishing import publish
from mapping.ui.measure_rows import ROWS_A_PAGE
from tests.browser.conftest import settled
from tests.browser.test_accessibility import everywhere
from tests.serving import serving

LATE, MORE = 130, 120  # overdue measures, and measures still to be done
LONG = " va yana bir necha muhim ishni oxiriga yetkazish va natijasini mahalla yig‘inida so‘zlab berish" * 2
WHO = "chair,iib,deputy,iib,head"


@pytest.fixture(scope="module")
def address(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tiny region with 250 measures more: number n is `Ish n` of mahalla 1, the overdue ones written last."""
    folder = tmp_path_factory.mktemp("many")
    shutil.copytree(tiny_dataset, folder / "edited")
    lines = [
        *(f"P{n},1710207001,2026Q1,Ish {n},,all,,{WHO},2026-03-31,planned,0,,\n" for n in range(1, MORE + 1)),
        *(
            f"L{n},1710207001,2025Q4,Kech ish {n}{LONG},,all,,{WHO},2025-{10 + n // 60:02}-{n % 28 + 1:02},planned,0,,\n"
            for n in range(1, LATE + 1)
        ),
    ]
    with (folder / "edited" / "data" / "measures.csv").open("a", encoding="utf-8") as file:
        file.writelines(lines)
    publish(folder / "edited" / "geo", folder / "edited" / "data", folder / "home")
    with serving(folder / "home") as found:
        yield found


def rows(page: Page) -> Locator:
    return page.locator(".measures .row")


def days(page: Page) -> list[int]:
    return [int(one) for one in page.locator(".measures .row .days").all_inner_texts()]


def test_a_column_orders_all_pages_and_again_the_other_way(address: str, page: Page) -> None:
    page.goto(f"{address}/measures?area=1710&lang=en")
    expect(rows(page)).to_have_count(ROWS_A_PAGE)
    assert len(days(page)) == ROWS_A_PAGE, "overdue first as it opens"
    page.get_by_role("button", name="Deadline").click()
    page.wait_for_url(re.compile("m_sort=deadline"))
    expect(page.get_by_role("columnheader", name="Deadline")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="Deadline").click()
    page.wait_for_url(re.compile("m_sort=-deadline"))
    expect(page.get_by_role("columnheader", name="Deadline")).to_have_attribute("aria-sort", "descending")
    expect(rows(page).first).to_contain_text("31 Mar 2026")
    page.get_by_role("button", name="Days overdue").click()
    page.wait_for_url(re.compile("m_sort=days"))
    expect(rows(page).first.locator(".days")).to_be_visible()
    found = days(page)
    page.get_by_role("button", name="Next page").first.click()
    expect(page.locator(".shown")).to_have_text(re.compile(r"^101–200 of"))
    found += days(page)
    assert len(found) == LATE + 1  # and one of the tiny region
    assert found == sorted(found, reverse=True)


def test_what_is_typed_is_looked_for_and_stays_typed(address: str, page: Page) -> None:
    page.goto(f"{address}/measures?area=1710&lang=en")
    box = page.get_by_role("searchbox")
    box.press_sequentially("kech ish 12", delay=30)
    expect(page.locator(".shown")).to_have_text(re.compile("of 12$"))  # 12, 112 and 120 to 129
    expect(box).to_be_focused()
    expect(box).to_have_value("kech ish 12")
    expect(page.locator(".tally .whole b")).to_have_text("12")
    page.wait_for_url(re.compile("m_text=kech"))
    page.reload()
    expect(box).to_have_value("kech ish 12")
    expect(rows(page)).to_have_count(12)
    box.fill("nothing like it")
    expect(page.locator(".measures .nothing")).to_be_visible()
    assert everywhere(page) == []


def test_keys_go_from_row_to_row_open_and_close(address: str, page: Page) -> None:
    page.goto(f"{address}/measures?area=1710&lang=en")
    settled(page)
    expect(rows(page)).to_have_count(ROWS_A_PAGE)
    stops = page.locator('.measures .row .text button[tabindex="0"]')
    expect(stops).to_have_count(1)
    stops.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    third = rows(page).nth(2).locator(".text button")
    expect(third).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".measure-card h2")).to_have_text(third.inner_text())
    expect(third).to_be_focused()
    expect(third).to_have_attribute("aria-expanded", "true")
    assert everywhere(page) == []
    page.keyboard.press("End")
    expect(rows(page).last.locator(".text button")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".measure-card")).to_have_count(0)


def test_the_open_measure_stays_in_sight_while_the_list_is_scrolled(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{address}/measures?area=1710&lang=en")
    settled(page)
    high = "() => document.querySelector('.st-key-rows_measures').clientHeight"
    before = page.evaluate(high)
    rows(page).nth(60).scroll_into_view_if_needed()
    rows(page).nth(60).click()
    expect(page.locator(".measure-card h2")).to_be_in_viewport()
    page.wait_for_function(f"(before) => ({high})() > before", arg=before)  # the rows have grown
    expect(rows(page).nth(60)).to_be_in_viewport()
    expect(page.locator(".measures .head")).to_be_in_viewport()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_there_are_cards_and_nothing_to_scroll_sideways(address: str, page: Page, theme: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/measures?area=1710&lang=ru&embed_options={theme}_theme")
    settled(page)
    card = rows(page).first
    expect(card).to_contain_text("Срок")
    for part in (".days", ".place", ".text", ".who", ".when"):
        expect(card.locator(part)).to_be_visible()
    wide = "() => { const main = document.querySelector('.stMain'); return main.scrollWidth - main.clientWidth; }"
    assert page.evaluate(wide) <= 0
    page.get_by_label("Порядок").select_option("deadline")
    page.wait_for_url(re.compile("m_sort=deadline"))
    page.get_by_role("button", name="В обратном порядке").click()
    page.wait_for_url(re.compile("m_sort=-deadline"))
    rows(page).nth(1).click()
    expect(page.locator(".measure-card h2")).to_be_in_viewport()
    assert everywhere(page) == []
    page.get_by_role("button", name="Закрыть").click()
    expect(page.locator(".measure-card")).to_have_count(0)
