"""The counts and the people of a snapshot by mahalla, small numbers of groups hidden before anybody sees them (`small_cells`)."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.model.levels import Level
from mapping.model.periods import Period, Quarter
from mapping.model.vocabulary import Group
from mapping.store.database import quarter_from, quarter_number
from mapping.store.rows import Rows, numbers
from mapping.store.shown import Places, Series
from mapping.store.small_cells import Hidden, Marks, hidden_cells

Figures = npt.NDArray[np.float64]


class Counted:
    """Of the mahallas in the order of `mahallas`, sorted. NaN: no figure, or one that is hidden. Safe between threads.

    `totals`: the indicator that each is a part of, "" for none. `quarters`: those with any figure, the earliest first.
    """

    def __init__(
        self, rows: Rows, mahallas: pd.Index, totals: Mapping[str, str], quarters: Sequence[Quarter], smallest: int
    ) -> None:
        self._rows, self._mahallas, self._totals = rows, mahallas, totals
        self._quarters, self._smallest = quarters, smallest
        self._places = Places.of(mahallas)
        self._hidden: dict[tuple[str, str], Hidden] = {}
        self._hiding = threading.Lock()

    @cached_property
    def series(self) -> dict[tuple[str, str], int]:
        """The number of each indicator and group that has rows."""
        return {
            (indicator, group): number
            for number, indicator, group in self._rows.tuples('SELECT series, indicator, "group" FROM series')
        }

    def hides(self, group: str) -> bool:
        """Whether small counts of the group are hidden."""
        return group != Group.ALL and self._smallest > 1

    def counts(self, indicator: str, group: str, quarters: Sequence[Quarter], first: int, end: int) -> Figures:
        """Of the mahallas from `first` to before `end`, mahalla × quarter."""
        counts = self._given(indicator, group, quarters, first, end)
        if self.hides(group):
            known = {quarter: place for place, quarter in enumerate(self._quarters)}
            marks = self._marks(indicator, group).quarters[0][first:end]
            for column, quarter in enumerate(quarters):
                if quarter in known:
                    counts[marks[:, known[quarter]], column] = np.nan
        return counts

    def shown(self, indicator: str, group: Group, period: Period, level: Level, people: Figures) -> pd.DataFrame:
        """What may be shown of a group's counts in a period, for all areas of a level (see `Series.of_period`)."""
        counts = self._given(indicator, group, self._quarters, 0, len(self._mahallas))
        series = Series(self._places, self._quarters, counts, self._marks(indicator, group), self._smallest)
        return series.of_period(period, level, people)

    def _given(self, indicator: str, group: str, quarters: Sequence[Quarter], first: int, end: int) -> Figures:
        """As given, mahalla × quarter."""
        asked = np.array([quarter_number(quarter) for quarter in quarters], dtype="int64")
        counts = np.full((end - first, len(asked)), np.nan)
        series = self.series.get((indicator, str(group)))
        if series is not None and len(asked):
            rows = self._rows.arrays(
                "SELECT quarter, area, count FROM statistic WHERE series = ? AND quarter BETWEEN ? AND ? "
                "AND area >= ? AND area < ? AND count IS NOT NULL",
                [series, int(asked.min()), int(asked.max()), first, end],
            )
            for column, number in enumerate(asked):
                here = rows["quarter"] == number
                counts[rows["area"][here] - first, column] = rows["count"][here]
        return counts

    def _marks(self, indicator: str, group: str) -> Hidden:
        """What is hidden of an indicator, determined once for all that add up with it."""
        key = (indicator, str(group))
        with self._hiding:
            if key not in self._hidden:
                total, kinds = self._adding_up(indicator, group)
                self._hidden |= self._hidden_of(total, kinds, group)
            return self._hidden[key]

    def _hidden_of(self, total: str, kinds: list[str], group: str) -> dict[tuple[str, str], Hidden]:
        size, years = len(self._mahallas), [quarter.year for quarter in self._quarters]
        parts = [self._given(kind, group, self._quarters, 0, size) for kind in kinds]
        detail = np.stack(parts, axis=2) if parts else np.empty((size, len(years), 0))
        whole = self._given(total, group, self._quarters, 0, size)
        of_total, of_kinds = hidden_cells(whole, detail, years, self._places.nest, self._smallest)
        return {(total, str(group)): of_total, **{(kind, str(group)): of_kinds for kind in kinds}}

    def _adding_up(self, indicator: str, group: str) -> tuple[str, list[str]]:
        """The total that an indicator belongs to, and its kinds with figures of the group, of any depth."""
        roots = {code: self._root(code) for code in self._totals}
        root = roots[indicator]
        kinds = [code for code, top in roots.items() if top == root != code and (code, str(group)) in self.series]
        if (root, str(group)) not in self.series or len(kinds) < 2:
            return indicator, []
        return root, kinds

    def _root(self, code: str) -> str:
        while self._totals.get(code):
            code = self._totals[code]
        return code

    # People

    @cached_property
    def population_years(self) -> dict[str, list[int]]:
        """Years in which people of a group are known, the earliest first."""
        rows = self._rows.tuples('SELECT DISTINCT "group", year FROM population WHERE people IS NOT NULL ORDER BY year')
        years: dict[str, list[int]] = {}
        for group, year in rows:
            years.setdefault(group, []).append(year)
        return years

    def population_year(self, year: int, group: Group) -> int | None:
        """The year whose people stand for `year`: itself, else the nearest earlier, else the nearest later one
        with figures for the group; None when there is none."""
        years = self.population_years.get(str(group), [])
        earlier = [known for known in years if known <= year]
        return earlier[-1] if earlier else next(iter(years), None)

    def people(self, year: int, group: Group) -> Figures:
        """People of every mahalla in the year that stands for `year`."""
        people = np.full(len(self._mahallas), np.nan)
        known = self.population_year(year, group)
        if known is not None:
            rows = self._rows.arrays(
                'SELECT area, people FROM population WHERE year = ? AND "group" = ? AND people IS NOT NULL',
                [known, str(group)],
            )
            people[rows["area"]] = rows["people"]
            if self.hides(group):
                people[self._few(people)] = np.nan
        return people

    def _few(self, people: Figures) -> Marks:
        """Which numbers of people are hidden, as counts of a single quarter are."""
        none = np.empty((len(people), 1, 0))
        hidden, _ = hidden_cells(people[:, None], none, [0], self._places.nest, self._smallest)
        return hidden.quarters[0][:, 0]

    # Whole tables

    def all_counts(self) -> pd.DataFrame:
        """Every row of the statistics: area, period, indicator, group (categorical), `number`, NaN for no figure, `hidden`."""
        return self.counts_of(self.count_rows())

    def counts_unlike(self, other: Counted) -> tuple[pd.DataFrame, pd.DataFrame]:
        """`all_counts` of both; where these are rows of the same keys in the same order, of those alone whose counts differ."""
        sides = (self, other)
        one, two = rows = [side.count_rows() for side in sides]
        is_alike = self.series == other.series and self.places == other.places
        if is_alike and all(np.array_equal(one[name], two[name]) for name in ("series", "quarter", "area")):
            was, now = (numbers(side["count"]) for side in rows)
            differs = (was != now) & ~(np.isnan(was) & np.isnan(now))
            rows = [{name: column[differs] for name, column in side.items()} for side in rows]
        return self.counts_of(rows[0]), other.counts_of(rows[1])

    def count_rows(self) -> dict[str, Any]:
        """Every row of the statistics as numbers, what is hidden too."""
        return self._rows.arrays("SELECT series, quarter, area, count FROM statistic")

    def counts_of(self, rows: dict[str, Any]) -> pd.DataFrame:
        """`all_counts` of some of `count_rows`."""
        series = self._rows.frame('SELECT indicator, "group" FROM series ORDER BY series')
        quarters, quarter = np.unique(rows["quarter"], return_inverse=True)
        columns = {
            "area": self._areas(rows["area"]),
            "period": _taken([str(quarter_from(int(number))) for number in quarters], quarter),
            "indicator": _taken(series["indicator"], rows["series"]),
            "group": _taken(series["group"], rows["series"]),
        }
        hidden = self._hidden_rows(rows, series)
        return pd.DataFrame(columns | {"number": np.where(hidden, np.nan, numbers(rows["count"])), "hidden": hidden})

    def _hidden_rows(self, rows: dict[str, Any], series: pd.DataFrame) -> Marks:
        """Which rows of the statistics tell a count that is hidden."""
        known = np.array([quarter_number(quarter) for quarter in self._quarters], dtype="int64")
        hidden = np.zeros(len(rows["series"]), dtype=bool)
        for number, (indicator, group) in enumerate(zip(series["indicator"], series["group"], strict=True)):
            if self.hides(group) and (rows["series"] == number).any():
                own = np.flatnonzero((rows["series"] == number) & np.isin(rows["quarter"], known))
                own = own[rows["area"][own] < len(self._mahallas)]
                marks = self._marks(indicator, group).quarters[0]
                hidden[own] = marks[rows["area"][own], np.searchsorted(known, rows["quarter"][own])]
        return hidden

    def all_people(self) -> pd.DataFrame:
        """Every row of the population: area, year, group (categorical), `number`, NaN where not known, `hidden`."""
        rows = self._rows.arrays('SELECT year, area, "group", people FROM population')
        people, hidden = numbers(rows["people"]), np.zeros(len(rows["area"]), dtype=bool)
        for year, group in {*zip(rows["year"].tolist(), rows["group"].tolist(), strict=True)}:
            if self.hides(group):
                own = np.flatnonzero((rows["year"] == year) & (rows["group"] == group))
                own = own[rows["area"][own] < len(self._mahallas)]
                whole = np.full(len(self._mahallas), np.nan)
                whole[rows["area"][own]] = people[own]
                hidden[own] = self._few(whole)[rows["area"][own]]
        columns = {
            "area": self._areas(rows["area"]),
            **{name: pd.Categorical(rows[name]) for name in ("year", "group")},
        }
        return pd.DataFrame(columns | {"number": np.where(hidden, np.nan, people), "hidden": hidden})

    @cached_property
    def places(self) -> list[str]:
        """The code at each position."""
        return [code for (code,) in self._rows.tuples("SELECT code FROM place ORDER BY position")]

    def _areas(self, positions: npt.ArrayLike) -> pd.Categorical:
        return _taken(self.places, positions)


def _taken(values: Sequence[str] | pd.Series, positions: npt.ArrayLike) -> pd.Categorical:
    """The values at these positions, each distinct one kept once."""
    codes, distinct = pd.factorize(np.asarray(values, dtype=object))
    return pd.Categorical.from_codes(codes[np.asarray(positions, dtype=np.int64)], pd.Index(distinct))
