"""Any page printed from the browser, in the dark theme too, is a clean sheet with its tables whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mapping.ui.links import PAGES
from tests.browser.conftest import open_map, settled

SCREEN_ONLY = {"present"}  # made for the wall of a meeting room, with nothing around it

CONTROLS = ".stSelectbox, .stButton, .stDownloadButton, .stPopover, .stCheckbox, .stButtonGroup, .stDataFrame, .st-key-controls, .st-key-layers, iframe"


@pytest.fixture(scope="module")
def context(one_visitor: BrowserContext) -> BrowserContext:
    return one_visitor


@pytest.mark.parametrize("name", [name for name in PAGES if name not in SCREEN_ONLY])
def test_a_sheet_has_a_title_and_a_day_and_no_controls(server: str, page: Page, name: str) -> None:
    area = "1710207001" if name == "mahalla" else "1710"
    page.goto(f"{server}/{'' if name == 'map' else name}?area={area}&lang=en&embed_options=dark_theme")
    expect(page.locator(".foot")).to_be_visible()
    settled(page)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".head .paper")).to_contain_text("Regional risk map · ")
    expect(page.locator(".head .standing")).to_contain_text("Figures as of 15 Jan 2026")
    expect(page.locator(".foot")).to_contain_text("20260115-")
    expect(page.locator(".head .top")).to_be_hidden()
    on_sheet = "(controls) => [...document.querySelectorAll(controls)].filter((one) => one.getBoundingClientRect().right > 0 && one.offsetHeight).length"
    assert page.evaluate(on_sheet, CONTROLS) == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_the_map_is_a_picture_and_the_ranking_is_whole(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?area=1710&lang=en")
    expect(page.locator(".ranking tbody tr[data-code]")).to_have_count(8)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("canvas.map-paper")).to_be_visible()
    painted = """() => { const canvas = document.querySelector("canvas.map-paper");
      return new Set(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data).size; }"""
    assert page.evaluate(painted) > 10
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("canvas.map-paper")).to_have_count(0)
    assert frame.evaluate("riskmap.codes.length") == 8


def test_a_list_is_a_table_on_paper(server: str, page: Page) -> None:
    page.goto(f"{server}/categories?area=1710&lang=en")
    settled(page)
    expect(page.locator(".on-paper").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".on-paper").first).to_be_visible()
    assert page.locator(".on-paper tbody tr").count() > 1


def test_measures_are_printed_as_they_stand_without_what_one_presses(server: str, page: Page) -> None:
    page.goto(f"{server}/measures?area=1710&lang=en&m_open=M1")
    expect(page.locator(".measures .row")).to_have_count(5)
    expect(page.locator(".measure-card")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".measures .row").last).to_be_visible()
    expect(page.locator(".measures .head")).to_contain_text("Responsible")
    expect(page.locator(".measures .search")).to_be_hidden()
    assert page.locator(".measures .row").first.evaluate("(row) => row.getBoundingClientRect().width") > 900


def test_a_list_of_the_region_prints_the_district_that_is_looked_at(server: str, page: Page) -> None:
    page.goto(f"{server}/certainty?area=1710207&lang=en")
    settled(page)
    page.emulate_media(media="print")
    expect(page.locator(".on-paper caption")).to_have_text("Guzar district")
    expect(page.locator(".on-paper tbody tr")).to_have_count(4)
    page.goto(f"{server}/compare?area=1710212002&lang=en")
    expect(page.locator(".on-paper tbody tr")).to_have_count(4)


def test_a_row_of_measures_is_printed_without_its_button(server: str, page: Page) -> None:
    page.goto(f"{server}/measures?area=1710207&lang=en")
    expect(page.locator(".report-open").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".report-open").first).to_be_hidden()
