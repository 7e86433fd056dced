"""The state of a presented meeting as its link holds it: the view, the agenda, and what of the screen is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from mapping.model.selection import Fallback, Selection, Value, from_query
from mapping.store import Snapshot
from mapping.views.briefing.agenda import Agenda, read_agenda


class Panel(StrEnum):
    """What stands beside the map."""

    FIGURES = "figures"
    MEASURES = "measures"
    AGENDA = "agenda"


_OFFERED: dict[str, tuple[str, ...]] = {
    "panel": tuple(Panel),
    "names": ("on", "off"),
    "cover": ("", "blank", "help", "decision"),
    "theme": ("", "light", "dark"),
}
"""Parameters of the screen with their values, the default first. An empty theme is that of the device."""


@dataclass(frozen=True)
class Meeting:
    """What is presented; `screen` holds every parameter of `_OFFERED`."""

    selection: Selection
    agenda: Agenda
    screen: dict[str, str]


def read_meeting(query: Mapping[str, str], snapshot: Snapshot) -> tuple[Meeting, list[Fallback]]:
    """Read a link. What is missing is the default; what is unknown falls back and is told.

    All mahallas on one scale for all periods, whatever the link says: colours must not change their meaning between
    two districts or quarters. Clusters are numbered anew in each period, and cannot be played. Raises NoStatistics.
    """
    locked = {**query, "scale": "locked", "level": "mahalla"}
    selection, fallbacks = from_query(locked, snapshot)
    if selection.value.is_cluster:
        fallbacks.append(Fallback("value", str(selection.value), str(Value.RISK)))
        selection = replace(selection, value=Value.RISK)
    agenda, more = read_agenda(query, snapshot, selection)
    screen = {}
    for name, offered in _OFFERED.items():
        given = query.get(name, offered[0])
        screen[name] = given if given in offered else offered[0]
        if given not in offered:
            more.append(Fallback(name, given, offered[0]))
    return Meeting(selection, agenda, screen), [*fallbacks, *more]
