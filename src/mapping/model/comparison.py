"""Two views side by side: of two periods, of two districts, or of two snapshots; and their form as a link.

The view that a `Selection` names is the one on the right. A comparison says what stands on the left of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mapping.model.levels import Level, level_of, lineage
from mapping.model.periods import Period, periods
from mapping.model.selection import ClassRule, Fallback, Offer, Selection, Value

COMPARED = (
    *(str(value) for value in (Value.RISK, Value.RATE, Value.COUNT, Value.PROBABILITY, Value.COMPUTED)),
    str(ClassRule.CATEGORY),
)
"""What can be compared, by its code (`Selection.shown`); a change or a cluster is a comparison already."""
NOTHING = ""


class ComparedBy(StrEnum):
    """What differs between the two sides."""

    PERIODS = "periods"
    DISTRICTS = "districts"
    SNAPSHOTS = "snapshots"


@dataclass(frozen=True)
class Comparison:
    """What stands on the left: a period, an area, or a snapshot's id, as a link writes it; empty where there is none."""

    kind: ComparedBy
    other: str

    def to_query(self) -> dict[str, str]:
        """What it adds to the link of the view on the right."""
        return {"compare": str(self.kind), **({"with": self.other} if self.other else {})}


def offered(kind: ComparedBy, selection: Selection, offer: Offer, snapshots: Sequence[str]) -> list[str]:
    """What can stand on the left, in the order of a list; `snapshots` are all there are, the earliest first.

    Periods are as long as the one on the right and share no quarter with it: what is counted twice cannot be compared by
    chance. Districts are all but the one on the right, that of `Selection.area`.
    """
    match kind:
        case ComparedBy.PERIODS:
            right = set(selection.period.quarters)
            same_length = periods(offer.quarters, selection.period.span)
            return [str(one) for one in same_length[::-1] if right.isdisjoint(one.quarters)]
        case ComparedBy.DISTRICTS:
            return [code for code in districts(offer) if code != district_of(selection.area)]
        case ComparedBy.SNAPSHOTS:
            return [one for one in reversed(snapshots) if one != offer.id]


def usual(kind: ComparedBy, selection: Selection, offer: Offer, snapshots: Sequence[str]) -> str:
    """What stands on the left unless another was chosen; empty where there is nothing to compare with.

    The same period a year before, where there is one, else the latest before, else the earliest after. The district
    that follows in the list. The snapshot before.
    """
    among = offered(kind, selection, offer, snapshots)
    if not among:
        return NOTHING
    match kind:
        case ComparedBy.PERIODS:
            before = [one for one in among if Period.parse(one).last < selection.period.last]
            year_before = str(selection.period.year_before)
            return year_before if year_before in among else before[0] if before else among[-1]
        case ComparedBy.DISTRICTS:
            after = [code for code in among if code > district_of(selection.area)]
            return (after or among)[0]
        case ComparedBy.SNAPSHOTS:
            return usual_before(snapshots, offer.id)


def usual_before(snapshots: Sequence[str], after: str) -> str:
    """The snapshot that comes before one in the list, which has two or more; for the first one that which follows."""
    place = snapshots.index(after) if after in snapshots else len(snapshots)
    return snapshots[place - 1] if place else snapshots[1]


def read(
    query: Mapping[str, str], selection: Selection, offer: Offer, snapshots: Sequence[str]
) -> tuple[Comparison, list[Fallback]]:
    """The comparison of a link. What is missing is the usual; what is unknown falls back and is told."""
    fallbacks = []
    kind, given = ComparedBy.PERIODS, query.get("compare")
    if given in list(ComparedBy):
        kind = ComparedBy(given)
    elif given is not None:
        fallbacks.append(Fallback("compare", given, str(kind)))
    other, asked = usual(kind, selection, offer, snapshots), query.get("with")
    if asked is not None and _stands(asked, kind, selection, offer, snapshots):
        other = asked
    elif asked is not None:
        fallbacks.append(Fallback("with", asked, other))
    return Comparison(kind, other), fallbacks


def fitting(comparison: Comparison, selection: Selection, offer: Offer, snapshots: Sequence[str]) -> Comparison:
    """The comparison as it can stand beside a view that has changed: as it was, or the usual."""
    return read(comparison.to_query(), selection, offer, snapshots)[0]


def _stands(asked: str, kind: ComparedBy, selection: Selection, offer: Offer, snapshots: Sequence[str]) -> bool:
    """Whether it can stand on the left; a mahalla stands for its district, in which it is marked."""
    if kind is ComparedBy.DISTRICTS:
        if asked not in offer.areas.index or level_of(asked) is Level.REGION:
            return False
        asked = district_of(asked)
    return asked in offered(kind, selection, offer, snapshots)


def districts(offer: Offer) -> list[str]:
    """The codes of the region's districts, sorted."""
    areas = offer.areas
    return sorted(areas.index[areas["parent"] == offer.region])


def district_of(area: str) -> str:
    """The district of a mahalla, or the district itself; a region's own code for a region."""
    return area if level_of(area) is Level.REGION else lineage(area)[1]


def comparable(selection: Selection) -> Selection:
    """The selection, of what can be compared: the smoothed risk in place of what cannot."""
    return selection if selection.shown in COMPARED else selection.showing(Value.RISK)
