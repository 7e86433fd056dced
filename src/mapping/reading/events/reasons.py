"""Why an event is not counted into an area: one reason each, the first that applies."""

from __future__ import annotations

from enum import IntEnum


class Reason(IntEnum):
    """What is counted has `PLACED`. docs/events.md tells the order in which they are looked for."""

    PLACED = 0
    ROW_BROKEN = 1
    DATE_MISSING = 2
    DATE_UNREADABLE = 3
    DATE_FUTURE = 4
    OUTSIDE_PERIOD = 5
    KIND_MISSING = 6
    KIND_UNKNOWN = 7
    NO_PLACE = 8
    CODE_UNKNOWN = 9
    COORDINATES_UNREADABLE = 10
    COORDINATES_EXCHANGED = 11
    IN_GAP = 12
    OUTSIDE_AREAS = 13
    NAME_UNKNOWN = 14
    NAME_SEVERAL = 15
    ID_TWICE = 16
    QUARTER_STRAY = 17

    @property
    def key(self) -> str:
        """As files and the text catalogue name it."""
        return self.name.lower()


class Remark(IntEnum):
    """What is told of an event that is counted."""

    CODE_CORRECTED = 1
    NAME_CORRECTED = 2
    PLACES_DIFFER = 3

    @property
    def key(self) -> str:
        """As files and the text catalogue name it."""
        return self.name.lower()
