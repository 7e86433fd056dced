"""The guided first visit: once in a browser, for who opens the bare address, and from the help ever after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

COLD = 20_000  # milliseconds: the card waits for the whole page, which may be the server's first


@pytest.fixture
def newcomer(chromium: Browser) -> Iterator[Page]:
    """A browser that was never here."""
    context = chromium.new_context(locale="uz-UZ", viewport={"width": 1920, "height": 1080})
    yield context.new_page()
    context.close()


def test_it_has_five_steps_and_does_not_come_again(server: str, newcomer: Page) -> None:
    newcomer.goto(f"{server}/?lang=en")
    card = newcomer.get_by_role("dialog", name="A short tour")
    expect(card).to_be_visible(timeout=COLD)
    for step in range(1, 5):
        expect(card).to_contain_text(f"{step} / 5")
        card.get_by_role("button", name="Next").click()
    card.get_by_role("button", name="Done").click()
    expect(card).to_have_count(0)
    newcomer.goto(f"{server}/?lang=en")
    expect(newcomer.locator(".foot")).to_be_visible()
    newcomer.wait_for_timeout(700)
    expect(card).to_have_count(0)


def test_it_can_be_skipped_and_started_again_from_the_help(server: str, newcomer: Page) -> None:
    newcomer.goto(f"{server}/?lang=ru")
    card = newcomer.get_by_role("dialog", name="Краткое знакомство")
    expect(card).to_be_focused(timeout=COLD)
    newcomer.keyboard.press("Escape")
    expect(card).to_have_count(0)
    newcomer.get_by_role("button", name="Справка").click()
    newcomer.get_by_role("button", name="Начать краткое знакомство").click()
    expect(card).to_contain_text("1 / 5")
    card.get_by_role("button", name="Пропустить").click()
    expect(card).to_have_count(0)


def test_who_follows_a_link_sees_what_it_shows(server: str, newcomer: Page) -> None:
    newcomer.goto(f"{server}/?area=1710207&lang=en")
    expect(newcomer.locator(".foot")).to_be_visible()
    newcomer.wait_for_timeout(700)
    expect(newcomer.locator(".guide-card")).to_have_count(0)
