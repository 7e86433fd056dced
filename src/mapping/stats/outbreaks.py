"""What is beginning: alarms of the latest period, as many as can be earned and no more.

Three things are looked at, for each indicator: wide areas (the region, and each district beside the rest of it), groups of
neighbouring areas (`emerging`), and each area by itself. Together they may raise a false alarm in FALSE of the periods in
which nothing is: this is shared out (SHARES), and most of each share is the first indicator's, as its parts are looked at
again among the others. Within a share

- wide areas: Holm's correction over areas, windows and indicators (Scandinavian J. Statistics 6 (1979) 65-70);
- groups: over zones and windows by the highest score of maps dealt out, over indicators by how many independent looks the
  lowest p of these maps amounts to (Šidák);
- single areas: Benjamini and Hochberg's false discovery rate over areas, windows and indicators.

The p of an alarm is after all of this, so it is told where p is at most FALSE, and comes by chance once in 1 / p periods.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from mapping.stats.emerging import MAPS, Group, Window, groups, nearest, score
from mapping.stats.exact import adjusted
from mapping.stats.forecast import Areas, areas
from mapping.stats.level import level_ahead
from mapping.stats.negative_binomial import Predictive
from mapping.stats.rates import Floats
from mapping.stats.weights import Ints

FALSE = 0.05
LEAST_HISTORY = 3  # periods, the one that is judged among them
FIRST = 0.7
"""The first indicator's part of each share, where there are others."""


class Extent(StrEnum):
    """What an alarm is about."""

    REGION = "region"
    DISTRICT = "district"
    GROUP = "group"
    SINGLE = "single"


SHARES = {Extent.DISTRICT: 0.4, Extent.GROUP: 0.5, Extent.SINGLE: 0.1}
"""Of the false alarms allowed; the region is looked at with the districts."""


@dataclass(frozen=True)
class Series:
    """One indicator: `counts` and `people` (n × T, the latest period last; NaN where not known)."""

    counts: Floats
    people: Floats


@dataclass(frozen=True)
class Alarm:
    """More cases in the last `duration` periods than expected, in `areas` (numbers of areas; of a group from its centre
    outwards). `indicator`, `district`: their numbers, -1 where it is of no district. `low`, `high`: the 95 % interval of what
    was expected. `p`: corrected for all that was looked at. `also`: other alarms that share areas with it.
    """

    extent: Extent
    indicator: int
    areas: Ints
    district: int
    duration: int
    observed: float
    expected: float
    low: float
    high: float
    p: float
    also: tuple[Alarm, ...] = ()


@dataclass(frozen=True)
class Looks:
    """What an indicator's windows should have been: of the areas those of 1, 2, 4, … periods; of the districts the shortest and
    the longest of these, which lie furthest apart; of the region the shortest: how far it drifts in a year, the few years
    before do not tell."""

    areas: list[Window]
    districts: list[Window]
    region: list[Window]


def alarms(
    series: Sequence[Series],
    district: npt.ArrayLike,
    centres: npt.ArrayLike,
    *,
    seasons: int,
    limit: float = FALSE,
    maps: int = MAPS,
    seed: int = 1,
) -> list[Alarm]:
    """What is told of the last period, that first for which most cases speak; those that share areas are one (`also`).

    `district`: the number (from 0) of each area's district; `centres`: n × 2, in one plane unit; `seasons`: periods a year,
    as many as the longest window has. Series of all indicators, the first being that of all cases. A window with fewer than
    two periods before it is not looked at.
    """
    of = np.asarray(district, dtype=np.int64)
    zones = nearest(centres)
    looked = [looks(one, of, zones, seasons=seasons) for one in series]
    found = [*_wide(looked, of, limit), *_groups(looked, of, zones, maps, seed), *_single(looked, limit)]
    return _told_once(alarm for alarm in found if alarm.p <= limit)


def looks(series: Series, district: Ints, zones: Ints, *, seasons: int) -> Looks:
    """One indicator's windows; `zones` as `nearest` gives them."""
    counts, people = series.counts, np.where(series.people > 0, series.people, np.nan)
    known = ~np.isnan(counts + people)
    by_district = np.equal.outer(np.arange(district.max(initial=-1) + 1), district)
    everywhere = np.ones((1, len(counts)), dtype=bool)
    lengths = durations(min(seasons, counts.shape[1] - LEAST_HISTORY + 1))
    own = areas(counts, people, seasons=seasons, near=zones[:, 1:])
    wide = areas(*(_summed(by_district, one, known) for one in (counts, people)), seasons=seasons)
    whole, persons = (_summed(everywhere, one, known)[0] for one in (counts, people))
    return Looks(
        [_window(own, periods, wide.moves(periods)) for periods in lengths],
        [_window(wide, periods, np.zeros(0)) for periods in sorted({*lengths[:1], *lengths[-1:]})],
        [_region(whole, persons, periods, seasons) for periods in lengths[:1]],
    )


def durations(longest: int) -> list[int]:
    """The lengths of windows: 1, 2, 4, … periods, and the longest."""
    return sorted({*(2**power for power in range(8) if 2**power < longest), *([longest] if longest > 0 else [])})


def _summed(parts: npt.NDArray[np.bool_], values: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    """Over the areas that are known, NaN where none is."""
    return np.where(parts @ known > 0, parts @ np.where(known, values, 0.0), np.nan)


def _window(found: Areas, periods: int, moves: Floats) -> Window:
    return Window(periods, found.counts[:, -periods:].sum(axis=1), found.last(periods), moves)


def _region(counts: Floats, people: Floats, periods: int, seasons: int) -> Window:
    level = level_ahead(counts[:-periods], people[:-periods], seasons=seasons, ahead=periods)
    total = counts[-periods:].sum(keepdims=True)
    return Window(periods, total, level.predictive(people[-periods:]), np.zeros(0))


# ------------------------------------------------------------------------------ three ways to look


def _wide(looked: Sequence[Looks], district: Ints, limit: float) -> list[Alarm]:
    found: list[Alarm] = []
    for chosen, part in _parts(len(looked)):
        tried = [
            (extent, indicator, window, place, raw)
            for indicator in chosen
            for extent, windows in (
                (Extent.REGION, looked[indicator].region),
                (Extent.DISTRICT, looked[indicator].districts),
            )
            for window in windows
            for place, raw in enumerate(window.predicted.at_least(window.observed).tolist())
        ]
        corrected = holm([raw for *_, raw in tried]) / (SHARES[Extent.DISTRICT] * part)
        for (extent, indicator, window, place, _), p in zip(tried, corrected.tolist(), strict=True):
            if p <= limit:
                whole = extent is Extent.REGION
                members = np.arange(district.size) if whole else np.flatnonzero(district == place)
                alarm = Alarm(extent, indicator, members, -1 if whole else place, window.duration, 0, 0, 0, 0, p)
                found.append(_with_counts(alarm, window, np.array([place])))
    return found


def _groups(looked: Sequence[Looks], district: Ints, zones: Ints, maps: int, seed: int) -> list[Alarm]:
    told, nulls = groups([one.areas for one in looked], zones, district, maps=maps, seed=seed)
    found: list[Alarm] = []
    for chosen, part in _parts(len(looked)):
        many = independent(nulls[chosen])
        for indicator in chosen:
            for group in told[indicator]:
                corrected = -np.expm1(many * np.log1p(-min(group.p, 1 - 1e-12))) / (SHARES[Extent.GROUP] * part)
                found.append(_of_group(group, indicator, looked[indicator].areas, float(corrected)))
    return found


def _of_group(group: Group, indicator: int, windows: list[Window], p: float) -> Alarm:
    alarm = Alarm(Extent.GROUP, indicator, group.areas, -1, group.duration, 0, 0, 0, 0, p)
    return _with_counts(alarm, next(one for one in windows if one.duration == group.duration), group.areas)


def _single(looked: Sequence[Looks], limit: float) -> list[Alarm]:
    """Each area in each window; of one area and indicator the clearest window."""
    found: list[Alarm] = []
    for chosen, part in _parts(len(looked)):
        raw = np.array(
            [[one.predicted.at_least(one.observed) for one in looked[indicator].areas] for indicator in chosen]
        )
        corrected = adjusted(raw.ravel()).reshape(raw.shape) / (SHARES[Extent.SINGLE] * part)
        best: dict[tuple[int, int], Alarm] = {}
        for place, window, area in zip(*np.nonzero(corrected <= limit), strict=True):
            indicator, members = chosen[place], np.array([area])
            looked_at = looked[indicator].areas[window]
            alarm = Alarm(
                Extent.SINGLE,
                indicator,
                members,
                -1,
                int(window) + 1,
                0,
                0,
                0,
                0,
                float(corrected[place, window, area]),
            )
            known = best.get((indicator, int(area)))
            if known is None or alarm.p < known.p:
                best[indicator, int(area)] = _with_counts(alarm, looked_at, members)
        found += best.values()
    return found


def _parts(indicators: int) -> list[tuple[list[int], float]]:
    """The first indicator, and all others, each with its part of what is allowed."""
    if indicators == 1:
        return [([0], 1.0)]
    return [([0], FIRST), (list(range(1, indicators)), 1 - FIRST)]


def holm(p: npt.ArrayLike) -> Floats:
    """Holm's corrected p of each of many, of those that are defined; NaN stays NaN."""
    given = np.asarray(p, dtype=np.float64)
    found = np.full(given.shape, np.nan)
    places = np.flatnonzero(~np.isnan(given))
    order = places[np.argsort(given[places], kind="stable")]
    stepped = given[order] * np.arange(order.size, 0, -1)
    found[order] = np.minimum(np.maximum.accumulate(stepped), 1.0)
    return found


def independent(nulls: Floats) -> float:
    """How many independent looks several indicators amount to, 1 or more: by the lowest p of each map where nothing is
    (indicators × maps). The lowest of F uniform p has the distribution 1 - (1 - p)^F."""
    lowest = np.minimum(nulls.min(axis=0), 1 - 1e-12)
    return float(np.clip(-1 / np.log1p(-lowest).mean(), 1.0, len(nulls)))


# ------------------------------------------------------------------------------ what is told


def _with_counts(alarm: Alarm, window: Window, members: Ints) -> Alarm:
    """The alarm with the counts of its areas together, and what was expected of them."""
    known = members[~np.isnan(window.observed[members] + window.predicted.mean[members])]
    told = together(window.predicted, known)
    low, high = told.interval()
    return replace(
        alarm,
        observed=float(window.observed[known].sum()),
        expected=told.mean.item(),
        low=low.item(),
        high=high.item(),
    )


def together(predicted: Predictive, members: Ints) -> Predictive:
    """The count of several areas together: with the sum of their means and of their variances."""
    mean, variance = predicted.mean[members].sum(), predicted.variance[members].sum()
    spread = (variance - mean) / mean**2 if mean > 0 else 0.0
    return Predictive(np.array([mean]), np.array([1 / spread if spread > 0 else np.inf]))


def _told_once(found: Iterable[Alarm]) -> list[Alarm]:
    """Those that share areas are one, and told as the one that the most cases speak for (`emerging.score`): a district that
    rose is not told as the part of it that rose most, nor ten mahallas as their district. The region is told by itself."""
    told: list[Alarm] = []
    for alarm in sorted(found, key=lambda one: (-float(score(one.observed, one.expected)), one.p, one.indicator)):
        for place, clearer in enumerate(told):
            alike = (alarm.extent is Extent.REGION) == (clearer.extent is Extent.REGION)
            if alike and np.isin(alarm.areas, clearer.areas).any():
                told[place] = replace(clearer, also=(*clearer.also, alarm))
                break
        else:
            told.append(alarm)
    return told
