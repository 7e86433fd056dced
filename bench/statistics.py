"""Our statistics beside PySAL's, the same statistic on the same areas in the same run.

`python -m bench.statistics` prints the table of docs/method.md and writes build/statistics.json. Medians of five runs;
what numba compiles (esda) is compiled before it is timed.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import esda
import geopandas as gpd
import libpysal
import mapclassify
import numpy as np
import pandas as pd
from esda.smoothing import Empirical_Bayes

from bench.dataset import BUILD, ROOT, obtain
from mapping.stats.classes import breaks
from mapping.stats.funnel import exact_limits
from mapping.stats.gamma_poisson import fit
from mapping.stats.local import getis_ord, local_moran
from mapping.stats.marshall import smooth
from mapping.stats.moran import moran
from mapping.stats.results import scan_clusters, smoothed_risks
from mapping.stats.standardise import overall_expected
from mapping.stats.weights import from_coverage

PERMUTATIONS = 9999
RUNS = 5

Row = tuple[str, Callable[[], Any], Callable[[], Any] | None]


def rows(folder: Path) -> Iterator[Row]:
    """Name, ours, PySAL's (None where PySAL has no such statistic)."""
    shapes, count, people = _region(folder)
    found = pd.DataFrame({"count": count, "people": people, "rate": 1e5 * count / people}, index=shapes.index)
    rate = found["rate"].to_numpy()
    ours, theirs = (
        from_coverage(shapes.to_numpy()),
        libpysal.weights.Queen.from_dataframe(shapes.to_frame(), use_index=False),
    )
    theirs.transform = "r"
    binary = libpysal.weights.Queen.from_dataframe(shapes.to_frame(), use_index=False)
    centres = np.column_stack(
        [
            shapes.to_crs("+proj=laea +lon_0=66 +lat_0=38.8").centroid.x,
            shapes.to_crs("+proj=laea +lon_0=66 +lat_0=38.8").centroid.y,
        ]
    )
    expected = overall_expected(count, people)
    yield (
        "weights_contiguity",
        lambda: from_coverage(shapes.to_numpy()),
        lambda: libpysal.weights.Queen.from_dataframe(shapes.to_frame(), use_index=False),
    )
    yield (
        "moran",
        lambda: moran(rate, ours, permutations=999, seed=1),
        lambda: esda.Moran(rate, theirs, permutations=999),
    )
    yield (
        "local_moran",
        lambda: local_moran(rate, ours, permutations=PERMUTATIONS, seed=1),
        lambda: esda.Moran_Local(rate, theirs, permutations=PERMUTATIONS, seed=1, keep_simulations=False),
    )
    yield (
        "getis_ord",
        lambda: getis_ord(rate, ours, with_itself=True),
        lambda: esda.G_Local(rate, binary, transform="B", permutations=0, star=True),
    )
    yield ("empirical_bayes_marshall", lambda: smooth(count, people), lambda: Empirical_Bayes(count, people).r)
    yield ("natural_breaks", lambda: breaks(rate, "natural", 5), lambda: mapclassify.FisherJenks(rate, k=5))
    yield ("gamma_poisson_fit", lambda: fit(count, expected), None)
    yield ("smoothed_risk_table", lambda: smoothed_risks(found), None)
    yield ("funnel_limits", lambda: exact_limits(expected), None)
    yield ("scan_999", lambda: scan_clusters(found, centres), None)


def _region(folder: Path) -> tuple[gpd.GeoSeries, np.ndarray, np.ndarray]:
    """Shapes of the mahallas by code, their crimes of 2025 and people; those without either left out."""
    shapes = gpd.read_file(folder / "geo" / "mahallas.geojson").set_index("code").geometry.sort_index()
    numbers = pd.read_csv(folder / "data" / "statistics.csv", dtype={"area": str})
    chosen = (
        (numbers["indicator"] == "crime_total") & (numbers["group"] == "all") & numbers["period"].str.startswith("2025")
    )
    count = numbers[chosen].groupby("area")["count"].sum().reindex(shapes.index)
    people = pd.read_csv(folder / "data" / "population.csv", dtype={"area": str})
    people = (
        people[(people["year"] == 2025) & (people["group"] == "all")].set_index("area")["people"].reindex(shapes.index)
    )
    kept = (count.notna() & (people > 0)).to_numpy()
    return shapes[kept], count[kept].to_numpy(np.float64), people[kept].to_numpy(np.float64)


def measure(make: Callable[[], Any], runs: int) -> float:
    """The median of the seconds of some runs, after one that is not counted."""
    make()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        make()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))


def main() -> None:
    """Measure everything asked for, and write it down."""
    parser = argparse.ArgumentParser(prog="python -m bench.statistics", description=__doc__)
    parser.add_argument("--areas", default="832,9008", help="numbers of mahallas")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--data", type=Path, default=BUILD / "bench-data")
    options = parser.parse_args()
    results = []
    for areas in map(int, options.areas.split(",")):
        for name, ours, theirs in rows(obtain(areas, options.data).folder):
            runs = 1 if name.startswith("scan") and areas > 2000 else options.runs
            mine = measure(ours, runs)
            other = measure(theirs, runs) if theirs else None
            ratio = other / mine if other else None
            results.append({"name": name, "areas": areas, "ours": mine, "pysal": other, "ratio": ratio, "runs": runs})
            print(
                f"{name:26} {areas:6} {mine:10.4f} {'' if other is None else f'{other:10.4f} {ratio:8.1f}'}", flush=True
            )
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "statistics.json").write_text(json.dumps({"unit": "s", "results": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
