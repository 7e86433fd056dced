"""From a table of events to its report: what could be counted into areas, and why the rest could not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import shapely

from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.model.problems import Problem, Refused
from mapping.reading.events import (
    AreaNames,
    Kinds,
    Places,
    Reading,
    Reason,
    Tally,
    count_events,
    open_source,
    statistics,
)
from mapping.reading.events.area_names import Meant
from mapping.reading.events.coverage import covered_by
from mapping.reading.events.dates import quarter_of
from mapping.reading.events.headings import Role
from mapping.reading.files.limits import refuse
from mapping.reading.matching import Reference
from mapping.reading.registry import Severity, declare
from mapping.reading.report import OpenName, Report
from mapping.reading.request import Request
from mapping.reading.tables.words import codes_of

NOT_COUNTED = declare(
    "event_not_counted", Severity.SHOULD, "10.5", "An event has a date, a known kind, and a place in one of the areas."
)
COUNTED_OTHERWISE = declare(
    "event_counted_otherwise",
    Severity.SHOULD,
    "10.5",
    "What an event tells of its place agrees: code, name and coordinates.",
)
QUARTER_OPEN = declare(
    "events_quarter_open",
    Severity.MUST,
    "10.9",
    "The events of a quarter reach from its beginning to its end and are about as many as in others, or the reader is told which "
    "quarters the files cover.",
)
NONE_COUNTED = declare("event_none_counted", Severity.MUST, "10.5", "At least one event of a file can be counted.")
DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
_MOST_TOLD = 1000


def examine_events(path: Path, request: Request) -> Report:
    """Count a file of events into the areas of the reference whose outlines are known.

    Without a level it is the narrowest of which there are outlines. The constant `period` tells which quarters the file covers,
    `dates` (`day_first`, `month_first`) the order in which days are written, `projection` that of coordinates in metres, `every_row`
    that an id which stands twice is of two events. Raises Refused when the file cannot be read as
    events, none of them can be counted, or it leaves open how it is read.
    """
    source = open_source(path, {}, with_kind=True)
    level, outlines = _outlines(request.reference, request.level, request.parent)
    places = Places(list(outlines), list(outlines.values()), named=AreaNames(request, level))
    order = request.constants.get("dates")
    reading = Reading(
        Kinds(codes_of("indicator"), {}), period=covered_by(path.name, request.constants.get("period")),
        month_first=None if order is None else order == MONTH_FIRST,
        projection=request.constants.get("projection"), every_row="every_row" in request.constants,
    )  # fmt: skip
    tally = count_events([source], places, reading)
    unmatched = _open_names(tally, places)
    if not tally.placed and not unmatched:
        raise _none_counted(path.name, tally)
    problems = [
        *open_quarters(path.name, tally), *_named_wrongly(path.name, source.headings, source.columns, tally, places),
        *_problems(path.name, tally),
    ]  # fmt: skip
    return Report(
        FileKind.EVENTS, tally.rows, problems, by_code=tally.by_code, by_name=tally.by_name, frame=statistics(tally),
        unmatched=unmatched, open_rows=tally.rows - tally.placed,
    )  # fmt: skip


def open_quarters(file: str, tally: Tally) -> list[Problem]:
    """The quarters of which a person must say whether the files cover them; `covered` are those beyond doubt."""
    held = tally.by_quarter
    covered = "-".join(str(quarter_of(one)) for one in sorted({*tally.covered[:1], *tally.covered[-1:]}))
    return [
        Problem(
            file, QUARTER_OPEN, None, None, str(quarter_of(quarter)),
            {"cover": str(cover), "events": str(held[quarter]), "covered": covered},
        )
        for quarter, cover in sorted(tally.asked.items())
    ]  # fmt: skip


def _open_names(tally: Tally, places: Places) -> list[OpenName]:
    known = places.named.meant(tally.open_names)
    return [OpenName(row, name.name, known[name].suggestions) for name, (_, row) in tally.open_names.items()]


def _named_wrongly(
    file: str, headings: Sequence[str], columns: Mapping[Role, int], tally: Tally, places: Places
) -> list[Problem]:
    """The names that are no area's, or several areas', and no coordinates stand beside them."""
    known = places.named.meant(tally.open_names)
    heading = next((headings[columns[role]] for role in (Role.NAME, Role.CODE) if role in columns), None)
    return [
        Problem(file, known[name].rule, row, heading, name.name, {"suggestions": _suggested(known[name])})
        for name, (_, row) in list(tally.open_names.items())[:_MOST_TOLD]
    ]


def _suggested(meant: Meant) -> str:
    return ", ".join(f"{one.name} ({one.code})" for one in meant.suggestions) or "—"


def _outlines(
    reference: Reference, level: Level | None, parent: str | None
) -> tuple[Level, Mapping[str, shapely.Geometry]]:
    """The outlines of one level, by code. Shipped are those of regions only."""
    for one in [level] if level else reversed(Level):
        known = {area.code: reference.outlines.get(area.code) for area in reference.within(one, parent)}
        found = {code: outline for code, outline in known.items() if outline is not None}
        if found:
            return one, found
    return Level.REGION, {
        code: outline for code, outline in reference.outlines.items() if code.startswith(parent or "")
    }


def _none_counted(file: str, tally: Tally) -> Refused:
    commonest = tally.reasons.most_common(1)
    return refuse(file, NONE_COUNTED, value=str(tally.rows), unplaced=commonest[0][0].key if commonest else "no_place")


def _problems(file: str, tally: Tally) -> list[Problem]:
    """The events that were not counted, or counted otherwise than they say; beyond the thousandth they are counted."""
    lost = [one for one in tally.unplaced if one.reason not in _ASKED]
    told = [Problem(file, NOT_COUNTED, one.row, None, None, {"unplaced": one.reason.key}) for one in lost[:_MOST_TOLD]]
    times = {
        reason: number
        for reason, number in tally.reasons.items()
        if reason is not Reason.PLACED and reason not in _ASKED
    }
    other = [
        Problem(file, COUNTED_OTHERWISE, one.row, None, None, {"remark": one.remark.key})
        for one in tally.remarked[:_MOST_TOLD]
    ]
    return [
        *told, *_more(file, NOT_COUNTED, sum(times.values()) - len(told)),
        *other, *_more(file, COUNTED_OTHERWISE, tally.remarks.total() - len(other)),
    ]  # fmt: skip


def _more(file: str, rule: str, number: int) -> list[Problem]:
    return [Problem(file, "more", details={"more": str(number), "rule": rule})] if number > 0 else []


_ASKED = (Reason.NAME_UNKNOWN, Reason.NAME_SEVERAL)  # told as open names, once each
