"""What every side can do, and the timing all share: arm the probe, make the input, wait for the goal."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from playwright.sync_api import Browser, Frame, Page
from playwright.sync_api import TimeoutError as NotInTime

from bench.browser import PROBE, Meter, new_context
from bench.dataset import BUILD, ROOT, SOURCE, Dataset
from bench.region import scale_of
from bench.server import Server, free_port, running

PROBES = 24
LEAST_PROBES = 20
SETTLED_FRAMES = 2
IDLE_MS = 300
PAUSE_MS = 600  # before a click, so that two never make a double click
PAINT_TIMEOUT = 120.0
Goal = dict[str, Any]


@dataclass(frozen=True)
class View:
    """What a map shows: a level, inside one district or everywhere, in a period."""

    level: str
    period: str
    parent: str | None = None


@dataclass
class Side(ABC):
    """A way to build the page, over a data set and one form of its boundaries, beginning at a level."""

    dataset: Dataset
    geometry: str = SOURCE
    level: str = "mahalla"
    page: Page | None = field(default=None, init=False)
    meter: Meter | None = field(default=None, init=False)
    server: Server | None = field(default=None, init=False)
    folder: Path = field(default=BUILD, init=False)
    view: View = field(init=False)

    name: ClassVar[str]
    ready: ClassVar[Sequence[str]] = ("/",)
    start_path: ClassVar[str] = "/"
    bundle: ClassVar[str | None] = None  # where the framework's own files lie when they are counted apart

    def __post_init__(self) -> None:
        self.view = self.first_view

    # --- what each side says of itself

    @abstractmethod
    def command(self, port: int) -> list[str]:
        """The command that serves the page on 127.0.0.1 at this port."""

    @abstractmethod
    def paint_goal(self, view: View, colours: Mapping[str, str]) -> Goal:
        """What the probe looks for in the map: this many areas and these colours by code."""

    @abstractmethod
    def prepare_period(self, page: Page, to: str) -> None:
        """Make the period control ready, up to the last input."""

    @abstractmethod
    def commit_period(self, page: Page, to: str) -> None:
        """The input that changes the period."""

    @abstractmethod
    def point(self, page: Page, code: str) -> tuple[float, float]:
        """A point of the page inside an area on the map."""

    @abstractmethod
    def panel_goal(self, code: str) -> Goal:
        """What the probe looks for in the panel."""

    def environment(self, port: int, folder: Path) -> dict[str, str]:
        return {
            "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "src"))),  # this tree, whatever is installed
            "BENCH_PORT": str(port),
            "BENCH_DATA": str(self.dataset.data),
            "BENCH_GEOMETRY": str(self.dataset.geometry(self.geometry)),
            "BENCH_LEVEL": self.level,
            "BENCH_RUNS": str(folder / "runs.jsonl"),
        }

    def prepare(self, browser: Browser) -> None:  # noqa: B027 - most sides need nothing
        """What must be known before measuring; a server of its own may run for it."""

    def idle(self) -> None:
        """Wait until nothing of the last input is left to do."""
        self.opened.wait_for_timeout(IDLE_MS)

    def expected(self, view: View) -> dict[str, str]:
        """The colour of every area in a view, by the peers' common class rule."""
        codes = self.dataset.shown(view.level, view.parent)["code"]
        counts = self.dataset.figures.counts[view.period].reindex(codes)
        scale = scale_of(counts)
        return {code: scale.colour(count) for code, count in counts.items()}

    # --- what all do alike

    @property
    def first_view(self) -> View:
        return View(self.level, self.dataset.figures.periods[-1])

    @contextlib.contextmanager
    def serving(self) -> Iterator[Server]:
        port = free_port()
        parent = BUILD / "bench-run"
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{self.name}-", dir=parent))
        (folder / "assets").mkdir()
        env = self.environment(port, folder)
        with running(self.command(port), port=port, env=env, folder=folder, ready=self.ready) as server:
            self.server, self.folder = server, folder
            yield server

    @property
    def opened(self) -> Page:
        assert self.page is not None, "no page is open"
        return self.page

    def open(self, browser: Browser, *, metered: bool = False) -> float:
        """A new visitor's page, painted; the seconds from navigation to paint."""
        assert self.server is not None, "no server is running"
        view = self.first_view
        goal = self.paint_goal(view, self._probes(view, self.expected(view)))
        page = new_context(browser).new_page()
        page.add_init_script(f"window.benchFirst = {json.dumps(goal)};")
        page.add_init_script(PROBE.read_text(encoding="utf-8"))
        self.page, self.view = page, view
        self.meter = Meter(page, self.bundle) if metered else None
        page.goto(self.server.url + self.start_path, wait_until="commit")
        return self._wait(page)

    def close(self) -> None:
        if self.page is not None:
            self.page.context.close()
            self.page = None

    def change_period(self, to: str, *, timeout: float = PAINT_TIMEOUT) -> float | None:
        """Seconds from the input to the new colours; None when they do not come in time: a lost repaint."""
        view = View(self.view.level, to, self.view.parent)
        before, after = self.expected(self.view), self.expected(view)
        changed = {code: colour for code, colour in after.items() if before.get(code) != colour}
        if len(changed) < LEAST_PROBES:
            raise ValueError(f"only {len(changed)} areas change their class from {self.view.period} to {to}")
        self.prepare_period(self.opened, to)
        self._arm(self.paint_goal(view, self._probes(view, changed)))
        self.commit_period(self.opened, to)
        self.view = view
        try:
            return self._wait(self.opened, timeout)
        except NotInTime:
            return None

    def click(self, code: str) -> float:
        """Seconds from a click on a mahalla to its answer in the panel."""
        self._press(code, self.panel_goal(code))
        return self._wait(self.opened)

    def drill(self, district: str) -> float:
        """Seconds from a click on a district to its mahallas painted."""
        view = View("mahalla", self.view.period, district)
        self._press(district, self.paint_goal(view, self._probes(view, self.expected(view))))
        self.view = view
        return self._wait(self.opened)

    def screenshot(self, file: Path) -> None:
        self.opened.screenshot(path=file)

    def _press(self, code: str, goal: Goal) -> None:
        x, y = self.point(self.opened, code)
        self.opened.mouse.move(x, y)
        self.opened.wait_for_timeout(PAUSE_MS)
        self._arm(goal)
        self.opened.mouse.down()
        self.opened.mouse.up()

    def _arm(self, goal: Goal) -> None:
        self.opened.evaluate("goal => { benchArm(goal); }", goal)

    def _wait(self, page: Page, timeout: float = PAINT_TIMEOUT) -> float:
        page.wait_for_function("window.bench && window.bench.done !== null", timeout=timeout * 1000, polling=50)
        found = page.evaluate("({started: bench.started, done: bench.done})")
        if found["started"] is None:
            raise RuntimeError("the goal stood before any input was seen")
        return float(found["done"] - found["started"]) / 1000

    def _probes(self, view: View, colours: Mapping[str, str]) -> dict[str, str]:
        """The largest of these areas, whose inside is surely more than a pixel."""
        shown = self.dataset.shown(view.level, view.parent)
        largest = shown[shown["code"].isin(list(colours))].nlargest(PROBES, "size")
        return {code: colours[code] for code in largest["code"]}


def python(module_or_file: str, *arguments: str) -> list[str]:
    """The command that runs a module of this environment."""
    return [sys.executable, "-m", module_or_file, *arguments]


def frame_with(page: Page, selector: str) -> Frame:
    """The newest frame of the page that holds such an element."""
    for frame in reversed(page.frames):
        if frame.query_selector(selector):
            return frame
    raise LookupError(f"no frame holds {selector}")


def offset(page: Page, frame: Frame) -> tuple[float, float]:
    """Where the frame's corner lies in the page's viewport."""
    if frame == page.main_frame:
        return 0.0, 0.0
    box = frame.frame_element().bounding_box()
    assert box is not None, "the frame is not shown"
    return box["x"], box["y"]
