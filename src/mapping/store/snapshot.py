"""Reading one snapshot. Every figure given back covers every mahalla asked for: no figure is NaN, never 0.

Small counts of groups are NaN too, wherever figures are read (see `small_cells`): what is computed from them
cannot tell what is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from mapping.model.levels import Level
from mapping.model.locale import Lang
from mapping.model.periods import Period, Quarter
from mapping.model.schemas import ASSIGNMENT, CATEGORY, FACTOR, INDICATOR, MEASURE, TERM, Table
from mapping.model.settings import settings
from mapping.model.vocabulary import Group, TermKind
from mapping.store.counted import Counted
from mapping.store.database import quarter_from
from mapping.store.frames import fill_english_names
from mapping.store.integrity import verify
from mapping.store.manifest import Manifest
from mapping.store.rows import Rows
from mapping.store.scope import WHOLE, Scope, scope_mark
from mapping.store.shelf import AREAS, DATABASE, snapshot_folder
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
        self._rows = Rows(folder / DATABASE)

    def close(self) -> None:
        """Let go of the database file; nothing can be read afterwards. Done as well when nobody holds the snapshot."""
        self._rows.close()

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
    def day(self) -> date:
        """The day on which every measure is judged: that of the figures; of the last report, where work lies over them and that is later."""
        worked()
        return self.as_of

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
        return fill_english_names(self._rows.typed(INDICATOR, "ORDER BY rowid")).set_index("code")

    def terms(self, kind: TermKind) -> pd.DataFrame:
        """Entries of an open list indexed by code, in file order: names in four languages."""
        frame = self._terms
        return frame[frame["kind"] == kind].drop(columns="kind").set_index("code")

    @cached_property
    def _terms(self) -> pd.DataFrame:
        return fill_english_names(self._rows.typed(TERM, "ORDER BY rowid"))

    @cached_property
    def quarters(self) -> list[Quarter]:
        """Quarters with at least one figure, the earliest first."""
        rows = self._rows.tuples("SELECT DISTINCT quarter FROM statistic WHERE count IS NOT NULL ORDER BY quarter")
        return [quarter_from(number) for (number,) in rows]

    def groups(self, indicator: str) -> list[Group]:
        """Groups for which the indicator has rows, in the order of `Group`. Raises KeyError."""
        self._must_count(indicator)
        return [group for group in Group if (indicator, group.value) in self._counted.series]

    def quarters_told(self, indicator: str) -> list[Quarter]:
        """The quarters in which the indicator has a figure of all people, the earliest first. Raises KeyError."""
        self._must_count(indicator)
        return self._told.get(indicator, [])

    @cached_property
    def _told(self) -> dict[str, list[Quarter]]:
        rows = self._rows.tuples(
            "SELECT indicator, quarter FROM (SELECT DISTINCT series, quarter FROM statistic WHERE count IS NOT NULL) "
            "JOIN series USING (series) WHERE \"group\" = 'all' ORDER BY quarter"
        )
        found: dict[str, list[Quarter]] = {}
        for indicator, number in rows:
            found.setdefault(indicator, []).append(quarter_from(number))
        return found

    def _must_count(self, indicator: str) -> None:
        if indicator not in self.indicators.index:
            raise KeyError(f"no indicator has the code {indicator!r} in snapshot {self.id}")

    @cached_property
    def years_with_categories(self) -> list[int]:
        """Years for which official categories were given, the earliest first."""
        return [year for (year,) in self._rows.tuples("SELECT DISTINCT year FROM category ORDER BY year")]

    # Figures

    @cached_property
    def _counted(self) -> Counted:
        totals = {str(code): str(total or "") for code, total in self.indicators["part_of"].items()}
        return Counted(self._rows, self._mahallas, totals, self.quarters, self.smallest)

    def counts(self, indicator: str, group: Group, quarters: Sequence[Quarter], area: str) -> pd.DataFrame:
        """Cases per mahalla (rows: every mahalla under the area, sorted) and quarter (columns, as `2025Q4`).

        float64; NaN where there is no figure, also for quarters and groups without any.
        Raises KeyError for an unknown indicator or area.
        """
        self._must_count(indicator)
        first, end = self._range(area)
        counts = self._counted.counts(indicator, group, quarters, first, end)
        return pd.DataFrame(counts, index=self._mahallas[first:end], columns=[str(quarter) for quarter in quarters])

    def hides(self, group: str) -> bool:
        """Whether small counts of the group are hidden."""
        return self._counted.hides(group)

    def shown(self, indicator: str, group: Group, period: Period, level: Level) -> pd.DataFrame:
        """What may be shown of a group's counts in a period, for all areas of a level (see `Series.of_period`).

        Raises KeyError for an unknown indicator.
        """
        self._must_count(indicator)
        people = self._counted.people(period.year, group)
        return self._counted.shown(indicator, group, period, level, people)

    @property
    def has_population(self) -> bool:
        """Whether the people of any mahalla are known in any year."""
        return bool(self._counted.population_years)

    def population_year(self, year: int, group: Group) -> int | None:
        """The year whose people stand for `year`: itself, else the nearest earlier, else the nearest later one
        with figures for the group; None when there is none."""
        return self._counted.population_year(year, group)

    def population(self, year: int, group: Group, area: str) -> pd.Series:
        """People per mahalla (every mahalla under the area, sorted), float64; NaN where not known.

        A year without figures is answered by `population_year`. Raises KeyError for an unknown area.
        """
        first, end = self._range(area)
        people = self._counted.people(year, group)[first:end]
        return pd.Series(people, index=self._mahallas[first:end], name="population")

    # Whole tables, to be compared with those of another snapshot

    @property
    def all_counts(self) -> pd.DataFrame:
        """Every row of the statistics: area, period, indicator, group (categorical), `number`, NaN for no figure, `hidden`."""
        return self._counted.all_counts()

    def counts_unlike(self, other: Snapshot) -> tuple[pd.DataFrame, pd.DataFrame]:
        """`all_counts` of both, as far as these may differ: without most of the rows that are alike."""
        return self._counted.counts_unlike(other._counted)

    @property
    def all_people(self) -> pd.DataFrame:
        """Every row of the population: area, year, group (categorical), `number`, NaN where not known, `hidden`."""
        return self._counted.all_people()

    def table(self, name: str) -> pa.Table:
        """A table of the file as it stands, its rows in their order."""
        return self._rows.table(name)

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
        return self._rows.typed(
            ASSIGNMENT, "WHERE area IN (SELECT unnest(?::VARCHAR[])) ORDER BY area, rowid", [wanted]
        )

    # What did not meet

    @cached_property
    def unplaced(self) -> pd.DataFrame:
        """table, area, rows: figures whose code is no area's; kept here, part of no sum."""
        return self._rows.frame("SELECT * FROM unplaced ORDER BY rowid").astype({"table": "str", "area": "str"})

    @cached_property
    def without_figures(self) -> pd.DataFrame:
        """table, area: mahallas without any value in the statistics, the population or the categories."""
        return self._rows.frame("SELECT * FROM without_figures ORDER BY rowid").astype({"table": "str", "area": "str"})

    def _under(self, table: Table, area: str, *, order: str, where: dict[str, Any] | None = None) -> pd.DataFrame:
        """Rows of the mahallas under an area. Codes that are no area's are left out: they belong to `unplaced`."""
        self._must_know(area)
        given = {column: value for column, value in (where or {}).items() if value is not None}
        conditions = "".join(f' AND "{column}" = ?' for column in given)
        known = 'area NOT IN (SELECT area FROM unplaced WHERE "table" = ?)'
        tail = f"WHERE area >= ? AND area < ? AND {known}{conditions} ORDER BY {order}"
        return self._rows.typed(table, tail, [area, area + ":", table.name, *given.values()])
