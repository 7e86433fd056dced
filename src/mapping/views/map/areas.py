"""The figures of areas, computed for all areas of a level at once and kept per snapshot.

Every view of the same numbers (a district, the whole region, another division into classes) shares them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.model.levels import DISTRICT_DIGITS, REGION_DIGITS, Level, level_of
from mapping.model.periods import Period
from mapping.model.vocabulary import Group
from mapping.stats.change import compare
from mapping.stats.figures import figures, roll_up, total, with_rate
from mapping.stats.results import plain_risks, smoothed_risks
from mapping.store import Snapshot
from mapping.store.kept import kept

CHANGE_COLUMNS = (
    "count_before",
    "rate_before",
    "difference",
    "rate_difference",
    "ratio",
    "ratio_lo",
    "ratio_hi",
    "label",
)


@kept(most=512)
def area_figures(snapshot: Snapshot, indicator: str, group: Group, period: Period, level: Level) -> pd.DataFrame:
    """Count, people and rate of every area of a level; wider areas are summed from mahallas.

    Of a group whose small counts are hidden there is `hidden` too, and what may be shown is told by the snapshot.
    """
    if snapshot.hides(group):
        return _shown_figures(snapshot, indicator, group, period, level)
    if level is not Level.MAHALLA:
        narrow = area_figures(snapshot, indicator, group, period, Level.MAHALLA)
        return roll_up(narrow, pd.Series(narrow.index.str[: _DIGITS[level]], index=narrow.index))
    counts = snapshot.counts(indicator, group, period.quarters, snapshot.region)
    return figures(counts, snapshot.population(period.year, group, snapshot.region))


def _shown_figures(snapshot: Snapshot, indicator: str, group: Group, period: Period, level: Level) -> pd.DataFrame:
    shown = snapshot.shown(indicator, group, period, level)
    shown = shown[shown.index.str.startswith(snapshot.region)]
    return with_rate(shown, shown["count" if level is Level.MAHALLA else "count_with_people"])


_DIGITS = {Level.REGION: REGION_DIGITS, Level.DISTRICT: DISTRICT_DIGITS}


@kept(most=256)
def risk_figures(snapshot: Snapshot, indicator: str, group: Group, period: Period, level: Level) -> pd.DataFrame:
    """`area_figures` with the relative risks: smoothed for mahallas, plain for wider areas (see `stats.results`)."""
    found = area_figures(snapshot, indicator, group, period, level)
    if level is Level.MAHALLA:
        return found.join(smoothed_risks(judged(found)))
    return found.join(plain_risks(found, average_rate(snapshot, indicator, group, period)))


def judged(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures of mahallas as they may be judged beside each other: none of them where some are hidden.

    What is left of a map without its small counts is no picture of it: zeros and large counts only.
    """
    if "hidden" in figures and figures["hidden"].any():
        return figures.assign(count=np.nan)
    return figures


def average_rate(snapshot: Snapshot, indicator: str, group: Group, period: Period) -> float | None:
    """Cases per person of the region where it does not follow from its areas, some being hidden; else None."""
    if not snapshot.hides(group):
        return None
    row = area_figures(snapshot, indicator, group, period, Level.REGION).loc[[snapshot.region]]
    return float((row["count_with_people"] / row["people"]).iloc[0])


@kept(most=256)
def changes(
    snapshot: Snapshot, indicator: str, group: Group, period: Period, before: Period, level: Level
) -> pd.DataFrame:
    """What `compare` says of every area of a level, told over all of them.

    Wider areas compare only the mahallas that have figures in both periods; codes nest, so a parent is the
    beginning of a code. Of a group a count before that is shown is told also where the present figure is hidden.
    """
    if snapshot.hides(group):
        now, then = (area_figures(snapshot, indicator, group, one, level) for one in (period, before))
        found = compare(now, then) if level is Level.MAHALLA else _compare_shown(now, then)
        without_rate = now["hidden"] | rate_withheld(now)
        return found.assign(count_before=found["count_before"].fillna(then["count"].where(without_rate)))
    now, then = (area_figures(snapshot, indicator, group, one, Level.MAHALLA) for one in (period, before))
    if level is Level.MAHALLA:
        return compare(now, then)
    return compare(now, then, *_places(snapshot, level))


def _compare_shown(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """`compare` of wide areas by the counts that their rates have; where people are not known by their whole counts, if
    every mahalla has a figure in both periods."""
    found = compare(now.assign(count=now["count_with_people"]), then.assign(count=then["count_with_people"]))
    whole = (now["without_figure"] == 0) & (then["without_figure"] == 0)
    counted, without_people = compare(now, then), whole & found["difference"].isna()
    told = ("count_now", "count_before", "difference", "label")
    return found.assign(**{name: found[name].mask(without_people, counted[name]) for name in told})


@kept
def _places(snapshot: Snapshot, level: Level) -> tuple[npt.NDArray[np.int64], pd.Index]:
    """For each mahalla the place of the area of a level that contains it, and the codes of these areas, sorted."""
    mahallas = snapshot.mahallas_of(snapshot.region)
    codes, place = np.unique(mahallas.str[: _DIGITS[level]].to_numpy(dtype=object), return_inverse=True)
    return place.astype(np.int64), pd.Index(codes, name="code")


@kept(most=256)
def change_figures(
    snapshot: Snapshot, indicator: str, group: Group, period: Period, before: Period, level: Level
) -> pd.DataFrame:
    """Figures of a period with those of the period compared with; `value` is the difference of the rates.

    Of a group whose small counts are hidden there is `hidden_before`, of the rate, beside `hidden`.
    """
    change = changes(snapshot, indicator, group, period, before, level)[[*CHANGE_COLUMNS]]
    shown = area_figures(snapshot, indicator, group, period, level)
    if snapshot.hides(group):
        then = area_figures(snapshot, indicator, group, before, level)
        change = change.assign(hidden_before=then["hidden"] | rate_withheld(then))
    return shown.join(change).assign(value=change["rate_difference"])


def rate_withheld(figures: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Of wide areas the rate may be hidden, and the count not: where too many cases are of mahallas without people."""
    if "count_with_people" not in figures:
        return np.zeros(len(figures), dtype=bool)
    counted = figures["count"].notna() & (figures["people"] > 0)
    return (counted & figures["count_with_people"].isna()).to_numpy(dtype=bool)


def rate_is_hidden(row: Mapping[str, Any]) -> bool:
    """Whether there is no rate because small counts are hidden: the area's own, or too many of mahallas without people."""
    if not math.isnan(row["rate"]):
        return False
    return bool(row.get("hidden", False)) or bool(rate_withheld(pd.DataFrame([row]))[0])


def row_of(frame: pd.DataFrame, code: str) -> dict[str, Any]:
    """One area's figures by column."""
    return {str(name): value for name, value in frame.loc[code].to_dict().items()}


@kept(most=256)
def area_change(
    snapshot: Snapshot, indicator: str, group: Group, period: Period, before: Period, area: str
) -> dict[str, Any]:
    """The change of one area; its label is told over all areas of its level (see `compare`)."""
    return row_of(changes(snapshot, indicator, group, period, before, level_of(area)), area)


@kept(most=1024)
def area_figure(snapshot: Snapshot, indicator: str, group: Group, period: Period, area: str) -> dict[str, Any]:
    """The figures of one area: its own, or the sum of the mahallas under it (see `figures`, `roll_up`)."""
    if level_of(area) is Level.MAHALLA or snapshot.hides(group):
        return row_of(area_figures(snapshot, indicator, group, period, level_of(area)), area)
    found = area_figures(snapshot, indicator, group, period, Level.MAHALLA)
    return dict(total(found if area == snapshot.region else found.loc[snapshot.mahallas_of(area)]))


@kept(most=256)
def area_risk(snapshot: Snapshot, indicator: str, group: Group, period: Period, area: str) -> dict[str, Any]:
    """The risk of one area among all of its level (see `risk_figures`)."""
    return row_of(risk_figures(snapshot, indicator, group, period, level_of(area)), area)


@kept(most=256)
def differing(snapshot: Snapshot, indicator: str, group: Group, period: Period) -> tuple[int, int, int]:
    """How many mahallas are above the region's average, how many below, and how many have a risk at all."""
    risks = risk_figures(snapshot, indicator, group, period, Level.MAHALLA)
    up = (risks["rr"] > 1).to_numpy()
    differs = risks["differs"].to_numpy(dtype=bool, na_value=False)
    return int((differs & up).sum()), int((differs & ~up).sum()), int(risks["rr"].notna().sum())


def prepare(snapshot: Snapshot, indicator: str, group: Group, period: Period, area: str) -> None:
    """Compute ahead what the page of a view tells beside the map, so that it is there when it is asked for."""
    for before in (period.previous, period.year_before):
        area_change(snapshot, indicator, group, period, before, area)
    differing(snapshot, indicator, group, period)
    area_risk(snapshot, indicator, group, period, area)
