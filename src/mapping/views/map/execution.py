"""Execution on the map: measures done and overdue, measures without an owner, and gaps, of every area of a level."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.measures.gaps.no_owner import ANSWERS, without_owner
from mapping.measures.progress import Count, State, asked, counted_as
from mapping.measures.rollup import By, roll_up
from mapping.model.levels import DISTRICT_DIGITS, Level
from mapping.model.periods import Quarter
from mapping.model.selection import DEFAULT_SILENT, Value
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.oversight.situation import gaps, measures_under


@kept(most=128)
def execution_figures(
    snapshot: Snapshot,
    value: Value,
    quarter: Quarter,
    sector: str,
    agency: str,
    level: Level,
    silent: int = DEFAULT_SILENT,
) -> pd.DataFrame:
    """`count`, `asked`, `cancelled`, `share` and `value` by area, sorted: measures of the quarter, of a sector and agency if not empty.

    `count` are those done, overdue, reported done and not confirmed, returned, without a report for `silent` days, or without an owner at some level, or the gaps of the quarter (of any sector and
    agency); `asked` are all that were not `cancelled`, `share` is the per cent of these. What is coloured is the share of
    those done, else the count. An area without measures has no figure: none planned is not none done.
    """
    codes = _codes(snapshot, level)
    if value is Value.GAPS:
        counts = _gap_counts(snapshot, quarter, level).reindex(codes, fill_value=0).astype("float64")
        return pd.DataFrame({"count": counts, "value": counts}, index=codes)
    by = By.MAHALLA if level is Level.MAHALLA else By.DISTRICT
    measures = _chosen(snapshot, quarter, sector, agency)
    rolled = roll_up(measures, by, codes).reindex(codes).astype("float64")
    all_asked = rolled["asked"].replace(0, np.nan)
    counted = (
        _counted(measures, by, value, silent).reindex(codes, fill_value=0).astype("float64").where(all_asked.notna())
    )
    share = 100 * counted / all_asked
    return pd.DataFrame(
        {
            "count": counted,
            "asked": all_asked,
            "cancelled": rolled[State.CANCELLED.value],
            "share": share,
            "value": share if value is Value.DONE else counted,
        }
    )


def _codes(snapshot: Snapshot, level: Level) -> pd.Index:
    return snapshot.mahallas_of(snapshot.region) if level is Level.MAHALLA else snapshot.children(snapshot.region).index


def _chosen(snapshot: Snapshot, quarter: Quarter, sector: str, agency: str) -> pd.DataFrame:
    measures = measures_under(snapshot, snapshot.region, str(quarter))
    kept = pd.Series(data=True, index=measures.index)
    if sector:
        kept &= measures["sector"] == sector
    if agency:
        kept &= (measures["district_agency"] == agency) | (measures["region_agency"] == agency)
    return measures[kept]


def _counted(measures: pd.DataFrame, by: By, value: Value, silent: int) -> pd.Series:
    """How many measures of each area are what the value counts."""
    if value is Value.DONE:
        return roll_up(measures, by)["done"]
    if value is not Value.UNOWNED:
        return roll_up(measures[counted_as(measures, Count(value), silent)], by)["total"]
    kept = asked(measures)
    alone = np.logical_or.reduce([without_owner(kept, one).to_numpy() for one in ANSWERS])
    return roll_up(kept[alone], by)["total"]


def _gap_counts(snapshot: Snapshot, quarter: Quarter, level: Level) -> pd.Series:
    """Gaps told of each mahalla, or of each district and the mahallas in it."""
    places = gaps(snapshot, quarter)["area"]
    return places.value_counts() if level is Level.MAHALLA else places.str[:DISTRICT_DIGITS].value_counts()
