"""`python -m bench.importing`: what an import costs: one changed figure over a published whole, and boundaries of many points.

Each import is a command of its own, from start to exit. docs/performance.md says what was measured.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time

import geopandas as gpd
import pandas as pd
import shapely

from bench.dataset import BUILD, obtain

RESULT = BUILD / "bench-importing.json"
FOLDER = BUILD / "bench-importing"
_MEBI = 1 << 20

Found = dict[str, object]


def main() -> int:
    """Exit status 0 when all was measured."""
    options = _parser().parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    found = [_one_cell(number, options.runs) for number in options.areas]
    if options.points:
        found.append(_boundaries(max(options.areas), options.points))
    RESULT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


def _one_cell(areas: int, runs: int) -> Found:
    """One figure of the newest quarter raised by one, published over the whole; medians of several runs."""
    dataset, published = obtain(areas), FOLDER / f"home-{areas}"
    _run("publish", "--geo", dataset.geometry("source"), "--data", dataset.data, "--home", published)
    table = pd.read_csv(dataset.data / "statistics.csv", dtype=str)
    cell = table[table["period"] == table["period"].max()].head(1)
    file = FOLDER / f"cell-{areas}.csv"
    cell.assign(count=str(int(cell["count"].iloc[0]) + 1)).to_csv(file, index=False)
    measured = []
    for number in range(runs):
        home = FOLDER / f"run-{number}"
        shutil.copytree(published, home)
        measured.append(_run("import", file, "--publish", "--home", home))
        shutil.rmtree(home)
    return _told(f"{areas} areas, one figure of {len(table)}", measured)


def _boundaries(areas: int, points: int) -> Found:
    """Boundaries drawn so finely that they have about so many points, as GeoJSON with codes and names, into an empty home."""
    layer = gpd.read_file(obtain(areas).geometry("source") / "mahallas.geojson")
    length, outlines = 0.01, layer.geometry.to_numpy()
    while shapely.get_num_coordinates(drawn := shapely.segmentize(outlines, length)).sum() < points:
        length *= 0.8
    file = FOLDER / "boundaries.geojson"
    layer.set_geometry(drawn).to_file(file, driver="GeoJSON")
    many = int(shapely.get_num_coordinates(drawn).sum())
    return _told(
        f"{areas} areas, {many} points", [_run("import", file, "--fresh", "--publish", "--home", FOLDER / "points")]
    )


def _told(what: str, measured: list[tuple[float, float, int]]) -> Found:
    wall, work, memory = (sorted(values)[len(measured) // 2] for values in zip(*measured, strict=True))
    print(f"{what}: {wall:.1f} s, {work:.1f} s of work, {memory // _MEBI} MiB", flush=True)
    return {"what": what, "seconds": round(wall, 2), "work": round(work, 2), "peak_mib": memory // _MEBI}


def _run(*arguments: object) -> tuple[float, float, int]:
    """A command: its seconds, those of work of it and what it began, and the most memory that one of them held in bytes."""
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "mapping.cli", *map(str, arguments)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"riskmap {arguments[0]} ended with {process.returncode}")
    return time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.importing", description=__doc__)
    parser.add_argument("--areas", type=int, nargs="+", default=[832, 9008])
    parser.add_argument("--points", type=int, default=2_700_000, help="0: no boundaries")
    parser.add_argument("--runs", type=int, default=3)
    return parser


if __name__ == "__main__":
    sys.exit(main())
