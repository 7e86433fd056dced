"""Reports of measures: told without who wrote them, and taken by the rules and into the book of those that people write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mapping.live.reports import book, rules
from mapping.live.reports.errors import KeyUsed
from mapping.live.reports.measure import known_of
from mapping.live.reports.report import Report
from mapping.live.reports.told import said
from mapping.store.home import default_home
from mapping.store.opened import opened
from mapping.store.scope import current_scope
from mapping.store.sql import database
from mapping.store.sql.opened import is_begun
from mapping.web.api.asking import Asked, Unfit
from mapping.web.api.forms import OfReports, Paged
from mapping.web.api.paging import cursor_of, key_in
from mapping.web.asked import NotThere
from mapping.web.reports import add_report

KEY = "Idempotency-Key"


def list_reports(asked: Asked[OfReports]) -> dict[str, Any]:
    """All in their order, also as they come: the cursor of the last page goes on where it ended."""
    after = _seq_in(asked.query.cursor)
    reports: Sequence[Report] = ()
    if is_begun(default_home()):
        with database().reading() as connection:
            reports = book.after(connection, after, most=asked.query.limit, within=_within(asked.query.area))
    last = reports[-1].seq if reports else after
    return {"items": [told(one, asked) for one in reports], "next": cursor_of(str(last)) if last else None}


def _within(area: str) -> list[str]:
    """The areas of the scope that lie in an area, or hold it."""
    scope = current_scope()
    return [max(area, one, key=len) for one in scope if area.startswith(one) or one.startswith(area)]


def reports_of(asked: Asked[Paged]) -> dict[str, Any]:
    """The history of a measure, the first first. Raises NoMeasure."""
    measure, limit = asked.path["measure"], asked.query.limit
    known_of(opened(None), measure)
    after, reports = _seq_in(asked.query.cursor), list[Report]()
    if is_begun(default_home()):
        with database().reading() as connection:
            reports = [one for one in book.history(connection, measure) if one.seq > after]
    shown = reports[:limit]
    return {
        "items": [told(one, asked) for one in shown],
        "next": cursor_of(str(shown[-1].seq)) if len(reports) > limit else None,
    }


def take_report(asked: Asked[Any]) -> dict[str, Any]:
    """Keep a report: the same again where it was sent before under its key. Raises what `web.reports.STATUS` names, Unfit."""
    key = asked.request.headers.get(KEY)
    if key is None:
        raise Unfit(KEY, "api_invalid.missing")
    draft = rules.read({**asked.body, "measure": asked.path["measure"], "key": key})
    try:
        return told(add_report(asked.request, draft, known_of(opened(None), draft.measure)), asked)
    except KeyUsed:
        raise Unfit(KEY, "api_invalid.key_used", status=422) from None


def told(report: Report, asked: Asked[Any]) -> dict[str, Any]:
    """A report as other systems have it: nobody is named."""
    return {
        "seq": report.seq, "measure": report.measure, "area": report.area, "version": report.version, "act": report.act,
        "progress": report.progress, "done_on": report.done_on, "deadline": report.deadline, "words": report.words,
        "said": said(report, asked.lang), "time": report.time, "own": report.person == asked.person.id,
    }  # fmt: skip


def _seq_in(cursor: str) -> int:
    """Raises NotThere."""
    if not cursor:
        return 0
    key = key_in(cursor)
    if not (key.isascii() and key.isdigit() and len(key) <= 15):
        raise NotThere(cursor)
    return int(key)
