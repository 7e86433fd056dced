"""A page that stands open behind the proxy goes on at the other server when its own is killed, with the same view."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import open_map, settled
from tests.proxy import proxied
from tests.serving import started
from tests.whole.shared.test_two_servers import publish


def test_a_page_goes_on_at_the_other_server(tiny_dataset: Path, tmp_path: Path, page: Page) -> None:
    shared = {
        "RISKMAP_DATABASE": f"sqlite:///{tmp_path / 'work.sqlite'}",
        "RISKMAP_SNAPSHOTS": "database",
        "STREAMLIT_SERVER_COOKIE_SECRET": "the same on both",
    }
    publish(tiny_dataset, tmp_path / "one", shared)
    with (
        started(tmp_path / "one", more=shared) as first,
        started(tmp_path / "other", more=shared) as second,
        proxied(first[0], second[0]) as outer,
    ):
        open_map(page, f"{outer}/?area=1710207&lang=en&value=count")
        settled(page)
        (own,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "riskmap_server"]
        _, process = {"one": first, "two": second}[own]
        process.kill()
        process.wait()
        page.locator("button[name=period_previous]:enabled").click()
        page.wait_for_url(re.compile("area=1710207&.*period=2025Q3"))
        expect(page.locator('.crumb-here[data-area="1710207"]')).to_be_visible()
        (now,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "riskmap_server"]
        assert {own, now} == {"one", "two"}
