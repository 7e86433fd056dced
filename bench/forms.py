"""What a form of many measures costs: `python -m bench.forms --rows 5000`, over a home of RISKMAP_HOME with at least so many measures that are not over.

The form is made, its rows are filled in, read as a file that was brought, and taken. In a database of its own.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import xlsxwriter

from mapping.live.forms.filled import read_form
from mapping.live.forms.sheet import CODES_ROW, COLUMNS
from mapping.live.forms.taken import Fate, counted, take_form
from mapping.store import default_home, open_snapshot
from mapping.store.sql import Database
from mapping.views.oversight.situation import all_measures

LIMIT = 10.0
Found = TypeVar("Found")


def main() -> int:
    """Print seconds; exit status 1 where reading and taking last longer than LIMIT."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    wanted = parser.parse_args().rows
    figures = open_snapshot(default_home())
    measures = all_measures(figures)
    left = measures[measures["status"].isin(("planned", "in_progress"))]["id"].head(wanted).tolist()
    content, _ = _timed("a form of so many rows is written", lambda: _form(left))
    with tempfile.TemporaryDirectory() as folder:
        base = Database(Path(folder) / "work.sqlite")
        rows, reading = _timed("read", lambda: read_form(content, "form.xlsx"))
        outcomes, taking = _timed(
            "taken", lambda: take_form(base, figures, rows, may=lambda *_: True, person="p", is_unbound=True)
        )
        base.close()
    print(f"{len(outcomes)} rows, {counted(outcomes)[Fate.TAKEN]} taken, {reading + taking:.1f} s")
    return int(reading + taking > LIMIT)


def _form(measures: list[str]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for column, name in enumerate(COLUMNS):
            sheet.write(CODES_ROW, column, name)
        for place, measure in enumerate(measures, start=CODES_ROW + 2):
            given = {
                "measure": measure,
                "version": 0,
                "text": "x" * 120,
                "progress": place % 100,
                "words": f"{place} ta bajarildi",
            }
            for name, value in given.items():
                sheet.write(place, COLUMNS.index(name), value)
    return target.getvalue()


def _timed(name: str, work: Callable[[], Found]) -> tuple[Found, float]:
    begun = time.perf_counter()
    found = work()
    took = time.perf_counter() - begun
    print(f"{name}: {took:.2f} s", flush=True)
    return found, took


if __name__ == "__main__":
    sys.exit(main())
