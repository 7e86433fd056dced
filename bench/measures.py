"""The measurements: each starts its own server for one side and notes what it sees.

docs/performance.md defines them.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from bench.dataset import DISPLAY, SOURCE, Dataset
from bench.sessions import open_session
from bench.sides.bokeh import BokehServer
from bench.sides.dash import DashLeaflet
from bench.sides.ours import Ours, OursByList
from bench.sides.side import Side
from bench.sides.streamlit_app import rerun_seconds
from bench.sides.tutorial import Tutorial, TutorialOneLayer
from bench.unattended import INTERPRETED, unattended

Key = tuple[str, str, int, str]
LOST_TIMEOUT = 20.0
TAIL_MS = 1000
LEAP = 3


@dataclass(frozen=True)
class Plan:
    """How much is measured: runs per median, changes in the endurance test by side, sessions held open."""

    runs: int = 5
    memory_runs: int = 5
    sessions: int = 20
    endurance: dict[str, int] = field(default_factory=dict)


@dataclass
class Notebook:
    """Values seen, by (name, side, areas, geometry); and what could not be measured."""

    values: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: list[str] = field(default_factory=list)

    def note(self, name: str, side: Side, value: float) -> None:
        self.values[name, side.name, side.dataset.areas, side.geometry].append(value)


@dataclass(frozen=True)
class Measure:
    """One measurement: the rows it fills, the sides it is made on, and how."""

    names: tuple[str, ...]
    sides: tuple[type[Side], ...]
    make: Callable[[Side, Browser, Plan, Notebook], None]
    level: str = "mahalla"
    geometries: tuple[str, ...] = (SOURCE, DISPLAY)


def variants(measure: Measure, dataset: Dataset) -> Iterator[Side]:
    """The sides of a measurement; ours has one form, its own display geometry."""
    for side, geometry in itertools.product(measure.sides, measure.geometries):
        if not issubclass(side, Ours) or geometry == SOURCE:
            yield side(dataset, geometry, measure.level)


def measure_changes(side: Side, browser: Browser, plan: Plan, notes: Notebook) -> None:
    """Every change goes to a period not yet shown, as long as there are any."""
    with _warm(side, browser):
        side.open(browser)
        for period in itertools.islice(_walk(side.dataset.figures.periods), plan.runs):
            side.idle()
            before = time.time()
            seconds = side.change_period(period)
            if seconds is None:
                raise TimeoutError(f"no repaint for {period}")
            notes.note("change_repaint", side, seconds)
            if isinstance(side, (Ours, Tutorial)):
                notes.note("rerun_server", side, rerun_seconds(side.folder / "runs.jsonl", before))
        side.close()


def measure_jumps(side: Side, browser: Browser, plan: Plan, notes: Notebook) -> None:
    """Every change leaps over periods, so that neither the new one nor its neighbours were asked for before."""
    with _warm(side, browser):
        side.open(browser)
        for period in list(reversed(side.dataset.figures.periods))[LEAP::LEAP][: plan.runs]:
            side.idle()
            side.opened.wait_for_timeout(TAIL_MS)
            seconds = side.change_period(period)
            if seconds is None:
                raise TimeoutError(f"no repaint for {period}")
            notes.note("jump_repaint", side, seconds)
        side.close()


def measure_bytes(side: Side, browser: Browser, plan: Plan, notes: Notebook) -> None:
    """New visitors, one change each; what comes within a second after the paint belongs to it."""
    with _warm(side, browser):
        for _ in range(plan.runs):
            side.open(browser, metered=True)
            side.idle()
            side.opened.wait_for_timeout(TAIL_MS)
            assert side.meter is not None, "opened without a meter"
            notes.note("first_view_bytes", side, side.meter.rest)
            notes.note("first_view_bundle_bytes", side, side.meter.bundled)
            side.meter.reset()
            if side.change_period(side.dataset.figures.periods[-2]) is None:
                raise TimeoutError("no repaint while bytes were counted")
            side.idle()
            side.opened.wait_for_timeout(TAIL_MS)
            notes.note("change_bytes", side, side.meter.rest + side.meter.bundled)
            side.close()


def measure_visits(side: Side, browser: Browser, plan: Plan, notes: Notebook) -> None:
    """New visitors with empty caches on a server that has served one."""
    with _warm(side, browser):
        for _ in range(plan.runs):
            notes.note("first_visit", side, side.open(browser))
            side.close()


def measure_drills(side: Side, browser: Browser, plan: Plan, notes: Notebook) -> None:
    """New visitors open the same district from the district map."""
    with _warm(side, browser):
        for _ in range(plan.runs):
            side.open(browser)
            side.idle()
            notes.note("drill_repaint", side, side.drill(side.dataset.middle_district))
            side.close()


def measure_clicks(side: Side, browser: Browser, plan: Plan, notes: Notebook) -> None:
    """One visitor clicks one large mahalla after another."""
    with _warm(side, browser):
        side.open(browser)
        for code in side.dataset.shown("mahalla").nlargest(plan.runs, "size")["code"]:
            side.idle()
            notes.note("click_panel", side, side.click(code))
        side.close()


def measure_endurance(side: Side, browser: Browser, plan: Plan, notes: Notebook) -> None:
    """Many changes in one page: repaints that did not come."""
    changes = plan.endurance.get(side.name, 0)
    if not changes:
        return
    with _warm(side, browser):
        side.open(browser)
        walk = _walk(side.dataset.figures.periods)
        lost = 0
        for period in itertools.islice(walk, changes):
            side.idle()
            lost += side.change_period(period, timeout=LOST_TIMEOUT) is None
        side.idle()
        notes.note("repaints_lost", side, lost)
        notes.note("repaints_tried", side, changes)
        side.close()


def measure_growth(side: Side, browser: Browser, plan: Plan, notes: Notebook) -> None:
    """One page after many changes beside itself after the first four, in a browser that nobody drives.

    The engine compiles what runs often and keeps that code in the heap. In a second browser, which compiles nothing, the heap
    holds what the page itself keeps.
    """
    changes = plan.endurance.get(side.name, 0)
    if not changes or not isinstance(side, Ours):
        return
    process, heap = _growth(side, changes)
    notes.note("browser_process_growth_200", side, process)
    notes.note("browser_heap_growth_200", side, heap)
    notes.note("browser_kept_growth_200", side, _growth(side, changes, INTERPRETED)[1])


def _growth(side: Ours, changes: int, *flags: str) -> tuple[float, float]:
    """Per cent by which the browser's process and the page's heap are larger."""
    with side.serving() as server, unattended(*flags) as page:
        page.open(server.url + side.start_path)
        page.run(side.walk_by_itself(4))
        before = page.memory()
        page.run(side.walk_by_itself(changes))
        after = page.memory()
    return (after.process / before.process - 1) * 100, (after.heap / before.heap - 1) * 100


def measure_memory(side: Side, browser: Browser, plan: Plan, notes: Notebook) -> None:
    """Fresh servers: time to their first answers, memory then, and what each further session adds to the first."""
    for _ in range(plan.memory_runs):
        with side.serving() as server, contextlib.ExitStack() as sessions:
            notes.note("start_to_ready", side, server.ready_after)
            notes.note("memory_start", side, server.memory)
            if not isinstance(side, (Ours, Tutorial)):
                continue
            query = urlsplit(side.start_path).query
            sessions.enter_context(open_session(server.url, query))
            first = server.memory
            for _ in range(plan.sessions - 1):
                sessions.enter_context(open_session(server.url, query))
            notes.note("memory_first_session", side, first)
            notes.note("memory_per_session", side, (server.memory - first) / (plan.sessions - 1))


PEERS = (Ours, Tutorial, DashLeaflet, BokehServer)
MEASURES = (
    Measure(("rerun_server", "change_repaint"), (*PEERS, TutorialOneLayer), measure_changes),
    Measure(("jump_repaint",), (OursByList, DashLeaflet), measure_jumps),
    Measure(("change_bytes", "first_view_bytes", "first_view_bundle_bytes"), (*PEERS, TutorialOneLayer), measure_bytes),
    Measure(("first_visit",), PEERS, measure_visits),
    Measure(("drill_repaint",), PEERS, measure_drills, level="district"),
    Measure(("click_panel",), PEERS, measure_clicks),
    Measure(("repaints_lost", "repaints_tried"), PEERS, measure_endurance, geometries=(SOURCE,)),
    Measure(
        tuple(f"browser_{part}_growth_200" for part in ("process", "heap", "kept")),
        (Ours,),
        measure_growth,
        geometries=(SOURCE,),
    ),
    Measure(
        ("start_to_ready", "memory_start", "memory_first_session", "memory_per_session"),
        PEERS,
        measure_memory,
        geometries=(SOURCE,),
    ),
)


@contextlib.contextmanager
def _warm(side: Side, browser: Browser) -> Iterator[None]:
    """A server that one visitor has seen and left."""
    side.prepare(browser)
    try:
        with side.serving():
            side.open(browser)
            side.idle()
            side.close()
            yield
    finally:
        side.close()


def _walk(periods: Sequence[str]) -> Iterator[str]:
    """From the last period back to the first, forth again and so on, one step at a time."""
    back = list(reversed(periods[:-1]))
    forth = list(periods[1:])
    return itertools.cycle([*back, *forth])
