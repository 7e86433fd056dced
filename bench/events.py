"""`python -m bench.events`: counting events into areas, against geopandas.sjoin, and 50 million rows by the command line.

Each side runs in a process of its own, one after the other in the same run, so that its peak memory is its own. Points
stand around the middle of areas drawn evenly, so that towns, with their small areas, have most of them. docs/events.md
says what was measured.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from bench.dataset import BUILD, obtain
from mapping.reading.events.area_index import AreaIndex

RESULT = BUILD / "bench-events.json"
FOLDER = BUILD / "bench-events"
KINDS = ("theft", "fraud", "hooliganism", "robbery", "drugs")
_PIECE = 1_000_000
_MEBI = 1 << 20

Found = dict[str, object]


def main() -> int:
    """Exit status 0 when all was measured and both sides agree, 1 otherwise."""
    options = _parser().parse_args()
    found: list[Found] = []
    agree = True
    for number in options.areas:
        boundaries = obtain(number).folder / "geo" / "mahallas.geojson"
        runs = [_compare(boundaries, options.points) for _ in range(options.runs)]
        agree &= all(ours["areas"] == theirs["areas"] for ours, theirs in runs)
        found.append(_show_comparison(number, options.points, runs))
        if options.rows:
            found += [_command(boundaries, number, options.rows, suffix) for suffix in options.formats]
        RESULT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0 if agree else 1


def _compare(boundaries: Path, points: int) -> tuple[Found, Found]:
    return _in_process(_ours, boundaries, points), _in_process(_sjoin, boundaries, points)


def _show_comparison(areas: int, points: int, runs: list[tuple[Found, Found]]) -> Found:
    """Medians of both sides."""
    sides = {}
    for position, name in enumerate(("riskmap", "geopandas.sjoin")):
        seconds = [float(str(run[position]["seconds"])) for run in runs]
        memory = max(int(str(run[position]["rss"])) for run in runs)
        sides[name] = {"seconds": round(float(np.median(seconds)), 2), "all": seconds, "peak_mib": memory // _MEBI}
        print(f"{areas} areas, {points} points, {name}: {sides[name]['seconds']} s, {memory // _MEBI} MiB", flush=True)
    times = float(str(sides["geopandas.sjoin"]["seconds"])) / float(str(sides["riskmap"]["seconds"]))
    print(f"{areas} areas, {points} points: {times:.1f} times faster", flush=True)
    return {"areas": areas, "points": points, "times_faster": round(times, 1), **sides}


def _in_process(side: Callable[[Path, int], tuple[float, list[int]]], boundaries: Path, points: int) -> Found:
    """What a side measured, in a new process; `rss` is the most memory it held, in bytes."""
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(side, boundaries, points, send))
    process.start()
    send.close()
    try:
        return receive.recv()
    finally:
        process.join()


def _measured(
    side: Callable[[Path, int], tuple[float, list[int]]], boundaries: Path, points: int, send: object
) -> None:
    seconds, areas = side(boundaries, points)
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    send.send({"seconds": round(seconds, 3), "areas": areas, "rss": rss})  # type: ignore[attr-defined]


def _ours(boundaries: Path, points: int) -> tuple[float, list[int]]:
    """From areas and coordinates to the number of points in each area."""
    areas = gpd.read_file(boundaries).sort_values("code", ignore_index=True)
    x, y = map(np.concatenate, zip(*_points(areas, points), strict=True))
    begin = time.perf_counter()
    position = AreaIndex(areas["code"].tolist(), areas.geometry.tolist()).locate(x, y)
    counts = np.bincount(position + 1, minlength=len(areas) + 1)
    return time.perf_counter() - begin, counts.tolist()


def _sjoin(boundaries: Path, points: int) -> tuple[float, list[int]]:
    """The same with geopandas: points made, joined by `within`, counted."""
    areas = gpd.read_file(boundaries).sort_values("code", ignore_index=True)
    x, y = map(np.concatenate, zip(*_points(areas, points), strict=True))
    begin = time.perf_counter()
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=areas.crs)
    joined = gpd.sjoin(frame, areas[["geometry"]], predicate="within")
    counts = np.bincount(joined["index_right"], minlength=len(areas))
    return time.perf_counter() - begin, [points - len(joined), *counts.tolist()]


def _points(areas: object, points: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Longitudes and latitudes, piece by piece, always the same."""
    random = np.random.default_rng(1710)
    middle = areas.representative_point()  # type: ignore[attr-defined]
    bounds = areas.bounds.to_numpy()  # type: ignore[attr-defined]
    spread = (bounds[:, 2:] - bounds[:, :2]) / 3
    x, y = middle.x.to_numpy(), middle.y.to_numpy()
    for start in range(0, points, _PIECE):
        size = min(_PIECE, points - start)
        area = random.integers(0, len(x), size)
        yield random.normal(x[area], spread[area, 0]), random.normal(y[area], spread[area, 1])


def _command(boundaries: Path, areas: int, rows: int, suffix: str) -> Found:
    """`riskmap events` on a file of so many rows: seconds and peak memory, from start to exit."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"events-{areas}.{suffix}"
    _in_child(_write_events, boundaries, rows, file)
    size = file.stat().st_size
    out, report = FOLDER / "statistics.csv", FOLDER / "report.json"
    call = [sys.executable, "-m", "mapping.cli", "events", str(file), "--out", str(out), "--areas", str(boundaries),
            "--home", str(FOLDER / "none"), "--json", str(report)]  # fmt: skip
    begin = time.perf_counter()
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds, memory = time.perf_counter() - begin, used.ru_maxrss * 1024
    file.unlink()
    if process.returncode:
        raise SystemExit(f"riskmap events ended with {process.returncode}")
    told = json.loads(report.read_text(encoding="utf-8"))
    print(
        f"{areas} areas, riskmap events, {rows} rows, {suffix} of {size // _MEBI} MiB: {seconds:.1f} s, "
        f"{memory // _MEBI} MiB; {told['placed']} counted, not: {told['not_placed']}",
        flush=True,
    )
    return {"areas": areas, "rows": rows, "format": suffix, "file_mib": size // _MEBI, "seconds": round(seconds, 1),
            "peak_mib": memory // _MEBI, "placed": told["placed"]}  # fmt: skip


def _in_child(task: Callable[..., None], *arguments: object) -> None:
    process = multiprocessing.get_context("spawn").Process(target=task, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("the file of events could not be written")


def _write_events(boundaries: Path, rows: int, file: Path) -> None:
    """Events of 2024 and 2025 with a number, date and time, kind, latitude and longitude."""
    schema = pa.schema(
        {"id": pa.int64(), "sana": pa.string(), "turi": pa.string(), "kenglik": pa.float64(), "uzunlik": pa.float64()}
    )
    writer = arrow_csv.CSVWriter(file, schema) if file.suffix == ".csv" else pq.ParquetWriter(file, schema)
    random, first = np.random.default_rng(1), np.datetime64("2024-01-01T00:00")
    begin = 0
    with writer:
        for x, y in _points(gpd.read_file(boundaries), rows):
            minutes = first + random.integers(0, 731 * 1440, len(x)).astype("timedelta64[m]")
            days = pa.array(minutes.astype("datetime64[s]")).cast(pa.string())
            kinds = pa.array(np.array(KINDS)[random.integers(0, len(KINDS), len(x))])
            numbers = pa.array(np.arange(begin, begin + len(x)))
            writer.write_table(pa.table([numbers, days, kinds, y.round(6), x.round(6)], schema=schema))
            begin += len(x)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.events", description=__doc__)
    add = parser.add_argument
    add("--areas", type=lambda text: [int(part) for part in text.split(",")], default=[832, 9008], help="as 832,9008")
    add("--points", type=int, default=5_000_000, help="points of the comparison")
    add("--runs", type=int, default=3, help="runs of the comparison, of which the median counts")
    add("--rows", type=int, default=50_000_000, help="rows for the command line; 0: none")
    add("--formats", type=lambda text: text.split(","), default=["csv", "parquet"], help="csv,parquet")
    return parser


if __name__ == "__main__":
    sys.exit(main())
