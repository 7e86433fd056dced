"""Administrative levels and the codes that nest in one another (SOATO below the country)."""

from __future__ import annotations

from enum import StrEnum

REGION_DIGITS = 4
DISTRICT_DIGITS = 7


class Level(StrEnum):
    """Levels from the widest to the narrowest; a narrower area's code begins with its parent's."""

    REGION = "region"
    DISTRICT = "district"
    MAHALLA = "mahalla"

    @property
    def below(self) -> Level | None:
        """The next narrower level, or None for a mahalla."""
        order = list(Level)
        position = order.index(self) + 1
        return order[position] if position < len(order) else None


def level_of(code: str) -> Level:
    """The level that a code's length tells: 4 digits region, 7 district, more mahalla.

    Raises ValueError when the code is not made of digits or has no level's length.
    """
    if code.isascii() and code.isdigit():
        if len(code) == REGION_DIGITS:
            return Level.REGION
        if len(code) == DISTRICT_DIGITS:
            return Level.DISTRICT
        if len(code) > DISTRICT_DIGITS:
            return Level.MAHALLA
    raise ValueError(f"{code!r} is no area code: 4 digits (region), 7 (district) or more (mahalla)")


def parent_of(code: str) -> str | None:
    """The code of the area that contains this one; None for a region."""
    match level_of(code):
        case Level.REGION:
            return None
        case Level.DISTRICT:
            return code[:REGION_DIGITS]
        case Level.MAHALLA:
            return code[:DISTRICT_DIGITS]


def lineage(code: str) -> tuple[str, ...]:
    """The code's ancestors from the region down, and the code itself last."""
    parent = parent_of(code)
    return (code,) if parent is None else (*lineage(parent), code)
