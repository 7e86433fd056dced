"""The figures every peer shows and the classes it colours them by: one rule, so that all do the same job."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from branca.utilities import color_brewer

INDICATOR = "crime_total"
GROUP = "all"
CLASSES = 5
PALETTE = "YlOrRd"
NO_DATA = "#d3d3d3"
LEAST_EDGES = 4  # ColorBrewer has no scheme of fewer than three colours


@dataclass(frozen=True)
class Figures:
    """Counts by area and quarter, people by area and year; areas are rows, districts sums of their mahallas."""

    counts: pd.DataFrame
    people: pd.DataFrame

    @property
    def periods(self) -> list[str]:
        return sorted(str(period) for period in self.counts.columns)

    def rate(self, code: str, period: str) -> float:
        """Cases per 100,000 people in the quarter; NaN where either is not known."""
        if code not in self.people.index or code not in self.counts.index:
            return float("nan")
        return float(self.counts.loc[code, period] / self.people.loc[code, period[:4]] * 100_000)


@dataclass(frozen=True)
class Scale:
    """Class edges, the lowest first, and one colour per class; a class holds its lower edge, the last both."""

    edges: list[float]
    colours: list[str]

    def colour(self, value: float) -> str:
        if np.isnan(value):
            return NO_DATA
        position = int(np.digitize(value, self.edges[1:-1]))
        return self.colours[position]


def read_figures(data: Path) -> Figures:
    """Read statistics.csv and population.csv; one indicator, everybody."""
    statistics = pd.read_csv(
        data / "statistics.csv",
        dtype={"area": str, "period": str, "indicator": str, "group": str, "count": float},
    )
    chosen = statistics[(statistics["indicator"] == INDICATOR) & (statistics["group"] == GROUP)]
    counts = chosen.pivot_table(index="area", columns="period", values="count", aggfunc="sum", dropna=False)
    missing = chosen.pivot_table(index="area", columns="period", values="count", aggfunc="count", dropna=False)
    population = pd.read_csv(data / "population.csv", dtype={"area": str, "year": str, "group": str, "people": float})
    everybody = population[population["group"] == GROUP]
    people = everybody.pivot_table(index="area", columns="year", values="people", aggfunc="sum")
    return Figures(_with_districts(counts.where(missing > 0)), _with_districts(people))


def scale_of(values: pd.Series) -> Scale:
    """Quantile classes of the values shown; equal quantiles fall together, so there may be fewer than five."""
    known = values.dropna().to_numpy(dtype=float)
    edges = np.unique(np.quantile(known, np.linspace(0, 1, CLASSES + 1)))
    if len(edges) < LEAST_EDGES:
        edges = np.linspace(edges[0], max(edges[-1], edges[0] + 1), LEAST_EDGES)
    return Scale([float(edge) for edge in edges], color_brewer(PALETTE, len(edges) - 1))


def _with_districts(frame: pd.DataFrame) -> pd.DataFrame:
    districts = frame.groupby(frame.index.str[:7]).sum(min_count=1)
    return pd.concat([frame, districts])
