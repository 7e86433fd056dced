"""Doubts of reading: what a table may mean in two ways, the reading proposed, and the rules under which it is asked.

A doubt that was settled before, for this kind of file, is told and not asked again: the profile keeps it (`agreed`,
`declined`). The other reading of one that is declined: figures as they are written; months, not quarters; the month
before the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mapping.reading.registry import Severity, declare
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.places import Place

THOUSANDS = declare(
    "figures_in_thousands",
    Severity.ASK,
    "4.14",
    "Figures that a title, heading or note tells in thousands are taken so many times, when a person agrees.",
)
RUNNING = declare(
    "running_totals",
    Severity.ASK,
    "4.15",
    "Running totals since January are taken apart into their differences, when a person agrees.",
)
DAYS = declare(
    "days_may_be_quarters",
    Severity.ASK,
    "4.8",
    "Days that begin or end quarters stand for the quarters where no heading says months, when a person agrees.",
)
QUARTERS = declare(
    "days_are_quarters",
    Severity.INFO,
    "4.8",
    "Days under a heading that says quarter stand for the quarters they begin or end.",
)
ORDER = declare(
    "day_or_month",
    Severity.ASK,
    "5.3",
    "Where no day of a file is above 12 the day is taken to stand first, when a person agrees.",
)
UNIT = declare(
    "unit_doubtful",
    Severity.ASK,
    "4.14",
    "Figures under a title or heading that tells money, per cent or land are taken for counts when a person agrees.",
)
SETTLED = declare("doubt_settled", Severity.INFO, "4.12", "A doubt that was settled for this kind of file is told.")

DOUBTS = (THOUSANDS, RUNNING, DAYS, ORDER, UNIT)
DECLINABLE = (THOUSANDS, DAYS, ORDER)


class Doubt(NamedTuple):
    """Where a doubt stands first, of which rule, with what is written there and what the question tells besides."""

    rule: str
    place: Place
    value: str
    details: Mapping[str, str] = {}

    def settled(self, marks: Marks) -> bool:
        """Whether a person took or declined the reading proposed."""
        return self.rule in marks.agreed | marks.declined
