"""Reading one snapshot. Every figure given back covers every mahalla asked for: no figure is NaN, never 0.

Small counts of groups are NaN too, wherever figures are read (see `small_cells`): what is computed from them
cannot tell what is hidden.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import finalize

import duckdb
import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from mapping.model.levels import Level
from mapping.model.locale import Lang
from mapping.model.periods import Period, Quarter
from mapping.model.schemas import ASSIGNMENT, CATEGORY, FACTOR, INDICATOR, MEASURE, TERM, Table
from mapping.model.settings import settings
from mapping.model.vocabulary import Group, TermKind
from mapping.store.database import connect_read_only, quarter_from, quarter_number
from mapping.store.frames import fill_english_names, typed
from mapping.store.integrity import verify
from mapping.store.manifest import Manifest
from mapping.store.scope import WHOLE, Scope, scope_mark
from mapping.store.shelf import AREAS, DATABASE, snapshot_folder
from mapping.store.shown import Places, Series
from mapping.store.small_cells import Hidden, Marks, hidden_cells
from mapping.store.worked import worked

_AREA_COLUMNS = ["code", "parent", "level", "name_uz_latn", "name_uz_cyrl", "name_ru", "name_en"]


def open_snapshot(home: Path, snapshot_id: str | None = None) -> Snapshot:
    """Open a snapshot for reading, None being the current one. Raises NoSnapshot; Damaged when a file was changed."""
    folder = snapshot_folder(home, snapshot_id)
    manifest = verify(home, folder.name)
    return Snapshot(folder, manifest, smallest=settings().smallest_count)


class Snapshot:
    """One published state, immutable. Safe to share between threads; keep one per snapshot id.

    `smallest`: counts of groups from 1 to below it are hidden; at 1 none is. `scope`: the areas of which anything is there. `home`: where it
    was published, by default where its folder lies.
    """

    def __init__(
        self, folder: Path, manifest: Manifest, smallest: int, scope: Scope = WHOLE, home: Path | None = None
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.smallest = smallest
        self.scope = scope
        self.home = home or folder.parent
        self.results: dict[Callable[..., Any], Any] = {}  # see `kept`
        self._hidden: dict[tuple[str, str], Hidden] = {}
        self._hiding = threading.Lock()
        self._connection = connect_read_only(folder / DATABASE)
        self._local = threading.local()
        self._let_go = finalize(self, self._connection.close)

    def close(self) -> None:
        """Let go of the database file; nothing can be read afterwards. Done as well when nobody holds the snapshot."""
        self._let_go()

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def served(self) -> str:
        """How addresses name it: the id, and for a part of it of which areas. What is there never changes at its address."""
        return self.id if self.scope == WHOLE else f"{self.id}~{scope_mark(self.scope)}"

    @property
    def figures(self) -> Snapshot:
        """What was published: itself; another where work lies over it (`live.view`)."""
        return self

    @property
    def seq(self) -> int:
        """The number of the last report that its measures hold."""
        worked()
        return self.manifest.seq

    @property
    def address(self) -> str:
        """What it is called in addresses of what follows from its measures too, not from figures alone."""
        worked()
        return self.served

    @property
    def as_of(self) -> date:
        """The day the figures stand at."""
        return self.manifest.as_of

    @property
    def demonstration(self) -> bool:
        """Whether the figures are invented."""
        return self.manifest.demonstration

    @property
    def region(self) -> str:
        """Code of the region shown first."""
        return self.manifest.region

    def title(self, lang: Lang) -> str:
        """The dataset's title in a language."""
        return self.manifest.title_in(lang)

    # Areas

    @cached_property
    def areas(self) -> pd.DataFrame:
        """Every area, indexed by code and sorted by it: parent, level, and the name in four languages."""
        frame = pq.read_table(self.folder / AREAS, columns=_AREA_COLUMNS).to_pandas(ignore_metadata=True)
        return fill_english_names(frame.astype("str").set_index("code").sort_index())

    @cached_property
    def _mahallas(self) -> pd.Index:
        areas = self.areas
        return areas.index[areas["level"] == Level.MAHALLA]

    def children(self, code: str) -> pd.DataFrame:
        """The areas directly inside this one; without rows for a mahalla. Raises KeyError for an unknown code."""
        self._must_know(code)
        return self.areas[self.areas["parent"] == code]

    def mahallas_of(self, code: str) -> pd.Index:
        """Codes of all mahallas inside an area, sorted; a mahalla's own code for a mahalla. Raises KeyError."""
        return self._mahallas[slice(*self._range(code))]

    def geometry(self, level: Level) -> gpd.GeoDataFrame:
        """code and geometry (WGS 84, as published) of every area of a level, sorted by code."""
        frame = gpd.read_parquet(
            self.folder / AREAS, columns=["code", "geometry"], filters=[("level", "==", str(level))]
        )
        return frame.sort_values("code").reset_index(drop=True)

    def _must_know(self, code: str) -> None:
        if code not in self.areas.index:
            raise KeyError(f"no area has the code {code!r} in snapshot {self.id}")

    def _range(self, code: str) -> tuple[int, int]:
        """First position and the one after the last of the mahallas under an area: codes nest, so they lie together."""
        self._must_know(code)
        if self.areas.loc[code, "level"] == Level.MAHALLA:
            position = int(self._mahallas.searchsorted(code))
            return position, position + 1
        first, end = self._mahallas.searchsorted([code, code + ":"])  # ":" follows "9"
        return int(first), int(end)

    # Lists

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """Indicators indexed by code, in file order, with the columns of schemas.INDICATOR."""
        return fill_english_names(self._table(INDICATOR, "ORDER BY rowid")).set_index("code")

    def terms(self, kind: TermKind) -> pd.DataFrame:
        """Entries of an open list indexed by code, in file order: names in four languages."""
        frame = self._terms
        return frame[frame["kind"] == kind].drop(columns="kind").set_index("code")

    @cached_property
    def _terms(self) -> pd.DataFrame:
        return fill_english_names(self._table(TERM, "ORDER BY rowid"))

    @cached_property
    def quarters(self) -> list[Quarter]:
        """Quarters with at least one figure, the earliest first."""
        rows = self._rows("SELECT DISTINCT quarter FROM statistic WHERE count IS NOT NULL ORDER BY quarter")
        return [quarter_from(number) for (number,) in rows]

    @cached_property
    def _series(self) -> dict[tuple[str, str], int]:
        return {
            (indicator, group): number
            for number, indicator, group in self._rows('SELECT series, indicator, "group" FROM series')
        }

    def groups(self, indicator: str) -> list[Group]:
        """Groups for which the indicator has rows, in the order of `Group`. Raises KeyError."""
        self._must_count(indicator)
        return [group for group in Group if (indicator, group.value) in self._series]

    def quarters_told(self, indicator: str) -> list[Quarter]:
        """The quarters in which the indicator has a figure of all people, the earliest first. Raises KeyError."""
        self._must_count(indicator)
        return self._told.get(indicator, [])

    @cached_property
    def _told(self) -> dict[str, list[Quarter]]:
        rows = self._rows(
            "SELECT indicator, quarter FROM (SELECT DISTINCT series, quarter FROM statistic WHERE count IS NOT NULL) "
            "JOIN series USING (series) WHERE \"group\" = 'all' ORDER BY quarter"
        )
        found: dict[str, list[Quarter]] = {}
        for indicator, number in rows:
            found.setdefault(indicator, []).append(quarter_from(number))
        return found

    @property
    def has_population(self) -> bool:
        """Whether the people of any mahalla are known in any year."""
        return bool(self._population_years)

    def _must_count(self, indicator: str) -> None:
        if indicator not in self.indicators.index:
            raise KeyError(f"no indicator has the code {indicator!r} in snapshot {self.id}")

    @cached_property
    def years_with_categories(self) -> list[int]:
        """Years for which official categories were given, the earliest first."""
        return [year for (year,) in self._rows("SELECT DISTINCT year FROM category ORDER BY year")]

    # Figures

    def counts(self, indicator: str, group: Group, quarters: Sequence[Quarter], area: str) -> pd.DataFrame:
        """Cases per mahalla (rows: every mahalla under the area, sorted) and quarter (columns, as `2025Q4`).

        float64; NaN where there is no figure, also for quarters and groups without any.
        Raises KeyError for an unknown indicator or area.
        """
        self._must_count(indicator)
        first, end = self._range(area)
        found = self._counts(indicator, group, quarters, first, end)
        if self.hides(group):
            known = {str(quarter): place for place, quarter in enumerate(self.quarters)}
            marks = self._marks(indicator, group).quarters[0][first:end]
            for column, quarter in enumerate(quarters):
                if str(quarter) in known:
                    found[marks[:, known[str(quarter)]], column] = np.nan
        return pd.DataFrame(found, index=self._mahallas[first:end], columns=[str(quarter) for quarter in quarters])

    def _counts(
        self, indicator: str, group: str, quarters: Sequence[Quarter], first: int, end: int
    ) -> npt.NDArray[np.float64]:
        """As given, mahalla × quarter."""
        numbers = np.array([quarter_number(quarter) for quarter in quarters], dtype="int64")
        found = np.full((end - first, len(numbers)), np.nan)
        series = self._series.get((indicator, str(group)))
        if series is not None and len(numbers):
            self._fill_counts(found, series=series, numbers=numbers, first=first, end=end)
        return found

    def _fill_counts(self, found: np.ndarray, *, series: int, numbers: np.ndarray, first: int, end: int) -> None:
        rows = self._arrays(
            "SELECT quarter, area, count FROM statistic WHERE series = ? AND quarter BETWEEN ? AND ? "
            "AND area >= ? AND area < ? AND count IS NOT NULL",
            [series, int(numbers.min()), int(numbers.max()), first, end],
        )
        for column, number in enumerate(numbers):
            here = rows["quarter"] == number
            found[rows["area"][here] - first, column] = rows["count"][here]

    # Small counts of groups

    def hides(self, group: str) -> bool:
        """Whether small counts of the group are hidden."""
        return group != Group.ALL and self.smallest > 1

    def shown(self, indicator: str, group: Group, period: Period, level: Level) -> pd.DataFrame:
        """What may be shown of a group's counts in a period, for all areas of a level (see `Series.of_period`).

        Raises KeyError for an unknown indicator.
        """
        self._must_count(indicator)
        counts = self._counts(indicator, group, self.quarters, 0, len(self._mahallas))
        people = self._people(period.year, group)
        series = Series(self._placed, self.quarters, counts, self._marks(indicator, group), self.smallest)
        return series.of_period(period, level, people)

    @cached_property
    def _placed(self) -> Places:
        return Places.of(self._mahallas)

    def _marks(self, indicator: str, group: str) -> Hidden:
        """What is hidden of an indicator, found once for all that add up with it."""
        key = (indicator, str(group))
        with self._hiding:
            if key not in self._hidden:
                total, kinds = self._adding_up(indicator, group)
                self._hidden |= self._found(total, kinds, group)
            return self._hidden[key]

    def _found(self, total: str, kinds: list[str], group: str) -> dict[tuple[str, str], Hidden]:
        size, years = len(self._mahallas), [quarter.year for quarter in self.quarters]
        parts = [self._counts(kind, group, self.quarters, 0, size) for kind in kinds]
        detail = np.stack(parts, axis=2) if parts else np.empty((size, len(years), 0))
        whole = self._counts(total, group, self.quarters, 0, size)
        of_total, of_kinds = hidden_cells(whole, detail, years, self._placed.nest, self.smallest)
        return {(total, str(group)): of_total, **{(kind, str(group)): of_kinds for kind in kinds}}

    def _adding_up(self, indicator: str, group: str) -> tuple[str, list[str]]:
        """The total that an indicator belongs to, and its kinds with figures of the group, of any depth."""
        above = {str(code): str(total or "") for code, total in self.indicators["part_of"].items()}
        roots = {code: self._root(code, above) for code in above}
        root = roots[indicator]
        kinds = [code for code, one in roots.items() if one == root != code and (code, str(group)) in self._series]
        if (root, str(group)) not in self._series or len(kinds) < 2:
            return indicator, []
        return root, kinds

    @staticmethod
    def _root(code: str, above: dict[str, str]) -> str:
        while above.get(code):
            code = above[code]
        return code

    def population_year(self, year: int, group: Group) -> int | None:
        """The year whose people stand for `year`: itself, else the nearest earlier, else the nearest later one
        with figures for the group; None when there is none."""
        years = self._population_years.get(str(group), [])
        earlier = [one for one in years if one <= year]
        return earlier[-1] if earlier else next(iter(years), None)

    @cached_property
    def _population_years(self) -> dict[str, list[int]]:
        rows = self._rows('SELECT DISTINCT "group", year FROM population WHERE people IS NOT NULL ORDER BY year')
        found: dict[str, list[int]] = {}
        for group, year in rows:
            found.setdefault(group, []).append(year)
        return found

    def population(self, year: int, group: Group, area: str) -> pd.Series:
        """People per mahalla (every mahalla under the area, sorted), float64; NaN where not known.

        A year without figures is answered by `population_year`. Raises KeyError for an unknown area.
        """
        first, end = self._range(area)
        found = self._people(year, group)[first:end]
        return pd.Series(found, index=self._mahallas[first:end], name="population")

    def _people(self, year: int, group: Group) -> npt.NDArray[np.float64]:
        """People of every mahalla, small numbers of a group hidden."""
        found = np.full(len(self._mahallas), np.nan)
        known = self.population_year(year, group)
        if known is not None:
            rows = self._arrays(
                'SELECT area, people FROM population WHERE year = ? AND "group" = ? AND people IS NOT NULL',
                [known, str(group)],
            )
            found[rows["area"]] = rows["people"]
            if self.hides(group):
                found[self._few(found)] = np.nan
        return found

    def _few(self, people: npt.NDArray[np.float64]) -> Marks:
        """Which numbers of people are hidden, as counts of a single quarter are."""
        none = np.empty((len(people), 1, 0))
        hidden, _ = hidden_cells(people[:, None], none, [0], self._placed.nest, self.smallest)
        return hidden.quarters[0][:, 0]

    # Whole tables, to be compared with those of another snapshot

    @property
    def all_counts(self) -> pd.DataFrame:
        """Every row of the statistics: area, period, indicator, group (categorical), `number`, NaN for no figure, `hidden`."""
        rows = self._arrays("SELECT series, quarter, area, count FROM statistic")
        series = self._frame('SELECT indicator, "group" FROM series ORDER BY series')
        quarters, quarter = np.unique(rows["quarter"], return_inverse=True)
        written = [str(quarter_from(int(one))) for one in quarters]
        hidden = self._hidden_rows(rows, series)
        columns = {
            "area": _taken(self._places, rows["area"]),
            "period": _taken(written, quarter),
            "indicator": _taken(series["indicator"], rows["series"]),
            "group": _taken(series["group"], rows["series"]),
        }
        numbers = np.where(hidden, np.nan, _numbers(rows["count"]))
        return pd.DataFrame(columns | {"number": numbers, "hidden": hidden})

    def _hidden_rows(self, rows: dict[str, Any], series: pd.DataFrame) -> Marks:
        """Which rows of the statistics tell a count that is hidden."""
        known = np.array([quarter_number(quarter) for quarter in self.quarters], dtype="int64")
        found = np.zeros(len(rows["series"]), dtype=bool)
        for number, (indicator, group) in enumerate(zip(series["indicator"], series["group"], strict=True)):
            if self.hides(group):
                own = np.flatnonzero((rows["series"] == number) & np.isin(rows["quarter"], known))
                own = own[rows["area"][own] < len(self._mahallas)]
                marks = self._marks(indicator, group).quarters[0]
                found[own] = marks[rows["area"][own], np.searchsorted(known, rows["quarter"][own])]
        return found

    @property
    def all_people(self) -> pd.DataFrame:
        """Every row of the population: area, year, group (categorical), `number`, NaN where not known, `hidden`."""
        rows = self._arrays('SELECT year, area, "group", people FROM population')
        named = {name: pd.Categorical(rows[name]) for name in ("year", "group")}
        numbers, hidden = _numbers(rows["people"]), np.zeros(len(rows["area"]), dtype=bool)
        for year, group in {*zip(rows["year"].tolist(), rows["group"].tolist(), strict=True)}:
            if self.hides(group):
                own = np.flatnonzero((rows["year"] == year) & (rows["group"] == group))
                own = own[rows["area"][own] < len(self._mahallas)]
                whole = np.full(len(self._mahallas), np.nan)
                whole[rows["area"][own]] = numbers[own]
                hidden[own] = self._few(whole)[rows["area"][own]]
        columns = {"area": _taken(self._places, rows["area"]), **named}
        return pd.DataFrame(columns | {"number": np.where(hidden, np.nan, numbers), "hidden": hidden})

    @property
    def _places(self) -> list[str]:
        return [code for (code,) in self._rows("SELECT code FROM place ORDER BY position")]

    # Categories, factors, measures, assignments

    def categories(self, area: str, year: int | None = None) -> pd.DataFrame:
        """area, year, category of the mahallas under an area that have one, by area and year. Raises KeyError."""
        return self._under(CATEGORY, area, order="area, year", where={"year": year})

    def factors(self, area: str) -> pd.DataFrame:
        """area, year, factor, cases of the mahallas under an area, by area and year. Raises KeyError."""
        return self._under(FACTOR, area, order="area, year, rowid")

    def measures(
        self, area: str, quarter: Quarter | None = None, columns: Sequence[str] = tuple(MEASURE.names)
    ) -> pd.DataFrame:
        """Measures of the mahallas under an area, of any level, with columns of schemas.MEASURE, all or some.

        Sorted by area, then as in the file; `deadline` and `done_on` are datetime64[s], missing NaT.
        Raises KeyError for an unknown area.
        """
        worked()
        written = None if quarter is None else str(quarter)
        table = replace(MEASURE, columns=tuple(one for one in MEASURE.columns if one.name in columns))
        return self._under(table, area, order="area, rowid", where={"quarter": written})

    def assignments(self, codes: Iterable[str]) -> pd.DataFrame:
        """area, agency, post assigned to exactly these areas, whatever their level, sorted by area."""
        wanted = list(codes)
        return self._table(ASSIGNMENT, "WHERE area IN (SELECT unnest(?::VARCHAR[])) ORDER BY area, rowid", [wanted])

    # What did not meet

    @cached_property
    def unplaced(self) -> pd.DataFrame:
        """table, area, rows: figures whose code is no area's; kept here, part of no sum."""
        return self._frame("SELECT * FROM unplaced ORDER BY rowid").astype({"table": "str", "area": "str"})

    @cached_property
    def without_figures(self) -> pd.DataFrame:
        """table, area: mahallas without any value in the statistics, the population or the categories."""
        return self._frame("SELECT * FROM without_figures ORDER BY rowid").astype({"table": "str", "area": "str"})

    def _under(self, table: Table, area: str, *, order: str, where: dict[str, Any] | None = None) -> pd.DataFrame:
        """Rows of the mahallas under an area. Codes that are no area's are left out: they belong to `unplaced`."""
        self._must_know(area)
        given = {column: value for column, value in (where or {}).items() if value is not None}
        conditions = "".join(f' AND "{column}" = ?' for column in given)
        known = 'area NOT IN (SELECT area FROM unplaced WHERE "table" = ?)'
        tail = f"WHERE area >= ? AND area < ? AND {known}{conditions} ORDER BY {order}"
        return self._table(table, tail, [area, area + ":", table.name, *given.values()])

    # Access

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of this thread's own: one connection must not run two queries at once."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
        return cursor

    def table(self, name: str) -> pa.Table:
        """A table of the file as it stands, its rows in their order."""
        found: pa.Table = self._cursor().sql(f'SELECT * FROM "{name}" ORDER BY rowid').to_arrow_table()  # noqa: S608 (names of ours)
        return found

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._cursor().execute(sql).fetchall()

    def _arrays(self, sql: str, values: Sequence[Any] = ()) -> dict[str, Any]:
        return self._cursor().execute(sql, values).fetchnumpy()

    def _frame(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        return self._cursor().execute(sql, values).df()

    def _table(self, table: Table, tail: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        columns = ", ".join(f'"{name}"' for name in table.names)
        return typed(self._frame(f'SELECT {columns} FROM "{table.name}" {tail}', values), table)  # noqa: S608


def _taken(values: Sequence[str] | pd.Series, positions: npt.ArrayLike) -> pd.Categorical:
    """The values at these positions, each distinct one kept once."""
    codes, distinct = pd.factorize(np.asarray(values, dtype=object))
    return pd.Categorical.from_codes(codes[np.asarray(positions, dtype=np.int64)], pd.Index(distinct))


def _numbers(counts: np.ma.MaskedArray) -> npt.NDArray[np.float64]:
    return np.ma.filled(counts.astype(np.float64), np.nan)
