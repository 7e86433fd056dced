"""Figures side by side: what the rules of plausibility look at, in one table or over a whole dataset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from mapping.model.lists import parts_of_totals
from mapping.model.periods import QUARTERS_IN_YEAR, Quarter
from mapping.model.schemas import INDICATOR, POPULATION, STATISTIC
from mapping.reading.faults import Fault
from mapping.store.frames import key_numbers


@dataclass(frozen=True)
class FigureTable:
    """A table's file, its frame in the schema's columns, the fault of one of its rows by position, names by area code.

    A cell that is no figure is missing in the frame: other rules tell it.
    """

    file: str
    frame: pd.DataFrame
    fault: Callable[[int, str, str | None, Mapping[str, object]], Fault]
    names: Mapping[str, str] = field(default_factory=dict)

    def called(self, code: str) -> str:
        """The area's name with its code, where the name is known."""
        name = self.names.get(code)
        return f"{name} ({code})" if name else code

    def at(self, position: int | np.integer, column: str, value: object = None, **details: object) -> Fault:
        """A fault of one row's cell."""
        return self.fault(int(position), column, None if value is None else str(value), details)


@dataclass(frozen=True)
class Series:
    """Counts by quarter: `counts` and `positions` (rows of the frame, -1 for none) are series by quarters.

    `area`, `indicator` and `group` run over the series; `first` is the first quarter.
    """

    counts: np.ndarray
    positions: np.ndarray
    area: np.ndarray
    indicator: np.ndarray
    group: np.ndarray
    first: Quarter


@dataclass(frozen=True)
class Figures:
    """Tables by schema name; `as_of` is the day they stand at."""

    tables: Mapping[str, FigureTable]
    as_of: date

    def table(self, name: str) -> FigureTable | None:
        return self.tables.get(name)

    @cached_property
    def part_of(self) -> Mapping[str, str]:
        """Each indicator that is a part of another, as the dataset has it, else as shipped."""
        given = self.table(INDICATOR.name)
        if given is None:
            return parts_of_totals()
        frame = given.frame.dropna(subset=["part_of"])
        return dict(zip(frame["code"], frame["part_of"], strict=True))

    @cached_property
    def series(self) -> Series | None:
        """The counts as series by quarter; of a repeated row the first counts. None without counts."""
        table = self.table(STATISTIC.name)
        frame = None if table is None else table.frame.dropna(subset=["quarter_index"])
        if frame is None or frame.empty:
            return None
        number, (area, indicator, group) = _numbered(frame[["area", "indicator", "group"]])
        quarters = frame["quarter_index"].to_numpy(dtype=int)
        start = int(quarters.min())
        shape = (len(area), int(quarters.max()) - start + 1)
        # quarter by quarter in memory: rules add up and compare quarters of all series at once
        counts, positions = np.full(shape, np.nan, order="F"), np.full(shape, -1, dtype=int, order="F")
        backwards = slice(None, None, -1)
        cells = (number[backwards], quarters[backwards] - start)
        counts[cells] = frame["count"].to_numpy(dtype=float, na_value=np.nan)[backwards]
        positions[cells] = frame.index.to_numpy()[backwards]
        return Series(counts, positions, area, indicator, group, quarter_of(start))

    @cached_property
    def people(self) -> Mapping[int, np.ndarray]:
        """By year the people of the area and group of each series, NaN where not known; of a repeated row the first counts."""
        table, series = self.table(POPULATION.name), self.series
        if table is None or series is None:
            return {}
        frame = table.frame.dropna(subset=["year", "people"])[::-1]
        (area, areas), (group, groups) = pd.factorize(series.area), pd.factorize(series.group)
        rows, columns = (_places(frame[name], there) for name, there in (("area", areas), ("group", groups)))
        years, people = frame["year"].to_numpy(dtype=int), frame["people"].to_numpy(dtype=float)
        found = {}
        for year in np.unique(years).tolist():
            own = (years == year) & (rows >= 0) & (columns >= 0)
            there = np.full((len(areas), len(groups)), np.nan)
            there[rows[own], columns[own]] = people[own]
            found[year] = there[area, group]
        return found


def _places(column: pd.Series, among: np.ndarray) -> np.ndarray:
    """Where the text of each row stands among these, -1 for none of them."""
    codes, distinct = pd.factorize(column)
    places = pd.Index(among, dtype=object).get_indexer(pd.Index(distinct, dtype=object))
    return np.where(codes < 0, -1, np.append(places, -1)[codes])


def _numbered(keys: pd.DataFrame) -> tuple[np.ndarray, list[np.ndarray]]:
    """For each row the number of its key, in the order in which keys first occur; and the columns of the different keys."""
    numbers = key_numbers(keys)
    first = np.empty(int(numbers.max()) + 1, dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return numbers, [keys[name].iloc[first].astype("str").fillna("").to_numpy() for name in keys.columns]


def index_of(quarter: Quarter) -> int:
    """Quarters counted from the year 0."""
    return quarter.year * QUARTERS_IN_YEAR + quarter.number - 1


def quarter_of(index: int) -> Quarter:
    """The quarter so many after the first of the year 0."""
    return Quarter(index // QUARTERS_IN_YEAR, index % QUARTERS_IN_YEAR + 1)


def with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `quarter_index` beside its `period` or `quarter`; missing where that is no quarter."""
    column = next((name for name in ("period", "quarter") if name in frame.columns), None)
    if column is None:
        return frame
    codes, distinct = pd.factorize(frame[column])
    known = pd.array([*map(_index, distinct), None], dtype="Int64")  # the last for no text, whose code is -1
    return frame.assign(quarter_index=known.take(codes))


def _index(text: str) -> int | None:
    try:
        return index_of(Quarter.parse(text))
    except ValueError:
        return None
