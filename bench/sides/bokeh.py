"""A Bokeh server app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from playwright.sync_api import Page

from bench.dataset import ROOT
from bench.server import HOST
from bench.sides.side import SETTLED_FRAMES, Goal, Side, View, python


class BokehServer(Side):
    """Patches on a canvas; a change patches the fill colours."""

    name: ClassVar[str] = "bokeh"
    start_path: ClassVar[str] = "/bokeh_app"
    ready: ClassVar[Sequence[str]] = ("/bokeh_app",)

    def command(self, port: int) -> list[str]:
        app = str(ROOT / "bench" / "peers" / "bokeh_app.py")
        allowed = f"--allow-websocket-origin={HOST}:{port}"
        return python("bokeh", "serve", app, f"--port={port}", f"--address={HOST}", allowed)

    def paint_goal(self, view: View, colours: Mapping[str, str]) -> Goal:
        count = len(self.dataset.shown(view.level, view.parent))
        return {"kind": "bokehCanvas", "frames": 0, "count": count, "probes": list(map(list, colours.items()))}

    def prepare_period(self, page: Page, to: str) -> None:
        page.locator("select").focus()

    def commit_period(self, page: Page, to: str) -> None:
        """One step with the arrow keys: periods are walked one by one."""
        page.keyboard.press("ArrowDown" if to > page.locator("select").input_value() else "ArrowUp")

    def point(self, page: Page, code: str) -> tuple[float, float]:
        x, y = page.evaluate("benchBokehPoint", code)
        return x, y

    def panel_goal(self, code: str) -> Goal:
        return {"kind": "textShown", "frames": SETTLED_FRAMES, "selector": "body", "text": code}
