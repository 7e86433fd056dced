"""Run what is not known yet, and write everything down."""

from __future__ import annotations

import argparse
import json
import math
import time

import bench.calibration
from bench.calibration.picture import picture
from bench.calibration.runs import run
from bench.calibration.tables import TABLES, at_equal_false_alarms, patternless
from bench.calibration.worlds import ROOT
from bench.pieces import markdown

RESULT, PICTURE = ROOT / "build" / "calibration.json", ROOT / "docs" / "images" / "calibration.svg"


def main() -> None:
    """Nothing is written before all regions are known."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibration", description=bench.calibration.__doc__)
    parser.add_argument("--regions", type=int, default=500, help="simulated regions without a cluster, of each kind")
    parser.add_argument("--planted", type=int, default=200, help="with a planted cluster, of each kind")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=math.inf, help="end after so long; the next run goes on")
    options = parser.parse_args()
    until = time.monotonic() + 60 * options.minutes
    if not run(options.regions, options.planted, options.processes, until):
        print("Not all regions are simulated yet: run it again to go on.")
        return
    tables = {title: table() for title, table in TABLES.items()}
    told = {"regions": options.regions, "planted": options.planted, "tables": tables}
    RESULT.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PICTURE.write_text(picture(at_equal_false_alarms()[1:], patternless()), encoding="utf-8")
    for title, rows in tables.items():
        print(f"\n## {title}\n\n{markdown(rows)}")


if __name__ == "__main__":
    main()
