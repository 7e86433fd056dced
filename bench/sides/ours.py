"""The risk map itself. Everything the bench knows of its page stands in this file."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from playwright.sync_api import Browser, Frame, Page

from bench.dataset import ROOT
from bench.sides.side import PAINT_TIMEOUT, SETTLED_FRAMES, Goal, Side, View, frame_with, offset, python
from bench.sides.streamlit_app import BUNDLE, READY, serve_options, wait_idle

REGION = "1710"
QUERY = "area={area}&level={level}&indicator=crime_total&period={period}&value=count&classes=quantile&k=5"
CANVAS = "canvas.riskmap-areas"
PAINTED = "() => document.querySelector('.st-key-map_frame iframe')?.contentWindow.riskmap?.paints > 0"
PREVIOUS, NEXT = (f"button[name=period_{way}]" for way in ("previous", "next"))
PERIODS = "select[name=period]"
PANEL = ".area-card"
PUBLISH_TIMEOUT = 1800
WALK = """(async (changes) => {
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));
  const deep = (selector) => [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
    .map((part) => part.shadowRoot?.querySelector(selector)).find(Boolean);
  const period = () => new URLSearchParams(location.search).get("period");
  const still = () => document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
  const until = async (goal) => {
    for (let tries = 0; !goal(); tries += 1) {
      if (tries === 600) throw new Error(`no change after ${period()}`);
      await pause(50);
    }
  };
  await until(() => document.querySelector("iframe")?.contentWindow.riskmap?.paints && deep("button[name=period_next]") && still());
  for (let change = 0; change < changes; change += 1) {
    window.way ??= "previous";
    if (deep(`button[name=period_${window.way}]`).disabled) window.way = window.way === "previous" ? "next" : "previous";
    const before = period();
    deep(`button[name=period_${window.way}]`).click();
    await until(() => period() !== before && still());
    await pause(400);
  }
})(%d)"""
CHOOSE = """(list, to) => {
  list.value = to;
  list.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
}"""
COLOURS = "() => Object.fromEntries(window.riskmap.codes.map(code => [code, window.riskmap.color(code)]))"


class Ours(Side):
    """Colours are the page's own: they are read once per view from `riskmap.color` and then looked for as pixels."""

    name: ClassVar[str] = "ours"
    ready = READY
    bundle = BUNDLE
    _learned: ClassVar[dict[tuple[int, View], dict[str, str]]] = {}
    _published: ClassVar[set[Path]] = set()
    _walked: ClassVar[set[tuple[int, str]]] = set()

    @property
    def start_path(self) -> str:  # type: ignore[override]
        return "/?" + QUERY.format(area=REGION, level=self.level, period=self.first_view.period)

    def command(self, port: int) -> list[str]:
        return python("bench.peers.timed_streamlit", "run", str(ROOT / "app.py"), *serve_options(port))

    def environment(self, port: int, folder: Path) -> dict[str, str]:
        return {**super().environment(port, folder), "RISKMAP_HOME": str(self._home())}

    def expected(self, view: View) -> dict[str, str]:
        return self._learned.get((self.dataset.areas, view), {})

    def paint_goal(self, view: View, colours: Mapping[str, str]) -> Goal:
        count = len(self.dataset.shown(view.level, view.parent))
        return {"kind": "oursCanvas", "frames": 0, "count": count, "probes": list(map(list, colours.items()))}

    @staticmethod
    def walk_by_itself(changes: int) -> str:
        """A script for the page: so many changes to the next earlier period, at the end of the periods to the next later one."""
        return WALK % changes

    def idle(self) -> None:
        wait_idle(self.opened)

    def prepare_period(self, page: Page, to: str) -> None:
        """Rest on the button of the next or the previous period: periods are walked one by one."""
        page.locator(NEXT if to > self.view.period else PREVIOUS).hover()

    def commit_period(self, page: Page, to: str) -> None:
        page.mouse.down()
        page.mouse.up()

    def point(self, page: Page, code: str) -> tuple[float, float]:
        frame = _map_frame(page)
        left, top = offset(page, frame)
        x, y = frame.evaluate("code => window.riskmap.point(code)", code)
        return left + x, top + y

    def panel_goal(self, code: str) -> Goal:
        return {"kind": "textShown", "frames": SETTLED_FRAMES, "selector": PANEL, "text": code}

    def prepare(self, browser: Browser) -> None:
        """Walk through every period, or into the district, on a server of its own, and keep the colours of each view.

        The measured server has then computed no view but the first, as after a person's first visit.
        """
        if (self.dataset.areas, self.level) in self._walked:
            return
        with self.serving():
            self.open(browser)
            self._keep(self.view)
            if self.level == "district":
                self.drill(self.dataset.middle_district)
                self.idle()
                self._keep(self.view)
            else:
                for period in reversed(self.dataset.figures.periods[:-1]):
                    self._go(period)
            self.close()
        self._walked.add((self.dataset.areas, self.level))

    def _go(self, period: str) -> None:
        before = self._map("() => window.riskmap.paints")
        self.prepare_period(self.opened, period)
        self.commit_period(self.opened, period)
        self.view = View(self.view.level, period, self.view.parent)
        _map_frame(self.opened).wait_for_function(
            "before => window.riskmap.paints > before", arg=before, timeout=PAINT_TIMEOUT * 1000
        )
        self.idle()
        self._keep(self.view)

    def _keep(self, view: View) -> None:
        """Areas without a figure are left out: they are hatched, and a pixel tells nothing there."""
        counts = self.dataset.figures.counts[view.period]
        known = set(counts.index[counts.notna()])
        colours = self._map(COLOURS)
        self._learned[self.dataset.areas, view] = {code: colour for code, colour in colours.items() if code in known}

    def _map(self, script: str) -> Any:
        return _map_frame(self.opened).evaluate(script)

    def _home(self) -> Path:
        """A home with the data set published in it; what has not changed is not written again."""
        home = self.dataset.folder / "home"
        if home not in self._published:
            folders = ["--geo", str(self.dataset.geometry("source")), "--data", str(self.dataset.data)]
            command = python("mapping.cli", "publish", *folders, "--home", str(home))
            subprocess.run(command, check=True, timeout=PUBLISH_TIMEOUT, cwd=ROOT, stdout=subprocess.DEVNULL)
            self._published.add(home)
        return home


class OursByList(Ours):
    """The same page, its period taken from the list: nothing of it was fetched ahead."""

    def prepare_period(self, page: Page, to: str) -> None:
        page.locator(PERIODS).focus()

    def commit_period(self, page: Page, to: str) -> None:
        """The event a choice in the list makes: the list itself is the browser's own, out of a driver's reach."""
        page.locator(PERIODS).evaluate(CHOOSE, to)


def _map_frame(page: Page) -> Frame:
    """The map's frame, once it has painted: the first drawing stands before there is one."""
    page.wait_for_function(PAINTED, timeout=PAINT_TIMEOUT * 1000)
    return frame_with(page, CANVAS)
