"""What a meeting is told of one area in a minute: five figures, three places that need attention, what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from mapping.measures.ownership import years_in_red
from mapping.model.levels import Level
from mapping.model.periods import Period
from mapping.model.vocabulary import Category, Group
from mapping.stats.change import Change
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.map.areas import area_change, area_figure, area_risk, change_figures, rate_is_hidden, risk_figures
from mapping.views.oversight.situation import gaps_under
from mapping.views.oversight.tallies import categories_under, counted_under

MOST_FIGURES = 5
MOST_ATTENTION = 3
NO_MEASURE = "no_measure"  # the rule of gaps: crime last year, nothing planned this quarter


class Reason(StrEnum):
    """Why a mahalla needs attention, in the order in which the reasons are told."""

    RAISED = "raised"
    ROSE = "rose"
    RED = "red"
    UNANSWERED = "unanswered"
    OVERDUE = "overdue"


class Order(StrEnum):
    """In what order a meeting goes through the districts."""

    OVERDUE = "overdue"
    RISK = "risk"
    RISE = "rise"
    ALPHABET = "alphabet"


@dataclass(frozen=True)
class KeyFigure:
    """Cases of one indicator and their rate per 100,000 people, the cases before, and what can be said of the change.

    `ratio` is that of the rates, over the mahallas with figures in both periods; NaN where there is none. `hidden`, `before_hidden`,
    `rate_hidden`: the count, that before, or the rate is not shown, for counts of groups are small.
    """

    indicator: str
    count: float
    rate: float
    before: float
    ratio: float
    label: Change | None
    hidden: bool = False
    before_hidden: bool = False
    rate_hidden: bool = False


@dataclass(frozen=True)
class Attention:
    """A mahalla that needs attention: why, and the numbers that say so (NaN or 0 where a reason does not hold)."""

    area: str
    reasons: tuple[Reason, ...]
    count: float
    expected: float
    rr: float
    rr_lo: float
    rr_hi: float
    before: float
    red_years: int
    overdue: int


@dataclass(frozen=True)
class Brief:
    """One area in one period. Measures and gaps are those of the period's last quarter, red mahallas of its year.

    `asked` are the measures that were not `cancelled`. `risk` is relative to the region's own rate; its ends are of 95 %.
    """

    area: str
    period: Period
    before: Period
    figures: tuple[KeyFigure, ...]
    attention: tuple[Attention, ...]
    risk: float
    risk_lo: float
    risk_hi: float
    asked: int
    done: int
    overdue: int
    cancelled: int
    gaps: int
    red: int


@kept(most=512)
def brief(snapshot: Snapshot, area: str, indicator: str, group: Group, period: Period) -> Brief:
    """The brief of an area. Changes are to the same period a year before. Raises KeyError for an unknown area."""
    before = period.year_before
    risk = area_risk(snapshot, indicator, group, period, area)
    measures = counted_under(snapshot, area, period.last)
    return Brief(
        area=area,
        period=period,
        before=before,
        figures=tuple(
            _key_figure(snapshot, one, group, period, before, area)
            for one in key_indicators(snapshot, indicator, group)
        ),
        attention=attention(snapshot, area, indicator, group, period),
        risk=risk["rr"],
        risk_lo=risk["rr_lo"],
        risk_hi=risk["rr_hi"],
        asked=measures.asked,
        done=measures.done,
        overdue=measures.overdue,
        cancelled=measures.cancelled,
        gaps=len(gaps_under(snapshot, area, period.last)),
        red=categories_under(snapshot, area).get(period.year, Counter())[Category.RED],
    )


def key_indicators(snapshot: Snapshot, indicator: str, group: Group) -> tuple[str, ...]:
    """The chosen indicator, then those that are part of no other, then their parts: at most five, of which all but the
    chosen one, which may have no figure at all, are counted for the group."""
    known = snapshot.indicators
    wholes = known.index[known["part_of"].isna() | (known["part_of"] == "")]
    ordered = dict.fromkeys([indicator, *wholes, *known.index])
    return tuple(one for one in ordered if one == indicator or group in snapshot.groups(one))[:MOST_FIGURES]


def _key_figure(
    snapshot: Snapshot, indicator: str, group: Group, period: Period, before: Period, area: str
) -> KeyFigure:
    now, earlier = (area_figure(snapshot, indicator, group, one, area) for one in (period, before))
    change = area_change(snapshot, indicator, group, period, before, area)
    label = Change(change["label"]) if change["label"] else None
    hidden, before_hidden = (bool(one.get("hidden", False)) for one in (now, earlier))
    return KeyFigure(
        indicator, now["count"], now["rate"], change["count_before"], change["ratio"], label, hidden, before_hidden,
        rate_is_hidden(now),
    )  # fmt: skip


@kept(most=512)
def attention(snapshot: Snapshot, area: str, indicator: str, group: Group, period: Period) -> tuple[Attention, ...]:
    """The mahallas under an area that need attention: those with the most reasons, then the surest raised risk.

    A mahalla without any reason is never told; so there may be fewer than three.
    """
    rows = _reasons(snapshot, indicator, group, period)
    here = rows.loc[rows.index.intersection(snapshot.mahallas_of(area))]
    here = here[here["reasons"] > 0].sort_values(["reasons", "p_raised", "late"], ascending=False, kind="stable")
    return tuple(_attention(code, row) for code, row in zip(here.index, here.to_dict("records"), strict=True))[
        :MOST_ATTENTION
    ]


@kept(most=64)
def _reasons(snapshot: Snapshot, indicator: str, group: Group, period: Period) -> pd.DataFrame:
    """Every mahalla with a column of truth for each reason, their number, and the numbers behind them."""
    risk = risk_figures(snapshot, indicator, group, period, Level.MAHALLA)
    change = change_figures(snapshot, indicator, group, period, period.year_before, Level.MAHALLA)
    unmet = gaps_under(snapshot, snapshot.region, period.last)
    rows = risk[["count", "expected", "rr", "rr_lo", "rr_hi", "p_raised"]].assign(before=change["count_before"])
    rows["late"] = [counted_under(snapshot, code, period.last).overdue for code in rows.index]
    red = years_in_red(snapshot.categories(snapshot.region), period.year)
    rows["red_years"] = red.reindex(rows.index, fill_value=0)
    differs = risk["differs"].to_numpy(dtype=bool, na_value=False)
    rows[Reason.RAISED.value] = differs & (risk["rr"] > 1)
    rows[Reason.ROSE.value] = (change["label"] == Change.ROSE).reindex(rows.index, fill_value=False)
    rows[Reason.RED.value] = rows["red_years"] > 0
    rows[Reason.UNANSWERED.value] = rows.index.isin(unmet.loc[unmet["rule"] == NO_MEASURE, "area"])
    rows[Reason.OVERDUE.value] = rows["late"] > 0
    return rows.assign(reasons=rows[[reason.value for reason in Reason]].sum(axis=1))


def _attention(code: str, row: Mapping[Hashable, Any]) -> Attention:
    reasons = tuple(reason for reason in Reason if row[reason.value])
    numbers = {name: float(row[name]) for name in ("count", "expected", "rr", "rr_lo", "rr_hi", "before")}
    return Attention(area=code, reasons=reasons, red_years=int(row["red_years"]), overdue=int(row["late"]), **numbers)


def agenda(snapshot: Snapshot, indicator: str, group: Group, period: Period, order: Order) -> list[str]:
    """The districts of the region in the order in which a meeting goes through them; those that tie by code.

    Most overdue: by the share of the measures asked for in the quarter. Highest risk and biggest rise: by the rate, and by the ratio
    to the year before; districts without the figure last. The alphabet is that of the default language's names.
    """
    codes = snapshot.children(snapshot.region).index
    if order is Order.ALPHABET:
        return list(snapshot.children(snapshot.region).sort_values("name_uz_latn").index)
    briefs = [brief(snapshot, code, indicator, group, period) for code in codes]
    weights = {one.area: _weight(one, order) for one in briefs}
    known = [code for code in codes if weights[code] == weights[code]]
    return sorted(known, key=lambda code: (-weights[code], code)) + [code for code in codes if code not in known]


def _weight(one: Brief, order: Order) -> float:
    match order:
        case Order.OVERDUE:
            return one.overdue / one.asked if one.asked else 0.0
        case Order.RISK:
            return one.risk
        case _:
            return one.figures[0].ratio
