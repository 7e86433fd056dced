"""What a snapshot holds: how many mahallas have a figure, by table and quarter; holes are seen at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.model.levels import Level
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.store.kept import kept


@dataclass(frozen=True)
class Holding:
    """A row of the picture: `table` as the schemas name it, the indicator where figures of several lie in one table.

    `mahallas`: how many have something, by quarter of the snapshot, in their order; what is told by year holds for all
    quarters of it.
    """

    table: str
    indicator: str
    mahallas: tuple[int, ...]


@kept(most=4)
def holdings(snapshot: Snapshot) -> list[Holding]:
    """Every indicator of everybody, then people, categories, factors and measures."""
    return [
        *_figures(snapshot),
        Holding("population", "", _population(snapshot)),
        Holding("category", "", _yearly(snapshot, snapshot.categories(snapshot.region))),
        Holding("factor", "", _yearly(snapshot, snapshot.factors(snapshot.region))),
        Holding("measure", "", _measures(snapshot)),
    ]


def mahallas_in(snapshot: Snapshot) -> int:
    """How many there are: a row is whole where so many have something."""
    return int((snapshot.areas["level"] == Level.MAHALLA).sum())


def _figures(snapshot: Snapshot) -> Iterator[Holding]:
    for indicator in map(str, snapshot.indicators.index):
        counts = snapshot.counts(indicator, Group.ALL, snapshot.quarters, snapshot.region)
        yield Holding("statistic", indicator, _as_numbers(counts.notna().sum(axis=0).to_numpy()))


def _population(snapshot: Snapshot) -> tuple[int, ...]:
    years = {quarter.year for quarter in snapshot.quarters}
    told = {
        year: int(snapshot.population(year, Group.ALL, snapshot.region).notna().sum())
        if snapshot.population_year(year, Group.ALL) == year
        else 0
        for year in years
    }
    return tuple(told[quarter.year] for quarter in snapshot.quarters)


def _yearly(snapshot: Snapshot, rows: pd.DataFrame) -> tuple[int, ...]:
    areas = rows.groupby("year")["area"].nunique()
    return _as_numbers(areas.reindex([quarter.year for quarter in snapshot.quarters], fill_value=0).to_numpy())


def _measures(snapshot: Snapshot) -> tuple[int, ...]:
    areas = snapshot.measures(snapshot.region, columns=("area", "quarter")).groupby("quarter")["area"].nunique()
    return _as_numbers(areas.reindex([str(quarter) for quarter in snapshot.quarters], fill_value=0).to_numpy())


def _as_numbers(found: np.ndarray) -> tuple[int, ...]:
    return tuple(int(number) for number in found)
