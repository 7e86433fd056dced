"""What one may, and where: pairs of a right and an area, which holds for the area and all below it. Without any, nothing.

Whoever writes must see what is written about, so the rights that change something hold only within `view`. Whoever gives rights
gives only what they have themselves, within the area that they administer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from mapping.access.errors import AreaUnknown, AreaWrong
from mapping.model.levels import level_of


class Right(StrEnum):
    """What one may do in an area."""

    VIEW = "view"
    REPORT = "report"
    CONFIRM = "confirm"
    PUBLISH = "publish"
    ADMINISTER = "administer"
    AUDIT = "audit"


_WITHIN_VIEW = {Right.REPORT, Right.CONFIRM, Right.PUBLISH}


@dataclass(frozen=True, order=True)
class Grant:
    """A right in an area and all below it. Raises ValueError for what is no area's code: an empty one would mean everywhere."""

    what: Right
    area: str

    def __post_init__(self) -> None:
        level_of(self.area)


Grants = Collection[Grant]


def may(grants: Grants, what: Right, area: str) -> bool:
    """Whether the grants let one do this in all of an area; codes of areas begin with those of the areas above."""
    level_of(area)
    return _has(grants, what, area) and (what not in _WITHIN_VIEW or _has(grants, Right.VIEW, area))


def may_somewhere(grants: Grants, what: Right) -> bool:
    """Whether there is any area in which the grants let one do this."""
    return any(may(grants, what, grant.area) for grant in grants)


def require_areas(areas: Iterable[str], known: Collection[str] | None) -> None:
    """Raises AreaWrong for the first that has not the form of a code, AreaUnknown for one that is not among the areas `known`, which are None where
    nothing is published."""
    for area in areas:
        try:
            level_of(area)
        except ValueError as fault:
            raise AreaWrong(area=area[:64]) from fault
        if known is not None and area not in known:
            raise AreaUnknown(area=area[:64])


def areas_of(grants: Grants, what: Right) -> tuple[str, ...]:
    """The widest areas in which the grants let one do this, by code."""
    own = sorted({grant.area for grant in grants if grant.what is what and may(grants, what, grant.area)})
    if what in _WITHIN_VIEW:  # a right for a region holds in the district that may be seen
        seen = {grant.area for grant in grants if grant.what is Right.VIEW}
        own = sorted({*own, *(area for area in seen if may(grants, what, area))})
    return tuple(area for area in own if not any(area != wider and area.startswith(wider) for wider in own))


def may_give(grants: Grants, given: Grant) -> bool:
    """Whether one with these grants may give, or withdraw, this one."""
    return may(grants, Right.ADMINISTER, given.area) and may(grants, given.what, given.area)


def may_manage(grants: Grants, area: str, theirs: Grants) -> bool:
    """Whether one with these grants may invite, sign out or close the account of an area that has `theirs`.

    Whoever invites somebody anew could sign in in their place: so never one who has more.
    """
    return may(grants, Right.ADMINISTER, area) and all(may_give(grants, grant) for grant in theirs)


def _has(grants: Grants, what: Right, area: str) -> bool:
    return any(grant.what is what and area.startswith(grant.area) for grant in grants)
