"""Run what is not known yet, and write everything down."""

from __future__ import annotations

import argparse
import json
import math
import time

import bench.warning
from bench.calibration.worlds import ROOT
from bench.pieces import markdown
from bench.warning.runs import PIECES, jobs
from bench.warning.tables import TABLES

RESULT = ROOT / "build" / "warning.json"


def main() -> None:
    """Tables are of what is known so far; how many histories that are stands in them."""
    parser = argparse.ArgumentParser(prog="python -m bench.warning", description=bench.warning.__doc__)
    parser.add_argument("--histories", type=int, default=500, help="in which nothing is planted and the region drifts")
    parser.add_argument("--others", type=int, default=200, help="the same, of each other kind of drift")
    parser.add_argument("--planted", type=int, default=100, help="with something planted, of each kind")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=math.inf, help="end after so long; the next run goes on")
    options = parser.parse_args()
    until = time.monotonic() + 60 * options.minutes
    if not PIECES.run(jobs(options.histories, options.others, options.planted), options.processes, until):
        print("Not all histories are simulated yet: run it again to go on.")
    tables = {title: table() for title, table in TABLES.items()}
    RESULT.write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for title, rows in tables.items():
        print(f"\n## {title}\n\n{markdown(rows) if rows else 'nothing known yet'}")


if __name__ == "__main__":
    main()
