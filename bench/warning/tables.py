"""What the simulated histories say, in the tables of docs/method.md."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from bench.calibration.worlds import ROOT, region
from bench.pieces import Record, Row
from bench.warning.runs import EMPTY, FOUND, PIECES, judged
from bench.warning.worlds import PERIODS, SEASONS, districts
from mapping.stats.outbreaks import FALSE, Extent, Series

WIDE = (Extent.REGION, Extent.DISTRICT)
KINDS = ("crime_total", "theft", "fraud", "other_crime", "bodily_injury", "admin_offence", "domestic_conflict")


def false_alarms() -> list[Row]:
    """Histories with any alarm of those in which nothing is planted."""
    rows: list[Row] = []
    for world in EMPTY:
        records = list(PIECES.kept(world.name).values())
        told = [[alarm for alarm in record["alarms"] if alarm[3] <= FALSE] for record in records]
        rows.append({
            "histories": len(records),
            "drift": world.drift,
            "with any alarm": _share([bool(alarms) for alarms in told]),
            "of the region or a district": _share([any(alarm[0] in WIDE for alarm in alarms) for alarms in told]),
            "of a group": _share([any(alarm[0] == Extent.GROUP for alarm in alarms) for alarms in told]),
            "of a single mahalla": _share([any(alarm[0] == Extent.SINGLE for alarm in alarms) for alarms in told]),
        })  # fmt: skip
    return rows


def found() -> list[Row]:
    """Histories with an alarm where something is planted: one of which half of the mahallas or more lie in it, for crimes or
    one of its kinds; and how much of what is planted the clearest of these holds."""
    rows: list[Row] = []
    for world in FOUND:
        records = list(PIECES.kept(world.name).values())
        hits = [_hits(record) for record in records]
        shares = [
            _clearest(alarms)[5] / record["inside"] for alarms, record in zip(hits, records, strict=True) if alarms
        ]
        elsewhere = [
            any(alarm[3] <= FALSE and alarm[5] == 0 and alarm[0] != Extent.REGION for alarm in record["alarms"])
            for record in records
        ]
        rows.append({
            "planted": world.planted,
            "histories": len(records),
            "found": _share([bool(alarms) for alarms in hits]),
            "of it, in the clearest alarm": _share(shares),
            "alarms elsewhere": _share(elsewhere),
        })  # fmt: skip
    return rows


def _hits(record: Record) -> list[list[float]]:
    return [
        alarm
        for alarm in record["alarms"]
        if alarm[3] <= FALSE and alarm[0] != Extent.REGION and 2 * alarm[5] >= min(alarm[4], record["inside"])
    ]


def _clearest(alarms: list[list[float]]) -> list[float]:
    return min(alarms, key=lambda alarm: alarm[3])


def _share(values: list[bool] | list[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


# ------------------------------------------------------------------------------ forecasts


def simulated_forecasts() -> list[Row]:
    """Of the last quarter of the histories without anything planted."""
    rows: list[Row] = []
    for world in EMPTY:
        known = [record["forecasts"] for record in PIECES.kept(world.name).values() if "forecasts" in record]
        for what in known[0] if known else []:
            values = np.mean([record[what] for record in known], axis=0)
            rows.append({"drift": world.drift, "histories": len(known), "what": what, **_judged(values)})
    return rows


def held_out() -> list[Row]:
    """Of the demonstration's last year, each quarter foretold from those before it."""
    here = region()
    frame = pd.read_csv(ROOT / "data" / "statistics.csv", dtype={"area": str})
    frame = frame[frame["group"].eq("all")]
    of = np.equal.outer(np.arange(districts().max() + 1), districts()).astype(np.float64)
    people = np.repeat(here.people[:, None], PERIODS, axis=1)
    rows: list[Row] = []
    for kind in KINDS:
        chosen = frame[frame["indicator"] == kind]
        wide = chosen.pivot_table(index="area", columns="period", values="count", aggfunc="first", dropna=False)
        counts = wide.reindex(here.codes).to_numpy(np.float64)
        known = np.where(np.isnan(counts), 0.0, people)
        both = {
            "mahallas": Series(counts, people),
            "districts": Series(of @ np.nan_to_num(counts), of @ known),
        }
        rng = np.random.default_rng(1)
        for level, series in both.items():
            values = [
                judged(Series(series.counts[:, :end], series.people[:, :end]), rng)
                for end in range(PERIODS - SEASONS + 1, PERIODS + 1)
            ]
            rows.append({"what": f"{kind} of {level}", **_judged(np.mean(values, axis=0))})
    return rows


def _judged(values: np.ndarray) -> Row:
    held, drawn, error, year, mean, came = values.tolist()
    return {
        "95 % interval holds": held,
        "at a place drawn within the count": drawn,
        "error": f"{error:.3g}",
        "of the same quarter a year ago": f"{year:.3g}",
        "of the mean of a year": f"{mean:.3g}",
        "mean count": f"{came:.3g}",
    }


TABLES: dict[str, Callable[[], list[Row]]] = {
    "False alarms": false_alarms,
    "Found of what is planted": found,
    "Forecasts of the last quarter": simulated_forecasts,
    "Forecasts of the demonstration's last year": held_out,
}
