"""Dash with dash-leaflet."""

from __future__ import annotations

from typing import ClassVar

from playwright.sync_api import Page

from bench.sides.leaflet_paths import LeafletPaths
from bench.sides.side import SETTLED_FRAMES, Goal, python


class DashLeaflet(LeafletPaths):
    """Restyles in the browser when `hideout` changes."""

    name: ClassVar[str] = "dash"

    def command(self, port: int) -> list[str]:
        return python("bench.peers.dash_app")

    def prepare_period(self, page: Page, to: str) -> None:
        page.locator("#period").click()
        page.get_by_role("option", name=to, exact=True).hover()

    def commit_period(self, page: Page, to: str) -> None:
        page.mouse.down()
        page.mouse.up()

    def panel_goal(self, code: str) -> Goal:
        return {"kind": "textShown", "frames": SETTLED_FRAMES, "selector": "#panel", "text": code}
