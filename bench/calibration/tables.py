"""What the simulated regions say, in the tables of docs/method.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bench.calibration.runs import EMPTY, PIECES, PLANTED, YEARS
from bench.calibration.ways import (
    FAMILY,
    GETIS,
    GETIS_ANY,
    KEPT,
    LIMITS,
    MORAN,
    MORAN_ANY,
    POISSON,
    SCAN,
    numbers,
)
from bench.calibration.worlds import ROOT, World, region
from bench.pieces import Record, Row
from mapping.stats.figures import figures

TOGETHER = (SCAN, POISSON, GETIS, GETIS_ANY, MORAN, MORAN_ANY)
"""Ways that say that mahallas lie together: on maps without any pattern each call of theirs is false."""
COMPARED = (SCAN, POISSON, GETIS, MORAN)
BASE = "gamma 8"


@dataclass(frozen=True)
class Found:
    """Of maps with a planted cluster: the share of them on which any of it is called, the share of its mahallas called, and
    the share of all calls inside it (NaN without calls)."""

    maps: float
    mahallas: float
    precision: float


def called(records: Iterable[Record], way: str, limit: float) -> float:
    """The share of maps with any call."""
    return float(np.mean([min([*inside, *outside], default=np.inf) <= limit for inside, outside in _of(records, way)]))


def found(records: list[Record], way: str, limit: float) -> Found:
    inside, outside = np.array([[_below(part, limit) for part in parts] for parts in _of(records, way)]).T
    total = inside.sum() + outside.sum()
    return Found(
        float((inside > 0).mean()),
        float(inside.sum() / sum(record["size"] for record in records)),
        float(inside.sum() / total) if total else float("nan"),
    )


def limit_for(records: list[Record], way: str, share: float) -> float:
    """The highest limit at which at most a share of maps have a call; 0.25 where that is not reached."""
    clearest = np.sort([min([*inside, *outside], default=np.inf) for inside, outside in _of(records, way)])
    first_too_many = clearest[int(share * len(clearest))]
    return min(KEPT, float(np.nextafter(first_too_many, -np.inf)))


def _of(records: Iterable[Record], way: str) -> Iterator[list[list[float]]]:
    return (record["ways"][way] for record in records)


def _below(values: list[float], limit: float) -> int:
    return sum(value <= limit for value in values)


def _records(world: World) -> list[Record]:
    return list(PIECES.kept(world.name).values())


# ------------------------------------------------------------------------------ the tables


def patternless() -> list[Row]:
    """Maps called of those on which mahallas differ and nothing lies together."""
    worlds = {world.name: _records(world) for world in EMPTY}
    return [
        {"way of calling": way, **{name: called(records, way, LIMITS[way]) for name, records in worlds.items()}}
        for way in TOGETHER
    ]


def intervals() -> list[Row]:
    """What the 95 % intervals of the smoothed risk hold on the same maps."""
    rows: list[Row] = []
    for world in EMPTY:
        held, calls, wrong = np.array([record["interval"] for record in _records(world)]).T
        rows.append({
            "risks": world.name,
            "maps on which differences are found": float((~np.isnan(held)).mean()),
            "intervals that hold the true risk": float(np.nanmean(held)),
            "mahallas called": float(calls.mean() / len(region().codes)),
            "of these on the wrong side": float(wrong.sum() / calls.sum()) if calls.sum() else float("nan"),
        })  # fmt: skip
    return rows


def at_equal_false_alarms() -> list[Row]:
    """Found of clusters on top of differences, each way so strict that it calls 5 % of the maps without a cluster."""
    empty = _records(World(BASE))
    rows = [_planted(f"{SCAN}, as it is", SCAN, BASE, LIMITS[SCAN])]
    return rows + [_planted(way, way, BASE, limit_for(empty, way, FAMILY)) for way in COMPARED]


def on_equal_risks() -> list[Row]:
    """Calls where nothing is, and found of clusters where all other mahallas have one risk."""
    empty = _records(World("equal risks"))
    return [
        {"way of calling": way, "maps called where nothing is": called(empty, way, limit)}
        | _planted(way, way, "equal risks", limit)
        for way, limit in LIMITS.items()
    ]


def _planted(name: str, way: str, differences: str, limit: float) -> Row:
    row: Row = {"way of calling": name}
    for world in PLANTED:
        if world.differences == differences:
            told = found(_records(world), way, limit)
            title = f"RR {world.planted:g}"
            row |= {
                f"{title}: maps": told.maps,
                f"{title}: mahallas": told.mahallas,
                f"{title}: precision": told.precision,
            }
    return row


def two_years() -> list[Row]:
    means = pd.DataFrame(PIECES.kept(YEARS).values()).mean()
    return [{"what": str(name), "share": float(share)} for name, share in means.items()]


def demonstration() -> list[Row]:
    """How well each way finds the mahallas of the demonstration whose true risk is above 1.5, in 2025."""
    here = region()
    risks = pd.read_csv(ROOT / "data" / "truth" / "true_risks.csv", dtype={"code": str}).set_index("code")
    risks = risks.reindex(here.codes)
    high, planted = (risks["relative_risk"] > 1.5).to_numpy(), risks["cluster"].notna().to_numpy()
    counts = pd.read_csv(ROOT / "data" / "statistics.csv", dtype={"area": str})
    crimes = counts["indicator"].eq("crime_total") & counts["group"].eq("all")
    year = counts[crimes & counts["period"].str.startswith("2025")]
    wide = year.pivot_table(index="area", columns="period", values="count", aggfunc="first", dropna=False)
    told = numbers(figures(wide.reindex(here.codes), pd.Series(here.people, index=here.codes)))
    calls = {way: values <= LIMITS[way] for way, values in told.items()}
    return [
        {
            "way of calling": way,
            "called": int(one.sum()),
            "true risk above 1.5": int((one & high).sum()),
            "in a planted cluster": int((one & planted).sum()),
        }
        for way, one in calls.items()
    ]


TABLES = {
    "Maps called on which mahallas differ and nothing lies together": patternless,
    "Intervals of the smoothed risk on the same maps": intervals,
    f"Found of clusters on top of differences ({BASE}), at equal false alarms": at_equal_false_alarms,
    "Found of clusters where all other risks are equal": on_equal_risks,
    "Intervals and labels, two years of the same risks": two_years,
    "The demonstration, 2025": demonstration,
}
