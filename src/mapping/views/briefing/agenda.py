"""The agenda of a meeting as a link holds it: an order of the districts, or districts picked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mapping.model.levels import Level, level_of
from mapping.model.periods import Period, periods
from mapping.model.selection import Fallback, Selection
from mapping.store import Snapshot
from mapping.views.briefing.brief import Order, agenda


@dataclass(frozen=True)
class Agenda:
    """Districts in an order as of a period, or, without an order, those picked, in the order of picking.

    The period is the agenda's own: stepping to another quarter in the middle of a meeting must not reorder it.
    """

    order: Order | None
    period: Period
    picked: tuple[str, ...] = ()

    def districts(self, snapshot: Snapshot, selection: Selection) -> list[str]:
        """The codes of the districts, each once, in the order in which the meeting goes through them."""
        if self.order is None:
            return list(self.picked)
        return agenda(snapshot, selection.indicator, selection.group, self.period, self.order)

    def to_query(self) -> dict[str, str]:
        """The link's parameters."""
        if self.order is None:
            return {"agenda": ",".join(self.picked)}
        return {"agenda": str(self.order), "agenda_period": str(self.period)}


def read_agenda(query: Mapping[str, str], snapshot: Snapshot, selection: Selection) -> tuple[Agenda, list[Fallback]]:
    """The agenda of a link; the most overdue first where it says nothing. What is unknown falls back and is told."""
    fallbacks: list[Fallback] = []
    offered = {str(one): one for one in periods(snapshot.quarters)}
    given_period = query.get("agenda_period", str(selection.period))
    period = offered.get(given_period, selection.period)
    if str(period) != given_period:
        fallbacks.append(Fallback("agenda_period", given_period, str(period)))
    given = query.get("agenda", str(Order.OVERDUE))
    if given in list(Order):
        return Agenda(Order(given), period), fallbacks
    picked = list(dict.fromkeys(one for one in given.split(",") if one))
    known = [one for one in picked if one in snapshot.areas.index and level_of(one) is Level.DISTRICT]
    used = "" if known else str(Order.OVERDUE)
    unknown = [one for one in picked if one not in known] or ([] if known else [given])
    fallbacks += [Fallback("agenda", one, used) for one in unknown]
    return Agenda(None if known else Order.OVERDUE, period, tuple(known)), fallbacks
