"""Periods: quarters, years, and the four quarters that end with a quarter. Written `2025Q4`, `2025`, `2025Q4-4`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_WRITTEN = re.compile(r"(?P<year>(?:19|20)\d\d)(?:Q(?P<quarter>[1-4])(?P<rolling>-4)?)?", re.ASCII)
QUARTERS_IN_YEAR = 4


class Span(StrEnum):
    """How long a period lasts."""

    QUARTER = "quarter"
    ROLLING = "rolling"
    YEAR = "year"


@dataclass(frozen=True, order=True)
class Quarter:
    """One calendar quarter; orders by time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= QUARTERS_IN_YEAR:
            raise ValueError(f"quarter {self.number} is not in 1..4")

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read `2025Q4`. Raises ValueError for anything else."""
        period = Period.parse(text)
        if period.span is not Span.QUARTER:
            raise ValueError(f"{text!r} is no quarter such as 2025Q4")
        return period.last

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter in which a day lies."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def roman(self) -> str:
        """Its number as axes, and some languages, write it."""
        return ("I", "II", "III", "IV")[self.number - 1]

    def shift(self, quarters: int) -> Quarter:
        """The quarter so many quarters later (earlier when negative)."""
        index = self.year * QUARTERS_IN_YEAR + self.number - 1 + quarters
        return Quarter(index // QUARTERS_IN_YEAR, index % QUARTERS_IN_YEAR + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return self.shift(1).first_day - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


@dataclass(frozen=True)
class Period:
    """A span of one or four quarters, told by its last quarter."""

    last: Quarter
    span: Span = Span.QUARTER

    def __post_init__(self) -> None:
        if self.span is Span.YEAR and self.last.number != QUARTERS_IN_YEAR:
            raise ValueError("a year ends with its fourth quarter")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2025Q4` (quarter), `2025Q4-4` (four quarters up to it) or `2025` (year).

        Raises ValueError for anything else.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no period: 2025Q4, 2025Q4-4 or 2025")
        year = int(found["year"])
        if found["quarter"] is None:
            return cls(Quarter(year, QUARTERS_IN_YEAR), Span.YEAR)
        span = Span.ROLLING if found["rolling"] else Span.QUARTER
        return cls(Quarter(year, int(found["quarter"])), span)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters in it, the earliest first."""
        length = 1 if self.span is Span.QUARTER else QUARTERS_IN_YEAR
        return tuple(self.last.shift(step) for step in range(1 - length, 1))

    @property
    def year(self) -> int:
        """The year whose population is its denominator: that of its last quarter."""
        return self.last.year

    @property
    def previous(self) -> Period:
        """The period of the same length just before, sharing no quarter with this one."""
        return Period(self.last.shift(-len(self.quarters)), self.span)

    @property
    def year_before(self) -> Period:
        """The same period a year earlier."""
        return Period(self.last.shift(-QUARTERS_IN_YEAR), self.span)

    def __str__(self) -> str:
        match self.span:
            case Span.QUARTER:
                return str(self.last)
            case Span.ROLLING:
                return f"{self.last}-4"
            case Span.YEAR:
                return str(self.last.year)


def periods(quarters: Sequence[Quarter], span: Span | None = None) -> list[Period]:
    """Every period the quarters allow, the latest last; of one span, or of all spans."""
    return list(_periods(tuple(quarters), span))


def nearest(offered: Sequence[Period], to: Period) -> Period:
    """The offered period that ends last, but not after `to`; else the first. `offered`: not empty, the latest last."""
    before = [period for period in offered if period.last <= to.last]
    return before[-1] if before else offered[0]


@lru_cache(maxsize=32)
def _periods(quarters: tuple[Quarter, ...], span: Span | None) -> tuple[Period, ...]:
    spans = list(Span) if span is None else [span]
    have = set(quarters)
    found: list[Period] = []
    for one in spans:
        for quarter in quarters:
            if one is Span.YEAR and quarter.number != QUARTERS_IN_YEAR:
                continue
            period = Period(quarter, one)
            if have.issuperset(period.quarters):
                found.append(period)
    return tuple(found)
