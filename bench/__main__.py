"""`python -m bench`: run the measurements, print the table, write build/bench.json."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser

from bench import dataset, report
from bench.browser import chromium
from bench.measures import MEASURES, Measure, Notebook, Plan, variants

RESULT = dataset.BUILD / "bench.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when everything asked for was measured, 1 otherwise."""
    options = _parser().parse_args(arguments)
    plan, chosen = _plan(options), _chosen(options.only)
    notes = Notebook()
    with chromium() as browser:
        about = report.machine(browser.version)
        for areas in options.areas:
            data = dataset.obtain(areas, options.data)
            for measure in chosen:
                _run(measure, data, browser, plan, notes, options.sides)
                report.write(options.out, about, notes)
    report.show(notes)
    return 1 if notes.failures else 0


def _run(
    measure: Measure, data: dataset.Dataset, browser: Browser, plan: Plan, notes: Notebook, sides: Sequence[str]
) -> None:
    """One measurement on its sides; a side that fails is told and the others go on."""
    for side in variants(measure, data):
        if sides and side.name not in sides:
            continue
        what = f"{', '.join(measure.names)}: {side.name}, {data.areas} areas, {side.geometry} geometry"
        print(what, file=sys.stderr, flush=True)
        try:
            measure.make(side, browser, plan, notes)
        except Exception as problem:  # whatever one side breaks on must not lose the others' hours
            notes.failures.append(f"{what}: {type(problem).__name__}: {str(problem).splitlines()[0]}")
            print(f"  {notes.failures[-1]}", file=sys.stderr, flush=True)
            if not browser.is_connected():
                raise


def _plan(options: argparse.Namespace) -> Plan:
    runs = 1 if options.quick else options.runs
    changes = min(options.endurance, 5) if options.quick else options.endurance
    tutorial = min(options.endurance_tutorial, changes)
    endurance = {"ours": changes, "dash": changes, "bokeh": changes, "tutorial": tutorial}
    memory_runs = 1 if options.quick else options.memory_runs or runs
    return Plan(runs, memory_runs, 3 if options.quick else options.sessions, endurance)


def _chosen(only: Sequence[str]) -> list[Measure]:
    known = {name for measure in MEASURES for name in measure.names}
    unknown = set(only) - known
    if unknown:
        raise SystemExit(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}")
    return [measure for measure in MEASURES if not only or set(only) & set(measure.names)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("--areas", type=_numbers, default=[832, 9008], help="numbers of mahallas, as 832,9008")
    add("--runs", type=int, default=5, help="values behind each median")
    add("--memory-runs", type=int, default=0, help="servers started for the memory figures (default: as --runs)")
    add("--only", type=_words, default=[], help="names of rows; what is measured together comes together")
    add("--sides", type=_words, default=[], help="only these: ours,tutorial,tutorial_one_layer,dash,bokeh")
    add("--endurance", type=int, default=200, help="changes in one page, for lost repaints and browser memory")
    add("--endurance-tutorial", type=int, default=0, help="the same for the tutorial way, which takes hours")
    add("--sessions", type=int, default=20, help="sessions held open for memory_per_session")
    add("--quick", action="store_true", help="one run of everything, to see that it works; no figures to rely on")
    add("--data", type=Path, default=dataset.BUILD / "bench-data", help="folder with one data set per number")
    add("--out", type=Path, default=RESULT, help="the JSON file to write")
    return parser


def _numbers(text: str) -> list[int]:
    return [int(part) for part in _words(text)]


def _words(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


if __name__ == "__main__":
    sys.exit(main())
