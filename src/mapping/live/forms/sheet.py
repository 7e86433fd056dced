"""The form: a row a measure with its id and the version that its reader sees, both hidden; what is known in grey, what is asked for in white.

A hidden row of codes says what the columns are, so that a form is read whatever its language. No cell is a formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import xlsxwriter
from sqlalchemy import Connection
from xlsxwriter.workbook import Format, Workbook, Worksheet

from mapping.live.current import live
from mapping.live.reports import book
from mapping.live.reports.report import BESIDE
from mapping.model.levels import parent_of
from mapping.model.locale import Lang, name_column, text
from mapping.model.periods import Quarter
from mapping.model.vocabulary import TermKind
from mapping.model.wording import quarter as quarter_words
from mapping.store import Snapshot
from mapping.store.sql import database
from mapping.store.sql.opened import is_begun
from mapping.views.map.names import term_names
from mapping.views.oversight.situation import measures_under

HIDDEN = ("measure", "version")
TOLD = ("district", "mahalla", "text", "who", "deadline", "state")
ASKED = ("progress", "done_on", "words")
COLUMNS = (*HIDDEN, *TOLD, *ASKED)
CODES_ROW = 2
_WIDTHS = {
    "district": 18,
    "mahalla": 20,
    "text": 60,
    "who": 34,
    "deadline": 12,
    "state": 18,
    "progress": 13,
    "done_on": 13,
    "words": 60,
}
_DAYS = {"deadline", "done_on"}
_FIRST_DAY = date(2000, 1, 1)
_AT_ONCE = 10_000  # ids in one question
_POSTS = ("district_post", "region_post")


def report_form(snapshot: Snapshot, area: str, quarter: Quarter, lang: Lang) -> bytes:
    """The workbook for the measures of an area's quarter as they stand now; those that are over (done, cancelled) are left out. Raises DatabaseUnusable."""
    view = live(snapshot)
    measures = measures_under(view, area, str(quarter))
    measures = measures[measures["status"].isin(("planned", "in_progress"))].sort_values(["area", "id"])
    versions = _versions(view, measures["id"].tolist())
    rows = [_row(view, row, versions, lang) for row in measures.to_dict("records")]
    names = snapshot.areas[name_column(lang)]
    title = text("report_form.title", lang, area=names[area], quarter=quarter_words(quarter, lang))
    if snapshot.demonstration:
        title = f"{title} ({text('page.demonstration', lang)})"
    return _written(rows, title, lang, made=view.as_of)


def _versions(view: Snapshot, measures: list[str]) -> dict[str, int]:
    """The version of each measure that was reported on."""
    if not is_begun(view.home):
        return {}
    found: dict[str, int] = {}
    with database(view.home).reading() as connection:
        for start in range(0, len(measures), _AT_ONCE):
            found |= _of(connection, measures[start : start + _AT_ONCE])
    return found


def _of(connection: Connection, measures: list[str]) -> dict[str, int]:
    reports = book.histories(connection, measures)
    return {
        one: max((report.version for report in history if report.act not in BESIDE), default=0)
        for one, history in reports.items()
    }


def _row(view: Snapshot, row: Mapping[Any, Any], versions: Mapping[str, int], lang: Lang) -> dict[str, Any]:
    names, posts = view.areas[name_column(lang)], term_names(view, TermKind.POST, lang)
    held = [posts.get(str(row[name]), str(row[name])) for name in _POSTS if pd.notna(row[name])]
    if pd.notna(row["seven_member"]):
        held.append(text(f"seven_member.{row['seven_member']}", lang))
    return {
        "measure": str(row["id"]),
        "version": versions.get(str(row["id"]), 0),
        "district": str(names[str(parent_of(str(row["area"])))]),
        "mahalla": str(names[row["area"]]),
        "text": str(row["text"]),
        "who": "; ".join(held),
        "deadline": None if pd.isna(row["deadline"]) else pd.Timestamp(row["deadline"]).date(),
        "state": text(f"state.{row['state']}", lang)
        + ("" if pd.isna(row["progress"]) else f", {int(row['progress'])} %"),
    }


def _written(rows: list[dict[str, Any]], title: str, lang: Lang, *, made: date) -> bytes:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"title": title, "created": datetime.combine(made, time())})
        sheet, styles = workbook.add_worksheet(text("report_form.sheet", lang)[:31]), _styles(workbook)
        sheet.write_string(0, len(HIDDEN), title, styles["title"])
        sheet.write_string(1, len(HIDDEN), text("report_form.note", lang), styles["note"])
        for column, name in enumerate(COLUMNS):
            sheet.write_string(CODES_ROW, column, name)
            sheet.write_string(CODES_ROW + 1, column, text(f"report_form.{name}", lang), styles["head"])
            hidden = {"hidden": True} if name in HIDDEN else {}
            sheet.set_column(column, column, _WIDTHS.get(name, 12), None, hidden)
        sheet.set_row(CODES_ROW, None, None, {"hidden": True})
        sheet.set_row(CODES_ROW + 1, 45)
        for place, row in enumerate(rows, start=CODES_ROW + 2):
            _write_row(sheet, styles, place, row)
        _guard(sheet, lang, last=CODES_ROW + 1 + max(1, len(rows)))
    return target.getvalue()


def _styles(workbook: Workbook) -> dict[str, Format]:
    frame = {"border": 1, "border_color": "#b8bcc4", "valign": "top", "text_wrap": True}
    day = {"num_format": "dd.mm.yyyy"}
    return {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "note": workbook.add_format({"italic": True}),
        "head": workbook.add_format({**frame, "bold": True, "bg_color": "#dfe6f3"}),
        "told": workbook.add_format({**frame, "bg_color": "#eeeeee"}),
        "told_day": workbook.add_format({**frame, **day, "bg_color": "#eeeeee"}),
        "asked": workbook.add_format({**frame, "locked": False}),
        "asked_day": workbook.add_format({**frame, **day, "locked": False}),
    }


def _write_row(sheet: Worksheet, styles: Mapping[str, Format], place: int, row: Mapping[str, Any]) -> None:
    for column, name in enumerate(COLUMNS):
        style = styles[("asked" if name in ASKED else "told") + ("_day" if name in _DAYS else "")]
        value = row.get(name)
        if isinstance(value, date):
            sheet.write_datetime(place, column, datetime.combine(value, time()), style)
        elif isinstance(value, int):
            sheet.write_number(place, column, value, style)
        elif value:
            sheet.write_string(place, column, value, style)
        else:
            sheet.write_blank(place, column, None, style)


def _guard(sheet: Worksheet, lang: Lang, *, last: int) -> None:
    """What is told cannot be changed by mistake; there is no password. Per cent and day stay within bounds."""
    first = CODES_ROW + 2
    share, day = COLUMNS.index("progress"), COLUMNS.index("done_on")
    bounds = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100}
    sheet.data_validation(first, share, last, share, {**bounds, "error_message": text("plan.share", lang)})
    days = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY, "error_message": text("plan.day", lang)}
    sheet.data_validation(first, day, last, day, days)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    sheet.autofilter(CODES_ROW + 1, len(HIDDEN), last, len(COLUMNS) - 1)
    sheet.freeze_panes(CODES_ROW + 2, COLUMNS.index("text"))
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(CODES_ROW + 1)
    sheet.set_footer("&L&F&R&P / &N")
