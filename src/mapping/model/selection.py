"""What one looks at: a frozen selection, its transitions, and its form as a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, TypeVar

import pandas as pd

from mapping.model.levels import Level, level_of, lineage, parent_of
from mapping.model.locale import DEFAULT_LANG, Lang, has_text, text
from mapping.model.periods import Period, Quarter, Span, nearest, periods
from mapping.model.vocabulary import Group, TermKind

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)

SILENT_AFTER, DEFAULT_SILENT = (7, 14, 30), 14
"""Days after which one may ask why nothing was reported of a measure."""
MIN_CLASSES, MAX_CLASSES, DEFAULT_CLASSES = 3, 7, 5
_SHOWN = 60  # signs of what a link says


class Value(StrEnum):
    """What of the figures is coloured and ranked."""

    RISK = "risk"
    PROBABILITY = "probability"
    COUNT = "count"
    RATE = "rate"
    CHANGE = "change"
    CHANGE_YEAR = "change_year"
    SPOTS = "spots"
    GETIS = "getis"
    TOGETHER = "together"
    CLUSTERS = "clusters"
    COMPUTED = "computed"
    AGREEMENT = "agreement"
    DONE = "done"
    OVERDUE = "overdue"
    UNOWNED = "unowned"
    REPORTED = "reported"
    RETURNED = "returned"
    SILENT = "silent"
    GAPS = "gaps"

    @property
    def is_change(self) -> bool:
        return self in (Value.CHANGE, Value.CHANGE_YEAR)

    @property
    def is_finding(self) -> bool:
        """Whether areas are told apart by kind (a hot spot, a cluster), not by a number."""
        return self in (Value.SPOTS, Value.GETIS) or self.is_cluster or self.is_category

    @property
    def is_cluster(self) -> bool:
        """Whether areas are told apart by their cluster: beyond their ordinary differences, or beyond Poisson chance."""
        return self in (Value.TOGETHER, Value.CLUSTERS)

    @property
    def is_category(self) -> bool:
        """Whether it is the category by rule, alone or against the official one: of the year, of no chosen indicator."""
        return self in (Value.COMPUTED, Value.AGREEMENT)

    @property
    def is_execution(self) -> bool:
        """Whether it tells of measures and gaps in the period's last quarter, not of an indicator."""
        return self in _OF_EXECUTION

    @property
    def is_of_mahallas(self) -> bool:
        """Whether it is only found for mahallas: a district has too few neighbours, and enough cases."""
        return self.is_finding or self is Value.PROBABILITY


_OF_EXECUTION = frozenset(
    {Value.DONE, Value.OVERDUE, Value.UNOWNED, Value.REPORTED, Value.RETURNED, Value.SILENT, Value.GAPS}
)


class ClassRule(StrEnum):
    """How the values are put into classes; `category` shows the official red, yellow, green.

    `usual` are the classes that suit the value: fixed ones for a relative risk or a probability, else quantiles.
    """

    USUAL = "usual"
    QUANTILE = "quantile"
    NATURAL = "natural"
    EQUAL = "equal"
    CATEGORY = "category"


class NoStatistics(ValueError):
    """A snapshot without any indicator, or without any quarter that has a figure: there is nothing to look at."""


class Offer(Protocol):
    """What a snapshot has to choose from; areas and indicators are frames indexed by code."""

    @property
    def id(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def region(self) -> str: ...
    @property
    def areas(self) -> pd.DataFrame: ...
    @property
    def indicators(self) -> pd.DataFrame: ...
    @property
    def quarters(self) -> Sequence[Quarter]: ...
    @property
    def has_population(self) -> bool: ...
    def groups(self, indicator: str) -> Sequence[Group]: ...
    def quarters_told(self, indicator: str) -> Sequence[Quarter]: ...
    def terms(self, kind: TermKind) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Selection:
    """One view, whole: the same selection always shows the same thing.

    `area` is the area looked at. A region shows its districts, a district or a mahalla the district's
    mahallas; with `all_mahallas` the map keeps all mahallas of the region whatever the area.
    `locked` uses one scale for all periods; `certainty` draws faint what cannot be told from chance.
    `sector` and `agency` (empty: all) narrow the measures that are counted; `silent` is for how many days nothing was reported of those that
    are called so. `snapshot` is the one that the link names;
    None means whichever is current; `seq` is the last report of work that the link shows over it, None the last that there is, or where a snapshot is named
    those that it holds itself.
    """

    area: str
    indicator: str
    period: Period
    value: Value = Value.RISK
    group: Group = Group.ALL
    classes: ClassRule = ClassRule.USUAL
    k: int = DEFAULT_CLASSES
    locked: bool = False
    all_mahallas: bool = True
    certainty: bool = True
    sector: str = ""
    agency: str = ""
    silent: int = DEFAULT_SILENT
    snapshot: str | None = None
    seq: int | None = None
    lang: Lang = DEFAULT_LANG

    @property
    def scope(self) -> str:
        """The area whose parts the map draws."""
        if self.all_mahallas or level_of(self.area) is Level.REGION:
            return lineage(self.area)[0]
        return lineage(self.area)[1]

    @property
    def drawn_level(self) -> Level:
        """The level of the areas that the map draws."""
        of_mahallas = self.classes is ClassRule.CATEGORY or self.value.is_of_mahallas
        if self.all_mahallas or of_mahallas or level_of(self.scope) is Level.DISTRICT:
            return Level.MAHALLA
        return Level.DISTRICT

    @property
    def shown(self) -> str:
        """What the map shows, by its code: the value, or `category`."""
        return str(self.classes if self.classes is ClassRule.CATEGORY else self.value)

    def showing(self, what: str) -> Selection:
        """The same view of another value, or of the category; see `shown`."""
        if what == ClassRule.CATEGORY:
            return replace(self, classes=ClassRule.CATEGORY)
        classes = ClassRule.USUAL if self.classes is ClassRule.CATEGORY else self.classes
        return replace(self, value=Value(what), classes=classes)

    @property
    def tells_measures(self) -> bool:
        """Whether the view is of measures and gaps in the period's last quarter, not of an indicator."""
        return self.value.is_execution and self.classes is not ClassRule.CATEGORY

    @property
    def tells_rules(self) -> bool:
        """Whether the view is of the categories by rule, which look at an indicator and a period of their own."""
        return self.value.is_category and self.classes is not ClassRule.CATEGORY

    @property
    def has_certainty(self) -> bool:
        """Whether chance can be told apart in what is coloured: not in bare counts, kinds and categories."""
        by_number = self.value is not Value.COUNT and not self.value.is_finding and not self.value.is_execution
        return by_number and self.classes is not ClassRule.CATEGORY

    @property
    def has_outlines(self) -> bool:
        """Whether the clusters of `Value.TOGETHER` are outlined: over the smoothed risk, with its certainty."""
        risks = self.value is Value.RISK and self.classes is not ClassRule.CATEGORY
        return risks and self.certainty and self.drawn_level is Level.MAHALLA

    def at(self, area: str) -> Selection:
        """The same view of another area."""
        return replace(self, area=area)

    def toward(self, area: str) -> Selection:
        """One step on the way down to an area: from the region, or from elsewhere, into its district first."""
        way = lineage(area)
        return self.at(area if level_of(area) is not Level.MAHALLA or way[1] in lineage(self.area) else way[1])

    def up(self) -> Selection:
        """The same view one level wider; a region stays."""
        return self.at(parent_of(self.area) or self.area)

    def to_query(self) -> dict[str, str]:
        """The link's parameters. Every parameter that shapes the view is written out."""
        query = {
            "area": self.area,
            "indicator": self.indicator,
            "period": str(self.period),
            "value": str(self.value),
            "group": str(self.group),
            "classes": str(self.classes),
            "k": str(self.k),
            "level": str(Level.MAHALLA if self.all_mahallas else Level.DISTRICT),
        }
        if self.locked:
            query["scale"] = "locked"
        if not self.certainty:
            query["certainty"] = "off"
        query |= {name: code for name, code in (("sector", self.sector), ("agency", self.agency)) if code}
        if self.silent != DEFAULT_SILENT:
            query["silent"] = str(self.silent)
        if self.snapshot:
            query["snapshot"] = self.snapshot
        if self.seq is not None:
            query["seq"] = str(self.seq)
        query["lang"] = str(self.lang)
        return query


@dataclass(frozen=True)
class Fallback:
    """A parameter of a view that is not there, and what is shown in its place, both as a link has them; `used` is empty for nothing."""

    parameter: str
    given: str
    used: str

    def told(self, lang: Lang) -> str:
        """What was asked for in vain, and what is shown, in a sentence."""
        key, name = "page.fallback" if self.used else "page.fallback_none", f"control.{self.parameter}"
        parameter = text(name, lang) if has_text(name) else self.parameter
        return text(key, lang, parameter=parameter, given=self.given[:_SHOWN], used=self.used)


def default_selection(offer: Offer) -> Selection:
    """The smoothed risk of all the region's mahallas over the last four quarters, of the first indicator.

    Counts where no population is known; the first indicator and the last time that have figures. Raises NoStatistics.
    """
    if offer.indicators.empty or not offer.quarters:
        raise NoStatistics(f"snapshot {offer.id} has no statistics")
    told = {str(code): list(offer.quarters_told(str(code))) for code in offer.indicators.index}
    newest = max((quarters[-1] for quarters in told.values() if quarters), default=None)
    indicator = next((code for code, quarters in told.items() if quarters and quarters[-1] == newest), next(iter(told)))
    quarters = told[indicator] or offer.quarters
    latest = periods(quarters, Span.ROLLING) or periods(quarters, Span.QUARTER)
    start = Selection(area=offer.region, indicator=indicator, period=latest[-1])
    return start if offer.has_population else start.showing(Value.COUNT)


def from_query(query: Mapping[str, str], offer: Offer) -> tuple[Selection, list[Fallback]]:
    """Read a link. What is missing is the default; what is unknown falls back and is told. Raises NoStatistics."""
    start = default_selection(offer)
    fallbacks: list[Fallback] = []

    def take(parameter: str, read: Callable[[str], T | None], default: T) -> T:
        given = query.get(parameter)
        if given is None:
            return default
        found = read(given)
        if found is None:
            fallbacks.append(Fallback(parameter, given, _written(default)))
            return default
        return found

    indicator = take("indicator", lambda given: _one_of(given, offer.indicators.index), start.indicator)
    # Everyone can always be asked for: an indicator without rows shows "no data", not a notice.
    groups = {str(group): group for group in (Group.ALL, *offer.groups(indicator))}
    offered = {str(period): period for period in periods(offer.quarters)}
    counts = {str(k): k for k in range(MIN_CLASSES, MAX_CLASSES + 1)}
    named = query.get("snapshot")
    if named not in {None, offer.id}:  # it is gone, and another was opened in its place
        fallbacks.append(Fallback("snapshot", str(named), offer.id))
        named = None
    held = query.get("seq")
    if held not in {None, str(offer.seq)}:  # there are no such reports, or the figures hold later ones
        fallbacks.append(Fallback("seq", str(held), str(offer.seq)))
        held = None
    selection = Selection(
        area=take("area", lambda given: _one_of(given, offer.areas.index), start.area),
        indicator=indicator,
        period=take("period", offered.get, start.period),
        value=take("value", _member(Value), start.value),
        group=take("group", groups.get, Group.ALL),
        classes=take("classes", _member(ClassRule), start.classes),
        k=take("k", counts.get, start.k),
        locked=take("scale", _FREE_OR_LOCKED.get, start.locked),
        all_mahallas=take("level", _LEVEL_SHOWN.get, start.all_mahallas),
        certainty=take("certainty", _OFF_OR_ON.get, start.certainty),
        sector=take("sector", lambda given: _one_of(given, offer.terms(TermKind.SECTOR).index), start.sector),
        agency=take("agency", lambda given: _one_of(given, offer.terms(TermKind.AGENCY).index), start.agency),
        silent=take("silent", {str(days): days for days in SILENT_AFTER}.get, start.silent),
        snapshot=named,
        seq=None if held is None else offer.seq,
        lang=take("lang", _member(Lang), start.lang),
    )
    return selection, fallbacks


def fitting(query: Mapping[str, str], offer: Offer) -> tuple[Selection, list[Fallback]]:
    """Read the link of a view of another snapshot, and tell what of the view this one lacks.

    In place of an area that is not there stands the next wider one, of a period the last one of its length that ends no
    later; for all else as in `from_query`. Raises ValueError when the snapshot has no statistics.
    """
    near = {**query}
    for name, approach in (("area", _wider), ("period", _earlier)):
        if name in query:
            near[name] = approach(query[name], offer)
    selection, lacking = from_query(near, offer)
    return selection, [
        *(Fallback(name, query[name], near[name]) for name in near if near[name] != query[name]),
        *lacking,
    ]


def _wider(code: str, offer: Offer) -> str:
    """The area, or the narrowest that it lies in and that is there; as it is where there is none."""
    try:
        return next((one for one in lineage(code)[::-1] if one in offer.areas.index), code)
    except ValueError:
        return code


def _earlier(written: str, offer: Offer) -> str:
    """The period, or the nearest of its length; as it is where there is none."""
    try:
        period = Period.parse(written)
    except ValueError:
        return written
    offered = periods(offer.quarters, period.span)
    return str(nearest(offered, period)) if offered else written


_FREE_OR_LOCKED = {"free": False, "locked": True}
_LEVEL_SHOWN = {"district": False, "mahalla": True}
_OFF_OR_ON = {"off": False, "on": True}


def number_in(written: str) -> int | None:
    """The number of a report that a link names; None where it is none."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 18 else None


def _one_of(given: str, known: pd.Index) -> str | None:
    return given if given in known else None


def _member(kind: type[Choice]) -> Callable[[str], Choice | None]:
    return lambda given: kind(given) if given in list(kind) else None


def _written(value: object) -> str:
    """A default as a link would write it."""
    return "-" if isinstance(value, bool) or value == "" else str(value)
