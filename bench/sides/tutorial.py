"""The tutorial way: Streamlit, folium.Choropleth, st_folium."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Page

from bench.dataset import ROOT
from bench.sides.leaflet_paths import LeafletPaths
from bench.sides.side import SETTLED_FRAMES, Goal, python
from bench.sides.streamlit_app import BUNDLE, READY, choose_in_selectbox, serve_options, wait_idle


class Tutorial(LeafletPaths):
    """The tooltip on a transparent layer of its own above the choropleth."""

    name: ClassVar[str] = "tutorial"
    ready = READY
    bundle = BUNDLE
    one_layer: ClassVar[bool] = False

    @property
    def layers(self) -> int:
        return 1 if self.one_layer else 2

    def command(self, port: int) -> list[str]:
        app = str(ROOT / "bench" / "peers" / "tutorial.py")
        return python("bench.peers.timed_streamlit", "run", app, *serve_options(port))

    def environment(self, port: int, folder: Path) -> dict[str, str]:
        return {**super().environment(port, folder), "BENCH_ONE_LAYER": str(int(self.one_layer))}

    def idle(self) -> None:
        wait_idle(self.opened)

    def prepare_period(self, page: Page, to: str) -> None:
        choose_in_selectbox(page.get_by_test_id("stSelectbox").first, to)

    def commit_period(self, page: Page, to: str) -> None:
        page.keyboard.press("Enter")

    def panel_goal(self, code: str) -> Goal:
        return {"kind": "textShown", "frames": SETTLED_FRAMES, "selector": "[data-testid=stHeading]", "text": code}


class TutorialOneLayer(Tutorial):
    """The tooltip on the choropleth's own layer: the lighter of the two usual forms."""

    name: ClassVar[str] = "tutorial_one_layer"
    one_layer: ClassVar[bool] = True
