"""Which quarters a file of events is about: what it does not cover is unknown, not zero.

Without being told, a quarter is covered when it holds about as many events as the others and they reach from its first
weeks to its last. One with far fewer is a slip of the pen (a wrong year, a night told in another zone's time); what lies
between is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from mapping.model.periods import Quarter
from mapping.reading.events.dates import first_day, quarter_number, quarters_of
from mapping.reading.events.grid import Ints
from mapping.reading.files.limits import refuse
from mapping.reading.registry import Severity, declare
from mapping.reading.tables.times import find_period, read_period

_STRAY = 0.1  # of the events of a usual quarter, at most, for one to be a slip of the pen
_FEW = 0.5  # of them, below which a quarter may be covered in part only
_UNLIKELY = 0.001  # the chance of so few, or of so long a time without any, if it were covered
_SHORTEST = 14  # days without events at an end that are never told from chance
_MONTH = 31


PERIOD_FORM = declare(
    "events_period_form", Severity.MUST, "10.9", "What the files cover is told as 2025Q1, 2025 or 2025Q1-2025Q4."
)


class Cover(StrEnum):
    """What a quarter is. `FEW`, `BEGUN`, `CUT`: far fewer than elsewhere; nothing at its beginning; nothing at its end."""

    WHOLE = "whole"
    STRAY = "stray"
    FEW = "few"
    BEGUN = "begun"
    CUT = "cut"


class Quarters(NamedTuple):
    """The quarters covered, those that hold slips only, and those of which a person must say it, by their numbers."""

    covered: Sequence[int]
    stray: Sequence[int]
    asked: Mapping[int, Cover]


def judged(by_day: Mapping[int, int], today: int, *, monthly: bool = False) -> Quarters:
    """Judge the quarters in which events were counted, by the number of events of each day.

    `monthly`: days are the first ones of their months. `today` ends what a file can cover.
    """
    days = np.array(sorted(by_day), dtype=np.int64)
    if not len(days):
        return Quarters((), (), {})
    times = np.array([by_day[day] for day in days.tolist()], dtype=np.int64)
    quarters = quarters_of(days)
    held = {int(one): int(times[quarters == one].sum()) for one in np.unique(quarters)}
    usual = _usual(held)
    dated = max(held.values()) if monthly else max(int((quarters == one).sum()) for one in held)
    told = {
        one: _few(number, usual) or _reach(one, days[quarters == one], dated, today, monthly=monthly)
        for one, number in held.items()
    }
    inner = [one for one, cover in told.items() if cover is not Cover.STRAY]
    ends = {min(inner), max(inner)}
    for one, cover in told.items():
        if (cover is Cover.BEGUN and one != min(ends)) or (cover is Cover.CUT and one != max(ends)):
            told[one] = Cover.WHOLE  # in the middle a time without events is a time without events
    return Quarters(
        [one for one, cover in told.items() if cover is Cover.WHOLE],
        [one for one, cover in told.items() if cover is Cover.STRAY],
        {one: cover for one, cover in told.items() if cover not in (Cover.WHOLE, Cover.STRAY)},
    )


def titled(titles: Sequence[Sequence[str]]) -> Sequence[int]:
    """The quarters that the titles of all files tell, one each; none where a title tells none or another period."""
    told: set[int] = set()
    for texts in titles:
        found = {when.in_quarter for text in texts if (when := find_period(text)) and when.in_quarter}
        if len(found) != 1:
            return ()
        told.add(quarter_number(found.pop()))
    return sorted(told)


def settled(told: Sequence[int], held: Mapping[int, int], judged_so: Quarters) -> Quarters:
    """The quarters that titles tell, where nearly all events lie in them; else those judged. `held`: events by quarter."""
    outside = sum(times for quarter, times in held.items() if quarter not in told)
    if not told or outside > _STRAY * sum(held.values()):
        return judged_so
    return Quarters(told, [quarter for quarter in held if quarter not in told], {})


def _usual(held: Mapping[int, int]) -> int:
    """The number of events in the quarter of the event in the middle, ordered by the numbers of their quarters."""
    numbers = np.array(sorted(held.values()), dtype=np.int64)
    whole = np.cumsum(numbers)
    return int(numbers[np.searchsorted(whole, whole[-1] / 2)])


def _few(number: int, usual: int) -> Cover | None:
    from scipy.special import pdtr  # noqa: PLC0415 (heavy)

    if number < _FEW * usual and pdtr(number, usual) < _UNLIKELY:
        return Cover.STRAY if number <= _STRAY * usual else Cover.FEW
    return None


def _reach(quarter: int, days: Ints, dated: int, today: int, *, monthly: bool) -> Cover:
    """Whether the days with events reach from end to end, when the fullest quarter has `dated` of them.

    Of months alone events are counted, not days: a month of many events and two without any are a part of a quarter.
    """
    begin, end = first_day(quarter), first_day(quarter + 1)
    longest = max(_SHORTEST, -np.log(_UNLIKELY) * (end - begin) / dated)
    last = int(days.max()) + (_MONTH if monthly else 1)
    if end - min(last, end) > longest or today < end - 1:
        return Cover.CUT
    return Cover.BEGUN if int(days.min()) - begin > longest else Cover.WHOLE


def covered_by(file: str, told: str | None) -> list[int]:
    """The numbers of the quarters of `2025Q1`, `2025` or `2025Q1-2025Q4`; none where nothing is told. Raises Refused."""
    if not told:
        return []
    first, _, last = told.partition("-") if told.count("-") == 1 and "Q" in told.upper() else (told, "", "")
    begin, end = _quarters(first), _quarters(last or first)
    if not begin or not end or begin[0] > end[-1]:
        raise refuse(file, PERIOD_FORM, value=told)
    return list(range(begin[0], end[-1] + 1))


def _quarters(written: str) -> list[int]:
    when = read_period(written.strip())
    if when is None:
        return []
    if when.in_quarter:
        return [quarter_number(when.in_quarter)]
    return [quarter_number(Quarter(when.year, number)) for number in (1, 2, 3, 4)]
