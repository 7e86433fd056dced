"""Decisions over HTTP, to be read: listed, their history, as files, and what the form offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response

from mapping.access import accounts
from mapping.export.csv import Separator, file_name
from mapping.export.xlsx import XLSX
from mapping.live.decisions.decision import Decision
from mapping.live.decisions.files import decisions_csv, decisions_workbook
from mapping.live.decisions.form import FieldProblem
from mapping.live.decisions.journal import read_journal
from mapping.live.decisions.measures import measure_rows
from mapping.live.decisions.offers import default_deadline, names_of, offered_days, offered_posts, red_mahallas
from mapping.live.decisions.told import told
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, text
from mapping.store import NoSnapshot, Snapshot, StoreError
from mapping.store.home import default_home
from mapping.store.sql import database
from mapping.web.answers import NOT_KEPT, fresh, problems, refused, snapshot_of
from mapping.web.asked import lang_of

MOST_LISTED = 1000


def listed(request: Request) -> Response:
    """`decisions`: those of `area` and of areas within it, the last taken first; withdrawn ones with `withdrawn=1`.

    `meeting`: of that day's meeting alone; `meetings`: the days there are. `total` tells how many are asked for: at most
    MOST_LISTED are given. `unreadable`: lines of the journal that hold no decision.
    """

    def answer(snapshot: Snapshot, lang: Lang) -> Response:
        journal = read_journal(default_home())
        here = [one for one in journal.latest if _shown(one, request)]
        found = [one for one in here if _of_meeting(one, request)]
        days = sorted({one.content.meeting for one in here}, reverse=True)
        meetings = [{"day": day.isoformat(), "text": wording.day(day, lang)} for day in days]
        shown = _told(snapshot, found[:MOST_LISTED], lang)
        return fresh({"decisions": shown, "total": len(found), "meetings": meetings, "unreadable": journal.unreadable})

    return _reading(request, answer)


def history(request: Request) -> Response:
    """`versions` of one decision, the first first."""

    def answer(snapshot: Snapshot, lang: Lang) -> Response:
        versions = read_journal(default_home()).versions.get(request.path_params["decision"], [])
        found = _told(snapshot, versions, lang)
        return fresh({"versions": found}, status=200 if found else 404)

    return _reading(request, answer)


def _told(snapshot: Snapshot, versions: Sequence[Decision], lang: Lang) -> list[dict[str, Any]]:
    """Each with the name of who wrote it, "" where that is not known."""
    people = {one.person for one in versions if one.person}
    names: dict[str, str] = {}
    if people:
        with database().reading() as connection:
            names = accounts.names_of(connection, people)
    return [{**told(snapshot, one, lang), "person_name": names.get(one.person, "")} for one in versions]


def csv_file(request: Request) -> Response:
    """The decisions of `area` (and `meeting`) as measures; `separator` is `;` (the default) or `,`."""
    separator: Separator = "," if request.query_params.get("separator") == "," else ";"

    def answer(snapshot: Snapshot, lang: Lang) -> Response:
        content = decisions_csv(snapshot, _rows(request, snapshot, lang), lang, separator=separator)
        return _file(request, snapshot, content, "text/csv; charset=utf-8", "csv")

    return _reading(request, answer)


def workbook(request: Request) -> Response:
    """The same as an Excel form."""

    def answer(snapshot: Snapshot, lang: Lang) -> Response:
        area = request.query_params.get("area", "") or snapshot.region
        title = f"{text('page.decisions', lang)}: {names_of(snapshot, [area], lang)[area]}"
        rows = _rows(request, snapshot, lang)
        return _file(
            request, snapshot, decisions_workbook(snapshot, rows, lang, title=title, made=date.today()), XLSX, "xlsx"
        )

    return _reading(request, answer)


def _rows(request: Request, snapshot: Snapshot, lang: Lang) -> pd.DataFrame:
    versions = [kept for kept in read_journal(default_home()).versions.values() if _taken_away(kept, request)]
    rows = measure_rows(snapshot, versions, lang)
    return rows[rows["area"].str.startswith(request.query_params.get("area", ""))].reset_index(drop=True)


def _taken_away(versions: list[Decision], request: Request) -> bool:
    """A mahalla for which a decision is no longer meant is concerned, too: its measure is cancelled."""
    area = request.query_params.get("area", "")
    return any(one.concerns(area) for one in versions) and _of_meeting(versions[-1], request)


def _file(request: Request, snapshot: Snapshot, content: bytes, kind: str, ending: str) -> Response:
    area = request.query_params.get("area", "") or snapshot.region
    meeting = request.query_params.get("meeting", "")
    name = file_name(area=area, indicator="decisions", period=meeting, day=date.today()).removesuffix("csv")
    disposition = {"Content-Disposition": f'attachment; filename="{name}{ending}"'}
    return Response(content, media_type=kind, headers={**NOT_KEPT, **disposition})


def _shown(one: Decision, request: Request) -> bool:
    area, with_withdrawn = request.query_params.get("area", ""), request.query_params.get("withdrawn") == "1"
    return one.concerns(area) and (with_withdrawn or not one.withdrawn)


def _of_meeting(one: Decision, request: Request) -> bool:
    meeting = request.query_params.get("meeting", "")
    return meeting in ("", one.content.meeting.isoformat())


def form(request: Request) -> Response:
    """What the form offers for `area`: its name, `deadline` to begin with, others to choose from, `posts` with code, name
    and agency; for an area wider than a mahalla `red`, its red mahallas."""
    area = request.query_params.get("area", "")

    def answer(snapshot: Snapshot, lang: Lang) -> Response:
        if area not in snapshot.areas.index:
            return problems([FieldProblem("area", "area_unknown", {"given": area[:60]})], lang, status=404)
        is_wider = level_of(area) is not Level.MAHALLA
        red = names_of(snapshot, red_mahallas(snapshot, area), lang) if is_wider else {}
        deadline = default_deadline(date.today())
        return fresh(
            {
                "area": area,
                "area_name": names_of(snapshot, [area], lang)[area],
                "is_wider": is_wider,
                "deadline": deadline.isoformat(),
                "deadlines": [{"day": day.isoformat(), "text": wording.day(day, lang)} for day in offered_days(date.today())],
                "posts": [vars(one) for one in offered_posts(snapshot, area, lang)],
                "red": [{"code": code, "name": name} for code, name in red.items()],
            }
        )  # fmt: skip

    return _reading(request, answer)


def _reading(request: Request, answer: Callable[[Snapshot, Lang], Response]) -> Response:
    """The answer from the snapshot that is looked at; what cannot be read is told."""
    lang = lang_of(request)
    try:
        return answer(snapshot_of(request.query_params.get("snapshot", "")), lang)
    except NoSnapshot as fault:
        return refused(fault, lang, status=503)
    except StoreError as fault:
        return refused(fault, lang, status=507)
