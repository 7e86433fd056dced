"""The map flies to where it is led: what was seen goes with it and is taken away; not for those who ask for little motion."""

from __future__ import annotations

from playwright.sync_api import Frame, Page

from tests.browser.conftest import click_area, colour_at, open_map, paints

# A picture that was laid is counted when it comes: it is gone in a third of a second.
COUNT = """() => {
  window.pictures = [];
  new MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes) if (node.className === "riskmap-left") window.pictures.push(node.getAnimations().length);
  }).observe(document.querySelector("#map_div"), { childList: true });
}"""
STANDING = "!document.querySelector('.riskmap-left') && !document.querySelector('.leaflet-overlay-pane').getAnimations().length"


def drilled(server: str, page: Page) -> Frame:
    page.set_viewport_size({"width": 600, "height": 1000})  # the region fills the width, a district does not
    frame = open_map(page, f"{server}/?lang=en&area=1710&value=count&level=district")
    frame.evaluate(COUNT)
    before = paints(frame)
    click_area(page, frame, "1710207")
    frame.wait_for_function(f"riskmap.level === 'mahalla' && riskmap.paints > {before}")
    return frame


def test_a_drill_flies_and_what_was_seen_goes(server: str, page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    frame = drilled(server, page)
    frame.wait_for_function(STANDING)
    assert frame.evaluate("window.pictures") == [1]
    assert colour_at(frame, "1710207001") == frame.evaluate("riskmap.color('1710207001')")


def test_without_motion_where_little_is_asked_for(server: str, page: Page) -> None:
    frame = drilled(server, page)
    assert frame.evaluate("window.pictures") == []
