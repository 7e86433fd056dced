"""Reports of measures in the browser: kept on the device until the server has them, told when somebody else was there before."""

from __future__ import annotations

import json
import shutil
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from mapping.model.locale import Lang, text
from tests.serving import serving

LANG = Lang.EN
WORDS = {key: text(f"report.{key}", LANG) for key in ("open", "send", "on_top", "act_done", "act_progress", "waiting")}


@pytest.fixture
def own_server(tiny_home: Path, tmp_path: Path) -> Iterator[str]:
    """The application, with a home in which nothing was reported yet."""
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    with serving(home) as address:
        yield address


def reports(server: str, measure: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{server}/riskmap/reports.json?measure={measure}&lang=en") as answer:
        return list(json.loads(answer.read())["reports"])


def send(server: str, measure: str, **more: object) -> None:
    body = json.dumps(
        {"measure": measure, "version": 0, "act": "progress", "progress": 30, "key": "other", **more}
    ).encode()
    headers = {"Content-Type": "application/json", "Origin": server}
    urllib.request.urlopen(urllib.request.Request(f"{server}/riskmap/reports", body, headers)).read()


def opened(page: Page, server: str) -> None:
    page.goto(f"{server}/measures?area=1710&lang=en")
    expect(page.locator(".row .report-open")).to_have_count(5)


def report(page: Page, measure: str, words: str) -> None:
    page.locator(f'.row[data-id="{measure}"] .report-open').click()
    form = page.locator("dialog.report")
    progress = form.get_by_label(text("report.field_progress", LANG))
    if progress.is_visible():
        progress.fill("50")
    form.get_by_label(text("report.field_words", LANG)).fill(words)
    form.get_by_role("button", name=WORDS["send"]).click()
    expect(form).to_be_hidden()


def test_what_is_reported_without_a_network_arrives_once_after_a_reload(
    own_server: str, page: Page, context: BrowserContext
) -> None:
    """The five measures: one is waiting to be done, the finished and the cancelled are commented on."""
    opened(page, own_server)
    context.set_offline(True)
    for number in range(1, 6):
        report(page, f"M{number}", f"Without a network {number}")
    expect(page.locator(".outbox summary")).to_have_text(text("report.outbox", LANG, count=5))
    assert [reports(own_server, f"M{number}") for number in range(1, 6)] == [[]] * 5
    with suppress(Error):  # there is no network to load it from
        page.reload()
    context.set_offline(False)
    arrived: list[int] = []
    page.on(
        "response", lambda one: arrived.append(one.status) if one.url.partition("?")[0].endswith("/reports") else None
    )
    page.goto(f"{own_server}/measures?area=1710&lang=en")
    for _ in range(200):
        if len(arrived) == 5:
            break
        page.wait_for_timeout(100)
    expect(page.locator(".outbox")).to_be_hidden()
    assert arrived == [201] * 5
    for number in range(1, 6):
        (one,) = reports(own_server, f"M{number}")
        assert one["words"] == f"Without a network {number}"


def test_somebody_else_was_there_before_and_mine_goes_on_top(
    own_server: str, page: Page, context: BrowserContext
) -> None:
    opened(page, own_server)
    context.set_offline(True)
    report(page, "M3", "Mine")
    send(own_server, "M3", words="Theirs")
    context.set_offline(False)
    outbox = page.locator(".outbox")
    outbox.locator("summary").click()
    expect(outbox.locator("q")).to_have_text(["Theirs", "Mine"])
    outbox.get_by_role("button", name=WORDS["on_top"]).click()
    expect(outbox).to_be_hidden()
    assert [one["words"] for one in reports(own_server, "M3")] == ["Mine", "Theirs"]


def test_what_others_report_is_shown_on_an_open_page_with_its_history(own_server: str, page: Page) -> None:
    opened(page, own_server)
    send(own_server, "M4", act="done", done_on="2026-01-10", words="Shop opened")
    expect(page.locator('.row[data-id="M4"]')).to_contain_text(text("state.reported", LANG))
    expect(page.locator(".standing")).to_contain_text(text("report.work_of", LANG, when="").strip())
    page.locator('.row[data-id="M4"] .text button').click()
    expect(page.locator(".reports .latest")).to_contain_text("Shop opened")
    page.locator(".reports .open").click()
    page.locator(".reports").get_by_role("button", name=WORDS["send"]).click()  # one press confirms
    expect(page.locator(".reports .latest")).to_contain_text(text("report.was_confirm", LANG))
    expect(page.locator('.row[data-id="M4"]')).to_contain_text(text("state.done_in_time", LANG))


def test_what_was_refused_is_mended_in_the_form_with_all_that_was_typed(own_server: str, page: Page) -> None:
    opened(page, own_server)
    report(page, "M3", "Ask +998 90 123 45 67")
    outbox = page.locator(".outbox")
    outbox.locator("summary").click()
    line = outbox.locator("li.refused")
    expect(line).to_contain_text("+998 90 123 45 67")
    line.get_by_role("button", name=text("report.edit", LANG)).click()
    form = line.locator("form")
    expect(form.get_by_role("button", name=WORDS["act_progress"])).to_have_attribute("aria-pressed", "true")
    expect(form.get_by_label(text("report.field_progress", LANG))).to_have_value("50")
    words = form.get_by_label(text("report.field_words", LANG))
    expect(words).to_have_value("Ask +998 90 123 45 67")
    words.fill("Ask at the ")
    report(page, "M4", "Another, sent meanwhile")
    expect(page.locator(".saved")).to_contain_text(text("report.saved", LANG))
    words.press_sequentially("school")  # the form stayed as it was
    form.get_by_role("button", name=WORDS["send"]).click()
    expect(outbox).to_be_hidden()
    (one,) = reports(own_server, "M3")
    assert (one["words"], one["said"]) == ("Ask at the school", text("report.was_progress", LANG, value="50%"))


def test_what_was_refused_may_be_left_as_it_is_and_let_go(own_server: str, page: Page) -> None:
    opened(page, own_server)
    report(page, "M3", "Ask +998 90 123 45 67")
    page.locator(".outbox summary").click()
    line = page.locator(".outbox li.refused")
    line.get_by_role("button", name=text("report.edit", LANG)).click()
    line.get_by_role("button", name=text("report.close", LANG)).click()
    expect(line.locator("form")).to_have_count(0)
    line.get_by_role("button", name=text("report.discard", LANG)).click()
    expect(page.locator(".outbox")).to_be_hidden()
    assert reports(own_server, "M3") == []
