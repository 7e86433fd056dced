"""What the files of a region say, found straight from them: what every place that shows a view is held against.

None of the product's own arithmetic is used. A figure is a sum of the counts of mahallas; a mahalla that lacks one
quarter of a period has no figure of it; rates are cases over people of the mahallas for which both are known.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.model.levels import DISTRICT_DIGITS, REGION_DIGITS, Level
from mapping.model.periods import Period

Floats = npt.NDArray[np.float64]
PER = 100_000
_DIGITS = {Level.REGION: REGION_DIGITS, Level.DISTRICT: DISTRICT_DIGITS}
_TABLES = ("statistics", "population", "categories", "measures")


class Truth:
    """The tables of a folder with `geo/` and `data/`."""

    def __init__(self, files: Path) -> None:
        self.mahallas = pd.Index(_codes(files / "geo" / "mahallas.geojson"), name="code")
        self.region = _codes(files / "geo" / "region.geojson")[0]
        self._tables = duckdb.connect()
        for table in _TABLES:
            self._tables.execute(
                f"CREATE TABLE {table} AS SELECT * FROM read_csv(?, all_varchar = true, header = true)",
                [str(files / "data" / f"{table}.csv")],
            )

    def areas(self, level: Level) -> pd.Index:
        """The codes of a level, sorted."""
        if level is Level.MAHALLA:
            return self.mahallas
        return pd.Index(sorted(set(self.mahallas.str[: _DIGITS[level]])), name="code")

    @lru_cache(maxsize=64)  # noqa: B019 (a handful of regions, each for the whole run)
    def _cells(self, indicator: str, group: str) -> pd.DataFrame:
        rows = self._tables.execute(
            'SELECT area, period, count::DOUBLE AS count FROM statistics WHERE indicator = ? AND "group" = ?',
            [indicator, group],
        ).df()
        return rows.set_index(["area", "period"])["count"].unstack().reindex(self.mahallas)  # noqa: PD010 (not summed)

    @lru_cache(maxsize=64)  # noqa: B019
    def people(self, year: int, group: str) -> pd.Series:
        """People of each mahalla in a year, else in the nearest year before it, else in the nearest after."""
        known = [
            int(one)
            for (one,) in self._tables.execute(
                'SELECT DISTINCT year FROM population WHERE "group" = ? AND people IS NOT NULL', [group]
            ).fetchall()
        ]
        earlier, later = [one for one in known if one <= year], [one for one in known if one > year]
        if not known:
            return pd.Series(np.nan, index=self.mahallas)
        rows = self._tables.execute(
            'SELECT area, people::DOUBLE AS people FROM population WHERE "group" = ? AND year = ?',
            [group, str(max(earlier) if earlier else min(later))],
        ).df()
        return rows.set_index("area")["people"].reindex(self.mahallas)

    def parts(self, indicator: str, group: str, period: Period) -> pd.DataFrame:
        """Cases by mahalla and quarter of a period, NaN where there is none."""
        return self._cells(indicator, group).reindex(columns=[str(one) for one in period.quarters])

    @lru_cache(maxsize=512)  # noqa: B019
    def figures(self, indicator: str, group: str, period: Period, level: Level) -> pd.DataFrame:
        """`count` (NaN without a figure), and of the mahallas with count and people `cases`, `people` and `rate`."""
        parts = self.parts(indicator, group, period).to_numpy()
        whole = parts.sum(axis=1)
        people = self.people(period.year, group).to_numpy()
        both = np.isfinite(whole) & (people > 0)
        cases, size = np.where(both, whole, np.nan), np.where(both, people, np.nan)
        frame = pd.DataFrame({"count": whole, "cases": cases, "people": size}, index=self.mahallas)
        return _with_rate(frame if level is Level.MAHALLA else self._summed(frame, level))

    def reported(self, indicator: str, group: str, period: Period, level: Level) -> pd.Series:
        """Every case that was reported, also of mahallas that lack a quarter; NaN where nothing was."""
        found = self.parts(indicator, group, period).sum(axis=1, min_count=1)
        return found if level is Level.MAHALLA else self._summed(found.to_frame("count"), level)["count"]

    @lru_cache(maxsize=512)  # noqa: B019
    def difference(self, indicator: str, group: str, period: Period, before: Period, level: Level) -> pd.Series:
        """The rate less the one before, of the mahallas with count and people in both periods."""
        sides = [self.figures(indicator, group, one, Level.MAHALLA) for one in (period, before)]
        both = sides[0]["cases"].notna() & sides[1]["cases"].notna()
        rates = []
        for side in sides:
            kept = side.where(both)[["cases", "people"]]
            summed = kept if level is Level.MAHALLA else self._summed(kept, level)
            rates.append(PER * summed["cases"] / summed["people"])
        return rates[0] - rates[1]

    def compared(self, indicator: str, group: str, period: Period, before: Period, level: Level) -> pd.Series:
        """Whether any mahalla of an area has a count in both periods."""
        sides = [self.figures(indicator, group, one, Level.MAHALLA)["count"].notna() for one in (period, before)]
        both = (sides[0] & sides[1]).astype(float)
        return both > 0 if level is Level.MAHALLA else self._summed(both.to_frame("both"), level)["both"] > 0

    def categories(self, year: int) -> pd.Series:
        """The official category of each mahalla; None without one."""
        rows = self._tables.execute("SELECT area, category FROM categories WHERE year = ?", [str(year)]).df()
        return rows.set_index("area")["category"].reindex(self.mahallas)

    @lru_cache(maxsize=128)  # noqa: B019
    def measures(self, quarter: str, sector: str, agency: str, level: Level) -> pd.DataFrame:
        """`asked`: measures of a quarter that were not cancelled, `done`: those done; of every area, 0 for none."""
        rows = self._tables.execute(
            "SELECT area, count(*) FILTER (status <> 'cancelled') AS asked, count(*) FILTER (status = 'done') AS done "
            "FROM measures WHERE quarter = ? AND (? = '' OR sector = ?) "
            "AND (? = '' OR district_agency = ? OR region_agency = ?) GROUP BY area",
            [quarter, sector, sector, agency, agency, agency],
        ).df()
        found = rows.set_index("area")[["asked", "done"]].reindex(self.mahallas).fillna(0.0)
        return found if level is Level.MAHALLA else self._summed(found, level)

    def _summed(self, frame: pd.DataFrame, level: Level) -> pd.DataFrame:
        above = frame.index.str[: _DIGITS[level]]
        return frame.groupby(above.to_numpy(dtype=object)).sum(min_count=1).rename_axis("code")


def _with_rate(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(rate=PER * frame["cases"] / frame["people"])


def _codes(path: Path) -> list[str]:
    found = json.loads(path.read_text(encoding="utf-8"))
    return sorted(one["properties"]["code"] for one in found["features"])
