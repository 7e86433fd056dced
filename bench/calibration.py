"""How often the map is wrong when nothing is there, and how much it finds of what is: simulated regions.

`python -m bench.calibration --regions 500` prints the table of docs/method.md, writes build/calibration.json and the
picture docs/images/calibration.svg. Regions are the demonstration's mahallas with their people; counts are drawn anew.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from mapping.stats.change import Change, compare
from mapping.stats.exact import adjusted, poisson_p
from mapping.stats.figures import figures
from mapping.stats.gamma_poisson import fit, posterior
from mapping.stats.local import getis_ord, local_moran
from mapping.stats.moran import standardised_rates
from mapping.stats.rates import byar_interval, exact_interval
from mapping.stats.results import Spot, getis_spots, moran_spots, scan_clusters, smoothed_risks
from mapping.stats.standardise import overall_expected
from mapping.stats.weights import Neighbours, from_coverage

ROOT = Path(__file__).resolve().parents[1]
RESULT, PICTURE = ROOT / "build" / "calibration.json", ROOT / "docs" / "images" / "calibration.svg"
CRIMES = 3400  # a year, as in the demonstration
RISKS = (1.5, 2.0, 3.0)
SMALLEST, LARGEST = 10, 40  # mahallas in a planted cluster
SHAPE = 4.0  # of the gamma distribution of risks where areas truly differ
SEED = 20261124
FAMILY = 0.05

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Region:
    """The mahallas that have people: how many, who neighbours whom, centres (metres) and true risks of the demonstration."""

    codes: pd.Index
    people: Floats
    neighbours: Neighbours
    centres: Floats


@cache
def region() -> Region:
    """The demonstration region of 2025."""
    rows = pd.read_csv(ROOT / "data" / "population.csv", dtype={"area": str})
    people = rows[(rows["year"] == 2025) & (rows["group"] == "all")].set_index("area")["people"]
    shapes = gpd.read_file(ROOT / "geo" / "mahallas.geojson").set_index("code").geometry.sort_index()
    size = people.reindex(shapes.index)
    kept = (size > 0).to_numpy()
    shapes = shapes[kept]
    centre = shapes.to_crs("+proj=laea +lon_0=66 +lat_0=38.8").centroid
    return Region(
        shapes.index,
        size[kept].to_numpy(np.float64),
        from_coverage(shapes.to_numpy()),
        np.column_stack([centre.x, centre.y]),
    )


# ------------------------------------------------------------------------------ ways to call a mahalla high


def ours(found: pd.DataFrame) -> Flags:
    """What the map draws full and above: the interval of the smoothed risk leaves out 1."""
    risks = smoothed_risks(found)
    return risks["differs"].to_numpy(dtype=bool, na_value=False) & (risks["rr"] > 1).to_numpy()


def raised(found: pd.DataFrame) -> Flags:
    """P(RR > 1) above 0.95."""
    return (smoothed_risks(found)["p_raised"] > 0.95).to_numpy()


def top_tenth(found: pd.DataFrame) -> Flags:
    """The highest tenth of the raw rates."""
    return (found["rate"] > found["rate"].quantile(0.9)).to_numpy()


def exact_fdr(found: pd.DataFrame) -> Flags:
    """Exact Poisson p, adjusted for false discovery."""
    expected = overall_expected(found["count"], found["people"])
    return (adjusted(poisson_p(found["count"], expected).central) <= FAMILY) & (found["count"].to_numpy() > expected)


def lisa_raw(found: pd.DataFrame) -> Flags:
    """Local Moran, high among high, p below 0.05 without any correction."""
    rates = standardised_rates(found["count"], found["people"])
    moran = local_moran(rates, region().neighbours, permutations=999, seed=1)
    return np.asarray((moran.quadrant == "HH") & (moran.p_two_sided < FAMILY))


def lisa_fdr(found: pd.DataFrame) -> Flags:
    """The map's hot spots by local Moran."""
    return (moran_spots(found, region().neighbours)["spot"] == Spot.HOT).to_numpy()


def getis_fdr(found: pd.DataFrame) -> Flags:
    """The map's hot spots by Gi*."""
    return getis_spots(found, region().neighbours)["spot"].isin([Spot.HOT, Spot.VERY_HOT]).to_numpy()


def getis_any(found: pd.DataFrame) -> Flags:
    """The map's spots by Gi*, hot or cold: on an empty map either is false."""
    return (getis_spots(found, region().neighbours)["spot"] != Spot.NONE).to_numpy()


def getis_normal(found: pd.DataFrame) -> Flags:
    """Gi* high by its normal p, adjusted for false discovery: not what the map shows."""
    z = getis_ord(standardised_rates(found["count"], found["people"]), region().neighbours, with_itself=True)
    return (adjusted(2 * special.ndtr(-np.abs(z))) <= FAMILY) & (z > 0)


def scanned(found: pd.DataFrame) -> Flags:
    """Inside a cluster of the scan with a raised risk, p at most 0.05 by 199 random maps."""
    frame = scan_clusters(found, region().centres, replications=199).frame
    return ((frame["cluster"] > 0) & (frame["cluster_risk"] > 1)).to_numpy()


WAYS: dict[str, Callable[[pd.DataFrame], Flags]] = {
    "smoothed risk, interval above 1 (the map)": ours,
    "scan clusters (the map)": scanned,
    "Gi* with FDR (the map)": getis_fdr,
    "Gi* with FDR, hot or cold": getis_any,
    "Gi* by the normal p with FDR": getis_normal,
    "local Moran with FDR (the map)": lisa_fdr,
    "exact p with FDR": exact_fdr,
    "P(RR > 1) > 0.95": raised,
    "local Moran, p < 0.05": lisa_raw,
    "highest tenth of raw rates": top_tenth,
}


# ------------------------------------------------------------------------------ regions drawn


def drawn(rng: np.random.Generator, risk: Floats) -> pd.DataFrame:
    """A year's figures under relative risks, with the usual number of crimes."""
    here = region()
    load = here.people * risk
    counts = rng.poisson(CRIMES * load / load.sum()).astype(np.float64)
    return figures(pd.DataFrame({"year": counts}, index=here.codes), pd.Series(here.people, index=here.codes))


def planted(rng: np.random.Generator, risk: float) -> Flags:
    """A cluster of neighbours: a mahalla and those nearest to it."""
    here = region()
    middle = here.centres[rng.integers(len(here.codes))]
    size = int(rng.integers(SMALLEST, LARGEST + 1))
    inside = np.zeros(len(here.codes), dtype=bool)
    inside[np.argsort(((here.centres - middle) ** 2).sum(axis=1), kind="stable")[:size]] = True
    return inside


def null_region(number: int) -> dict[str, Any]:
    """False calls of every way where all mahallas have the same risk."""
    rng = np.random.default_rng([SEED, 0, number])
    found = drawn(rng, np.ones(len(region().codes)))
    return {name: int(way(found).sum()) for name, way in WAYS.items()}


def cluster_region(job: tuple[int, float]) -> dict[str, Any]:
    """What every way finds of a planted cluster: (calls inside, calls outside, mahallas inside)."""
    number, risk = job
    rng = np.random.default_rng([SEED, 1, number, int(10 * risk)])
    inside = planted(rng, risk)
    found = drawn(rng, np.where(inside, risk, 1.0))
    calls = {name: way(found) for name, way in WAYS.items()}
    return {
        name: (int((one & inside).sum()), int((one & ~inside).sum()), int(inside.sum())) for name, one in calls.items()
    }


def uncertain_region(number: int) -> dict[str, float]:
    """Coverage of the intervals, and false labels of change, where risks differ and stay."""
    rng = np.random.default_rng([SEED, 2, number])
    here = region()
    risk = rng.gamma(SHAPE, 1 / SHAPE, len(here.codes))
    found, before = drawn(rng, risk), drawn(rng, risk)
    load = here.people * risk
    mean = CRIMES * load / load.sum()
    expected = overall_expected(found["count"], found["people"])
    belief = posterior(found["count"], expected, fit(found["count"], expected))
    change = compare(found, before)
    label = change["label"]
    same = (change["ratio_lo"] <= 1) & (change["ratio_hi"] >= 1)
    calls = label.isin([Change.ROSE, Change.FELL])
    return {
        "exact interval of the rate": _share(*exact_interval(found["count"]), mean),
        "Byar's interval of the rate": _share(*byar_interval(found["count"]), mean),
        "interval of the smoothed risk": _share(belief.quantile(0.025), belief.quantile(0.975), mean / expected),
        "interval of the ratio of two rates": float(same[change["ratio"].notna()].mean()),
        "mahallas with a false rose or fell": float(calls.mean()),
        "maps with any false rose or fell": float(calls.any()),
        "rose or fell by p < 0.05 alone": float((change["p_cond_central"] < FAMILY).mean()),
    }


def _share(low: npt.ArrayLike, high: npt.ArrayLike, truth: Floats) -> float:
    return float(((np.asarray(low) <= truth) & (truth <= np.asarray(high))).mean())


# ------------------------------------------------------------------------------ the tables


def main() -> None:
    """Run everything and write it down."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibration", description=__doc__)
    parser.add_argument("--regions", type=int, default=500)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    numbers = range(options.regions)
    with ProcessPoolExecutor(options.processes) as pool:
        nulls = pd.DataFrame(pool.map(null_region, numbers, chunksize=5))
        found = {risk: list(pool.map(cluster_region, [(n, risk) for n in numbers], chunksize=5)) for risk in RISKS}
        sure = pd.DataFrame(pool.map(uncertain_region, numbers, chunksize=5)).mean()
    table = pd.DataFrame(list(_rows(nulls, found)))
    result = {
        "regions": options.regions,
        "calls": table.to_dict("records"),
        "sure": sure.to_dict(),
        "demonstration": truth(),
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    PICTURE.write_text(picture(table), encoding="utf-8")
    print(table.to_string(index=False, float_format="%.3f"))
    print(sure.to_string(float_format="%.3f"))
    print(json.dumps(result["demonstration"], indent=1))


def _rows(nulls: pd.DataFrame, found: dict[float, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    for name in WAYS:
        row: dict[str, Any] = {
            "way": name,
            "maps with a false call": float((nulls[name] > 0).mean()),
            "mahallas falsely called": float(nulls[name].mean() / len(region().codes)),
        }
        for risk, regions in found.items():
            inside, outside, size = np.array([one[name] for one in regions]).sum(axis=0)
            row[f"sensitivity {risk}"] = inside / size
            row[f"precision {risk}"] = inside / (inside + outside) if inside + outside else float("nan")
        yield row


def truth() -> dict[str, dict[str, int]]:
    """How well each way finds the mahallas of the demonstration whose true risk is above 1.5, in 2025."""
    here = region()
    risks = pd.read_csv(ROOT / "data" / "truth" / "true_risks.csv", dtype={"code": str}).set_index("code")
    high = (risks["relative_risk"].reindex(here.codes) > 1.5).to_numpy()
    counts = pd.read_csv(ROOT / "data" / "statistics.csv", dtype={"area": str})
    year = counts[
        (counts["indicator"] == "crime_total") & (counts["group"] == "all") & counts["period"].str.startswith("2025")
    ]
    wide = year.pivot_table(index="area", columns="period", values="count", aggfunc="first", dropna=False).reindex(
        here.codes
    )
    found = figures(wide, pd.Series(here.people, index=here.codes))
    told = {}
    for name, way in WAYS.items():
        calls = way(found)
        hits = int((calls & high).sum())
        told[name] = {"calls": int(calls.sum()), "of which truly high": hits, "truly high": int(high.sum())}
    return told


def picture(table: pd.DataFrame) -> str:
    """Bars: how much each way finds of a cluster with twice the risk, and how many empty maps it calls."""
    width, row, left, scale = 860, 34, 330, 480
    bars = []
    for place, one in enumerate(table.to_dict("records")):
        y = 46 + place * row
        for shift, key, colour in ((0, "sensitivity 2.0", "#2f78c4"), (12, "maps with a false call", "#c2500f")):
            share = float(one[key])
            bars.append(
                f'<rect x="{left}" y="{y + shift}" width="{max(1.0, scale * share):.0f}" height="10" fill="{colour}"/>'
            )
            bars.append(
                f'<text x="{left + 6 + scale * share:.0f}" y="{y + shift + 9}" font-size="11">{100 * share:.1f} %</text>'
            )
        bars.append(
            f'<text x="{left - 8}" y="{y + 14}" font-size="13" text-anchor="end">{one["way"].replace(">", "&gt;").replace("<", "&lt;")}</text>'
        )
    legend = (
        '<rect x="330" y="14" width="12" height="10" fill="#2f78c4"/><text x="348" y="23" font-size="13">found of a cluster with RR 2</text>'
        '<rect x="560" y="14" width="12" height="10" fill="#c2500f"/><text x="578" y="23" font-size="13">maps without differences that are called</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {60 + row * len(table)}" font-family="sans-serif">'
        f'<rect width="100%" height="100%" fill="#fff"/>{legend}{"".join(bars)}</svg>\n'
    )


if __name__ == "__main__":
    main()
