"""What reports cost a rerun: `python -m bench.work --areas 9008 --reports 100000` prints the table of docs/performance.md.

A home of its own with the demonstration of so many mahallas, and so many reports of its measures. Then: the first look of a process, a look when nothing was
added, one after a single report, and one after the first report of a day, on which every measure is judged anew, up to the list of all measures with their states.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from bench.dataset import obtain
from mapping.live.current import desk_of, live
from mapping.live.reports import book
from mapping.live.reports.report import Act, Draft
from mapping.live.reports.rules import Known
from mapping.live.reports.tables import REPORT
from mapping.live.view import LiveView
from mapping.model.vocabulary import MeasureStatus
from mapping.publishing import publish
from mapping.store import Snapshot, open_snapshot
from mapping.store.sql import Database, database
from mapping.views.oversight.situation import all_measures

AT_ONCE = 10_000
OPEN = (MeasureStatus.PLANNED, MeasureStatus.IN_PROGRESS)


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=9008)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.environ.get("RISKMAP_HOME", folder))
        os.environ["RISKMAP_HOME"] = str(home)
        figures, base = _figures(home, options.areas), database(home)
        _fill(figures, base, options.reports)
        _measure(figures, base, options.runs)


def _figures(home: Path, areas: int) -> Snapshot:
    if not (home / "current").exists():
        folder = obtain(areas).folder
        publish(folder / "geo", folder / "data", home)
    return open_snapshot(home)


def _fill(figures: Snapshot, base: Database, wanted: int) -> None:
    """Progress of the measures, one after the other, round and round."""
    measures = all_measures(figures)[["id", "area"]].to_numpy().tolist()
    with base.reading() as connection:
        there = book.last_seq(connection)
    lines = (
        {
            "measure": measure, "version": 1 + number // len(measures), "area": area, "time": datetime.now(UTC), "person": "bench",
            "act": Act.PROGRESS, "progress": number % 100, "done_on": None, "deadline": None, "words": "Ish boshlandi", "file": "",
            "media": "", "size": 0, "key": f"bench-{number}",
        }
        for number, (measure, area) in zip(range(wanted), itertools.cycle(measures), strict=False)
    )  # fmt: skip
    for _ in range(there, wanted, AT_ONCE):
        with base.writing() as connection:
            connection.execute(insert(REPORT), list(itertools.islice(lines, AT_ONCE)))


def _measure(figures: Snapshot, base: Database, runs: int) -> None:
    measures = all_measures(figures)
    print(f"{len(figures.areas)} areas, {len(measures)} measures")
    _print("first look of a process", [_seconds(lambda: all_measures(live(figures)))])
    _print("a look when nothing was added", [_seconds(lambda: all_measures(live(figures))) for _ in range(runs)])
    left = measures[measures["status"].isin(OPEN)]
    chosen = zip(left["id"].tolist(), left["area"].tolist(), range(runs), strict=False)
    after, written = [], []
    for measure, area, number in chosen:
        version = live(figures).work.standings[measure].version  # type: ignore[attr-defined]
        known = Known(area, MeasureStatus.IN_PROGRESS, date.today() + timedelta(days=number))
        draft = Draft(measure, version, Act.PROGRESS, f"{time.time_ns()}", progress=number)
        written.append(_seconds(lambda draft=draft, known=known: book.add(base, draft, known, person="bench")))
        after.append(_seconds(lambda: all_measures(live(figures))))
    _print("a report kept", written)
    _print("a look after one report", after)
    _print("the first look of a new day", [_seconds(lambda: _tomorrow(figures))])
    desk_of.cache_clear()
    seq = live(figures).seq - 1
    _print("a past meeting, first look", [_seconds(lambda: all_measures(live(figures, seq)))])


def _tomorrow(figures: Snapshot) -> None:
    before = live(figures)
    work = replace(before.work, time=datetime.now(UTC) + timedelta(days=1))  # type: ignore[attr-defined]
    all_measures(LiveView(figures, work, before=before))  # type: ignore[arg-type]


def _seconds(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def _print(name: str, seconds: list[float]) -> None:
    worst = sorted(seconds)[int(0.95 * (len(seconds) - 1))]
    print(f"{name:35} median {1000 * statistics.median(seconds):9.2f} ms   p95 {1000 * worst:9.2f} ms", flush=True)


if __name__ == "__main__":
    main()
