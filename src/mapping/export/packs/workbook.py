"""The view as an Excel workbook: typed cells, a frozen header and filters on every table, the method on a sheet.

No cell is a formula or a link, whatever a name or a text begins with (xlsxwriter's `strings_to_formulas` off).
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Format, Workbook, Worksheet

from mapping.export.packs.view_facts import title, view_of
from mapping.export.packs.workbook_tables import (
    Sheet,
    areas_sheet,
    attention_sheet,
    briefs_sheet,
    classes_sheet,
    measures_sheet,
    method_rows,
)
from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.model.selection import Selection
from mapping.store import Snapshot
from mapping.views.map.view import compute

LONGEST_CELL = 32767  # signs that Excel keeps in a cell
LONGEST_MARGIN = 100  # signs of the title above a printed page
NARROWEST, WIDEST = 9, 48
LOOKED_AT = 200  # rows from which a column's width is taken
HEAD_LINES = 3
INFINITE = "∞"
_NUMBERS = {
    "whole": "#,##0",
    "one": "#,##0.0",
    "two": "0.00",
    "three": "0.000",
    "day": "dd.mm.yyyy",
}
_BY_DIGITS = ("whole", "one", "two", "three")
_BOUNDS = ("above", "up_to")  # of classes


def workbook_pack(snapshot: Snapshot, selection: Selection, area: str, lang: Lang) -> bytes:
    """The workbook (.xlsx): areas of the view, briefs, what needs attention, measures, classes, method and filters.

    Raises KeyError for an unknown area.
    """
    chosen = view_of(selection, area, lang)
    view = compute(snapshot, chosen)
    sheets = [
        areas_sheet(snapshot, chosen, view),
        briefs_sheet(snapshot, chosen),
        attention_sheet(snapshot, chosen),
        measures_sheet(snapshot, chosen),
        classes_sheet(chosen, view),
    ]
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    named = title(snapshot, chosen)
    day = snapshot.as_of
    book.set_properties({"title": named, "comments": snapshot.id, "created": datetime(day.year, day.month, day.day)})
    styles = _styles(book)
    notice = f"{text('page.demonstration', lang)} · " if snapshot.demonstration else ""
    for sheet in sheets:
        if len(sheet.rows):
            _print_well(_write_table(book, styles, sheet), named, f"{notice}{snapshot.id}")
    about = _write_method(book, styles, text("pack_files.method", lang), method_rows(snapshot, chosen))
    _print_well(about, named, f"{notice}{snapshot.id}")
    book.close()
    return target.getvalue()


def _styles(book: Workbook) -> dict[str, Format]:
    cell = {"valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bg_color": "#dfe6f3", "text_wrap": True, "valign": "top", "bottom": 1}),
        "text": book.add_format(cell),
        "long": book.add_format({**cell, "text_wrap": True}),
        "name": book.add_format({**cell, "bold": True, "text_wrap": True}),
        **{name: book.add_format({**cell, "num_format": form}) for name, form in _NUMBERS.items()},
    }


def _write_table(book: Workbook, styles: dict[str, Format], table: Sheet) -> Worksheet:
    """A sheet with the header in its first row, frozen and with filters over all its columns."""
    sheet = book.add_worksheet(table.name)
    rows = table.rows
    for place, column in enumerate(rows.columns):
        sheet.write_string(0, place, table.header[column], styles["head"])
        width = _width(table.header[column], rows[column].iloc[:LOOKED_AT])
        values = rows[column].astype("object").tolist()
        style = _style(str(column), rows[column])
        sheet.set_column(place, place, width)
        for row, value in enumerate(values, start=1):
            _write_cell(sheet, row, place, value, styles[style])
    sheet.set_row(0, 15 * HEAD_LINES)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(rows), len(rows.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return sheet


def _style(column: str, values: pd.Series) -> str:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return "day"
    if pd.api.types.is_numeric_dtype(values.dtype):
        return _number_style(column)
    return "long" if column in ("text", "result", "why") else "text"


def _number_style(column: str) -> str:
    """As far as the screen writes it; a chance, which it writes in per cent, as far as a part of one."""
    style = wording.style_of(column)
    return "three" if style.chance else "two" if column in _BOUNDS else _BY_DIGITS[style.digits]


def _width(head: str, values: pd.Series) -> float:
    """Wide enough for most cells, and for the header on `HEAD_LINES` lines."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return max(NARROWEST + 3, len(head) / HEAD_LINES)
    words = max((len(word) for word in head.split()), default=0)
    cells = values.astype("str").str.len().max() if not pd.api.types.is_numeric_dtype(values.dtype) else 0
    return float(min(WIDEST, max(NARROWEST, words + 4, len(head) / HEAD_LINES + 4, cells + 2)))


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, style: Format) -> None:
    """A cell of the value's own type; nothing where there is no figure."""
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float):
        if math.isinf(value):
            sheet.write_string(row, column, INFINITE, style)
        elif not math.isnan(value):
            sheet.write_number(row, column, value, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value)[:LONGEST_CELL], style)


def _write_method(
    book: Workbook, styles: dict[str, Format], name: str, parts: Iterable[tuple[str, list[tuple[str, str]]]]
) -> Worksheet:
    """The sheet of names and sentences, under headings."""
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 110)
    row = 0
    for heading, told in parts:
        sheet.write_string(row, 0, heading, styles["head"])
        sheet.write_blank(row, 1, None, styles["head"])
        for row, (what, how) in enumerate(told, start=row + 1):  # noqa: B020 (the rows go on below)
            sheet.write_string(row, 0, what, styles["name"])
            sheet.write_string(row, 1, how[:LONGEST_CELL], styles["long"])
        row += 2
    sheet.fit_to_pages(1, 0)
    sheet.set_landscape()
    return sheet


def _print_well(sheet: Worksheet, named: str, identity: str) -> None:
    """Paper A4, the title above and the snapshot and page numbers below; `&` would be a command to Excel."""
    sheet.set_paper(9)
    sheet.set_header("&L" + named[:LONGEST_MARGIN].replace("&", "&&"))
    sheet.set_footer("&L" + identity[:LONGEST_MARGIN].replace("&", "&&") + "&R&P / &N")
