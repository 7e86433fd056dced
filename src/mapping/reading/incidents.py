"""From a table of events to its report: what could be counted into areas, and why the rest could not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import shapely

from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.model.problems import Problem, Refused
from mapping.reading.events import Kinds, Places, Reading, Reason, Tally, count_events, open_source, statistics
from mapping.reading.files.limits import refuse
from mapping.reading.matching import Reference
from mapping.reading.registry import Severity, declare
from mapping.reading.report import Report
from mapping.reading.request import Request
from mapping.reading.tables.words import codes_of

NOT_COUNTED = declare(
    "event_not_counted", Severity.SHOULD, "10.5", "An event has a date, a known kind, and a place in one of the areas."
)
NONE_COUNTED = declare("event_none_counted", Severity.MUST, "10.5", "At least one event of a file can be counted.")
_MOST_TOLD = 1000


def holds_events(path: Path) -> bool:
    """Whether a table has the columns of events."""
    try:
        open_source(path, {}, with_kind=True)
    except Refused:
        return False
    return True


def examine_events(path: Path, request: Request) -> Report:
    """Count a file of events into the areas of the reference whose outlines are known.

    Without a level it is the narrowest of which there are outlines. Raises Refused when the file cannot be read as
    events, or none of them can be counted.
    """
    source = open_source(path, {}, with_kind=True)
    outlines = _outlines(request.reference, request.level, request.parent)
    tally = count_events(
        [source], Places(list(outlines), list(outlines.values())), Reading(Kinds(codes_of("indicator"), {}))
    )
    if not tally.placed:
        raise _none_counted(path.name, tally)
    frame = statistics(tally)
    return Report(
        FileKind.EVENTS, tally.rows, _problems(path.name, tally), by_code=tally.by_code, frame=frame,
        open_rows=tally.rows - tally.placed,
    )  # fmt: skip


def _outlines(reference: Reference, level: Level | None, parent: str | None) -> Mapping[str, shapely.Geometry]:
    """The outlines of one level, by code. Shipped are those of regions only."""
    for one in [level] if level else reversed(Level):
        known = {area.code: reference.outlines.get(area.code) for area in reference.within(one, parent)}
        found = {code: outline for code, outline in known.items() if outline is not None}
        if found:
            return found
    return {code: outline for code, outline in reference.outlines.items() if code.startswith(parent or "")}


def _none_counted(file: str, tally: Tally) -> Refused:
    commonest = tally.reasons.most_common(1)
    return refuse(file, NONE_COUNTED, value=str(tally.rows), unplaced=commonest[0][0].key if commonest else "no_place")


def _problems(file: str, tally: Tally) -> list[Problem]:
    """The events that were not counted; beyond the thousandth they are counted."""
    told = [
        Problem(file, NOT_COUNTED, one.row, None, None, {"unplaced": one.reason.key})
        for one in tally.unplaced[:_MOST_TOLD]
    ]
    more = sum(times for reason, times in tally.reasons.items() if reason is not Reason.PLACED) - len(told)
    return told + ([Problem(file, "more", details={"more": str(more), "rule": NOT_COUNTED})] if more else [])
