"""Whether the day or the month comes first in the dates of a file: one day above 12 tells, else it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from mapping.reading.events.dates import YEAR_LAST
from mapping.reading.files.limits import refuse
from mapping.reading.registry import Severity, declare

DAY_ORDER = declare(
    "events_day_order",
    Severity.MUST,
    "10.6",
    "A day above 12 tells whether the day or the month comes first, or the reader is told.",
)
DAYS_MIXED = declare(
    "events_days_mixed", Severity.MUST, "10.6", "Dates of a file have the day and the month in one order."
)

_FEW = 0.01  # the share of dates against the order that are slips of the pen


class Order(NamedTuple):
    """How many dates can have the day first only, the month first only, and may be either."""

    day_first: int
    month_first: int
    either: int


def month_comes_first(
    file: str, sample: Sequence[str], whole: Callable[[], Iterable[Sequence[str]]], told: bool | None
) -> bool:
    """Whether the month stands before the day. The sample tells; else the whole column does; else it is asked.

    With points between them the day is first, as here, unless a day above 12 stands behind. Raises Refused.
    """
    if told is not None:
        return told
    order = day_order(sample)
    if order.either and not (order.day_first or order.month_first) and not _is_dotted(sample):
        for column in whole():
            order = Order(*map(sum, zip(order, day_order(column), strict=True)))
        if not (order.day_first or order.month_first):
            raise refuse(file, DAY_ORDER, value=next(text for text in sample if YEAR_LAST.fullmatch(text.strip())))
    fewer, more = sorted(order[:2])
    if fewer > _FEW * more:
        raise refuse(file, DAYS_MIXED, value=_of_order(sample, first=True), other=_of_order(sample, first=False))
    return order.month_first > order.day_first


def day_order(column: Iterable[str]) -> Order:
    """What the dates of a column tell of the order of day and month."""
    days, months, either = 0, 0, 0
    for text in column:
        if found := YEAR_LAST.fullmatch(text.strip()):
            first, second = int(found[1]), int(found[3])
            days += first > 12 >= second
            months += second > 12 >= first
            either += first <= 12 >= second and first != second
    return Order(days, months, either)


def _is_dotted(sample: Iterable[str]) -> bool:
    return all(found[2] == "." for text in sample if (found := YEAR_LAST.fullmatch(text.strip())))


def _of_order(sample: Iterable[str], *, first: bool) -> str:
    return next((text for text in sample if day_order([text])[0 if first else 1]), "")
