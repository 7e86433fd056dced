"""The HTML pack by double click: no server, every request forbidden; hovered, clicked, searched, sorted and filtered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from mapping.export.packs.html import html_pack
from mapping.model.locale import Lang
from mapping.model.selection import default_selection
from mapping.store import Snapshot

ROOT = Path(__file__).resolve().parents[2]
DISTRICT, MAHALLA = "1710224", "1710224004"


@pytest.fixture(scope="module")
def file(shipped_snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pack") / "region.html"
    path.write_bytes(html_pack(shipped_snapshot, default_selection(shipped_snapshot), "1710", Lang.EN))
    return path


@pytest.fixture
def pack(chromium: Browser, file: Path) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, offline=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(file.as_uri())
    page.wait_for_function("window.pack")
    yield page
    context.close()
    assert not wrong


def cells(page: Page, section: str, column: int) -> list[str]:
    return page.locator(f"{section} tbody tr td:nth-child({column})").all_inner_texts()


def test_hover_tells_and_a_click_goes_deeper(pack: Page) -> None:
    x, y = pack.evaluate("code => window.pack.map.point(code)", MAHALLA)
    pack.mouse.move(x, y)
    name = pack.evaluate("code => window.pack.region.nameOf.get(code)", MAHALLA)
    assert name in pack.locator(".tip").inner_text()
    pack.mouse.click(x, y)
    assert pack.evaluate("window.pack.area") == DISTRICT
    x, y = pack.evaluate("code => window.pack.map.point(code)", MAHALLA)
    pack.mouse.click(x, y)
    assert pack.evaluate("window.pack.area") == MAHALLA
    pack.locator(".trail button").first.click()
    assert pack.evaluate("window.pack.area") == "1710"


def test_search_finds_in_any_script(pack: Page) -> None:
    field = pack.locator(".search input")
    for typed in ("Шахрисабз", "shahrisabz", "SHAHRISABZ"):
        field.fill(typed)
        assert pack.locator(".search [data-code]").count() > 0, typed
    field.fill(DISTRICT)
    field.press("Enter")
    assert pack.evaluate("window.pack.area") == DISTRICT
    field.fill("zzzzzz")
    assert pack.locator(".search [data-code]").count() == 0
    assert pack.locator(".search .none").is_visible()


def test_tables_sort_and_filter(pack: Page) -> None:
    table = "section:has(.area-filter)"
    head = pack.locator(f"{table} th button").nth(3)  # the count
    head.click()
    first = [int(one.replace(",", "")) for one in cells(pack, table, 4) if one.replace(",", "").isdigit()]
    head.click()
    second = [int(one.replace(",", "")) for one in cells(pack, table, 4) if one.replace(",", "").isdigit()]
    assert {first == sorted(first), second == sorted(second)} == {True, False}
    assert first in (sorted(first), sorted(first, reverse=True))
    assert second in (sorted(second), sorted(second, reverse=True))
    before = pack.locator(f"{table} tbody tr").count()
    pack.locator(".area-filter").fill("Bodomzor")
    names = cells(pack, table, 1)
    assert 0 < len(names) < before
    assert all("Bodomzor" in one for one in names)


def test_measures_are_filtered_by_state(pack: Page) -> None:
    pack.locator(".measures select").select_option(index=1)
    chosen = pack.locator(".measures select").input_value()
    states = set(cells(pack, ".measures", 4))
    assert states == {chosen}


def test_indicator_period_and_colours_repaint(pack: Page) -> None:
    picture = "() => document.querySelector('canvas').toDataURL()"
    seen = {pack.evaluate(picture)}
    pack.select_option(".choose-value select", "count")
    seen.add(pack.evaluate(picture))
    pack.select_option(".choose-indicator select", index=1)
    seen.add(pack.evaluate(picture))
    pack.select_option(".choose-period select", index=0)
    seen.add(pack.evaluate(picture))
    assert len(seen) == 4


@pytest.mark.parametrize("width", [1920, 390])
def test_nothing_is_wider_than_the_screen(pack: Page, width: int) -> None:
    pack.set_viewport_size({"width": width, "height": 844})
    assert pack.evaluate("document.documentElement.scrollWidth") <= width
