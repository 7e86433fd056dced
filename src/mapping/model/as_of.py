"""The day that figures stand at: from 2000 on, at most a year ahead of the computer's own day."""

from __future__ import annotations

from datetime import date, timedelta

EARLIEST = date(2000, 1, 1)
_AHEAD = timedelta(days=366)


def latest(today: date | None = None) -> date:
    """The last day that is taken for the day of some figures; `today` is the computer's own."""
    return (today or date.today()) + _AHEAD


def is_plausible(day: date) -> bool:
    """Whether figures may stand at this day; both ends belong to it."""
    return EARLIEST <= day <= latest()


def bounds_told() -> dict[str, str]:
    """What fills the text that refuses a day: first, last, today."""
    return {"first": EARLIEST.isoformat(), "last": latest().isoformat(), "today": date.today().isoformat()}
