"""The gaps of a snapshot by quarter, found once per process; every page, the map and every file read the same ones."""

from __future__ import annotations

import pandas as pd

from mapping.measures.gaps import CONCERNED, Situation, find_gaps
from mapping.measures.progress import with_silence, with_state
from mapping.model.levels import Level
from mapping.model.periods import Period, Quarter
from mapping.model.vocabulary import Group
from mapping.stats.excess import above_usual
from mapping.store import Snapshot
from mapping.store.kept import kept

TOTAL = "crime_total"


@kept
def all_measures(snapshot: Snapshot) -> pd.DataFrame:
    """Every measure of the snapshot's region as it stands on the snapshot's `day`; not to be changed."""
    measures = snapshot.measures(snapshot.region)
    stated = with_state(measures, snapshot.day)
    if "silence" not in measures:
        return with_silence(stated, 0, snapshot.day)
    return with_silence(stated, measures["silence"].to_numpy(), snapshot.day).drop(columns=["awaits", "silence"])


@kept(most=128)
def measures_under(snapshot: Snapshot, area: str, quarter: str = "") -> pd.DataFrame:
    """The measures of the mahallas under an area, of one quarter or of all; not to be changed."""
    measures = all_measures(snapshot)
    here = measures["area"].str.startswith(area)
    return measures[here & (measures["quarter"].astype("str") == quarter) if quarter else here]


@kept
def all_assignments(snapshot: Snapshot) -> pd.DataFrame:
    """area, agency, post of every area of the snapshot; not to be changed."""
    return snapshot.assignments(snapshot.areas.index)


@kept
def measure_quarters(snapshot: Snapshot) -> list[Quarter]:
    """The quarters that have measures, the earliest first."""
    return sorted(Quarter.parse(str(one)) for one in all_measures(snapshot)["quarter"].unique())


@kept(most=32)
def situation(snapshot: Snapshot, quarter: Quarter) -> Situation:
    """What the rules of gaps look at. Crimes are those of everyone in the year before, a mahalla's known quarters."""
    year = quarter.year - 1
    factors = snapshot.factors(snapshot.region)
    return Situation(
        quarter=quarter,
        crimes=_crimes(snapshot, Group.ALL, year),
        measures=all_measures(snapshot),
        factors=factors.loc[factors["year"] == year, ["area", "factor", "cases"]],
        above_usual=_above_usual(snapshot, year),
        categories=snapshot.categories(snapshot.region),
        assignments=all_assignments(snapshot),
    )


@kept(most=32)
def gaps(snapshot: Snapshot, quarter: Quarter) -> pd.DataFrame:
    """rule, area, measure, details of every gap of the region; not to be changed."""
    return find_gaps(situation(snapshot, quarter))


@kept(most=128)
def gaps_under(snapshot: Snapshot, area: str, quarter: Quarter) -> pd.DataFrame:
    """The gaps told of an area or of any area within it."""
    rows = gaps(snapshot, quarter)
    return rows[rows["area"].str.startswith(area)].reset_index(drop=True)


def total_indicator(snapshot: Snapshot) -> str:
    """The indicator that counts all crimes: `crime_total`, else the snapshot's first."""
    return TOTAL if TOTAL in snapshot.indicators.index else str(snapshot.indicators.index[0])


def _crimes(snapshot: Snapshot, group: Group, year: int) -> pd.Series[float]:
    if snapshot.hides(group):  # a hidden count is looked at too, and is never told to be above what is usual
        shown = _shown(snapshot, group, year, Level.MAHALLA)
        counts = shown["count"].mask(shown["hidden"], 0.0)
        return counts.loc[snapshot.mahallas_of(snapshot.region)].rename("crimes")
    quarterly = snapshot.counts(total_indicator(snapshot), group, Period.parse(str(year)).quarters, snapshot.region)
    return quarterly.sum(axis=1, min_count=1).rename("crimes")


def _shown(snapshot: Snapshot, group: Group, year: int, level: Level) -> pd.DataFrame:
    return snapshot.shown(total_indicator(snapshot), group, Period.parse(str(year)), level)


def _average(snapshot: Snapshot, group: Group, year: int) -> float | None:
    """Cases of the group per person in the region, where it does not follow from the mahallas."""
    if not snapshot.hides(group):
        return None
    region = _shown(snapshot, group, year, Level.REGION).loc[[snapshot.region]]
    return float((region["count_with_people"] / region["people"]).iloc[0])


def _above_usual(snapshot: Snapshot, year: int) -> pd.DataFrame:
    """area, group, count, expected where crime by a group was above what is usual (`risk.excess`)."""
    found = []
    for group in CONCERNED:
        people = snapshot.population(year, group, snapshot.region)
        judged = above_usual(_crimes(snapshot, group, year), people, average=_average(snapshot, group, year))
        rows = judged.loc[judged["above"], ["count", "expected"]]
        found.append(rows.rename_axis("area").reset_index().assign(group=group.value))
    return pd.concat(found, ignore_index=True)[["area", "group", "count", "expected"]]
