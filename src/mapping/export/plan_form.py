"""A plan as an Excel form: drop-down lists where a column has a list, code columns protected, read back as any file.

Headings and words are those of the product's exports, which the intake reads in every language. A term whose name the
intake does not know is written by its code. No cell is a formula or a link (xlsxwriter's `strings_to_formulas` off).
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Format, Workbook, Worksheet

from mapping.export.columns import closed_list
from mapping.model.locale import Lang, text
from mapping.model.schemas import MEASURE, Column, Form
from mapping.reading.tables.words import meaning

NAMED = ("district_name", "mahalla_name", "area", "quarter")
TOLD = (
    *NAMED,
    "crimes_before",
    "main_factors",
    "groups_above",
    "posts_assigned",
)
FIXED = {"id", *TOLD}
Columns = tuple[str, ...]
SPARE_ROWS = 30
FIRST_DAY = date(2020, 1, 1)
PAGES_WIDE = 2  # on A3: what is told, then what is asked; on one page nobody could read it
HEADER_ROW = 2
_WIDTH, _WIDTHS = 14, {
    "id": 23, "mahalla_name": 20, "district_name": 18, "quarter": 9, "crimes_before": 10, "main_factors": 26, "posts_assigned": 64,
    "text": 60, "factor": 20, "seven_member": 20, "district_agency": 20, "region_agency": 20, "district_post": 26,
    "region_post": 26, "result": 30, "progress": 10,
}  # fmt: skip
LINE, FEWEST_LINES, HEAD_LINES = 15, 3, 4  # points; a measure's text takes two or three lines
_IN_WORDS = {"factor", "sector", "district_agency", "district_post", "region_agency", "region_post", "status"}
_LISTS = {"target_group": "group"}


def columns_of(told: Sequence[str] = TOLD) -> Columns:
    """The columns of a form from the left: the id, what is told, and what is to be filled in."""
    return ("id", *told, *(name for name in MEASURE.names if name not in FIXED))


COLUMNS = columns_of()


@dataclass(frozen=True)
class Words:
    """The names that a form shows: of areas by code, and of the open lists by kind and code."""

    areas: Mapping[str, str]
    terms: Mapping[str, Mapping[str, str]]


def plan_form(
    rows: pd.DataFrame,
    words: Words,
    lang: Lang,
    *,
    title: str,
    made: date,
    told: Sequence[str] = TOLD,
    note: str | None = None,
) -> bytes:
    """The workbook's bytes. `rows` as `oversight.plan.plan_rows` gives them; the same rows give the same bytes.

    Rows 1 and 2 are the title and what to do (`note` in place of the plan's own words), row 3 the header. Below the last
    row are empty ones for further measures. `told`: the grey columns beside the id, NAMED or TOLD.
    """
    columns = columns_of(told)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": datetime(made.year, made.month, made.day)})
    sheet = book.add_worksheet(text("plan.sheet", lang))
    lists = book.add_worksheet(text("plan.lists", lang))
    styles = _styles(book)
    _write_head(sheet, styles, lang, columns, (title, note or text("plan.note", lang)))
    writers = {name: _writer(name, words, lang) for name in columns}
    for place, row in enumerate(rows.to_dict("records"), start=HEADER_ROW + 1):
        full = {**row, "mahalla_name": row["area"], "district_name": str(row["area"])[:7]}
        cells = {name: writers[name](full.get(name)) for name in columns}
        sheet.set_row(place, LINE * _lines(cells))
        for column, (name, value) in enumerate(cells.items()):
            told = "number" if name == "crimes_before" else "fixed"
            _write_cell(sheet, place, column, value, styles[told if name in FIXED else _style(name)])
    last = HEADER_ROW + len(rows) + SPARE_ROWS
    _write_spare(sheet, styles, columns, HEADER_ROW + len(rows) + 1, last)
    _offer_choices(sheet, lists, columns, words, lang, last)
    lists.hide()
    _protect(sheet, columns, last)
    book.close()
    return target.getvalue()


def _styles(book: Workbook) -> dict[str, Format]:
    frame = {"border": 1, "border_color": "#b8bcc4", "valign": "top", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"italic": True}),
        "head": book.add_format({**frame, "bold": True, "bg_color": "#dfe6f3"}),
        "fixed": book.add_format({**frame, "bg_color": "#eeeeee"}),
        "number": book.add_format({**frame, "bg_color": "#eeeeee", "align": "center"}),
        "open": book.add_format({**frame, "locked": False}),
        "day": book.add_format({**frame, "locked": False, "num_format": "dd.mm.yyyy"}),
    }


def _style(name: str) -> str:
    return "day" if name in ("deadline", "done_on") else "open"


def _write_head(
    sheet: Worksheet, styles: dict[str, Format], lang: Lang, columns: Columns, said: tuple[str, str]
) -> None:
    for row, (words, style) in enumerate(zip(said, ("title", "note"), strict=True)):
        sheet.write_string(row, 0, words, styles[style])
    for column, name in enumerate(columns):
        sheet.write_string(HEADER_ROW, column, heading(name, lang), styles["head"])
        sheet.set_column(column, column, _WIDTHS.get(name, _WIDTH))
    sheet.set_row(HEADER_ROW, LINE * HEAD_LINES)


def heading(name: str, lang: Lang) -> str:
    """A column's heading: without the word code where the form shows words."""
    return text(f"{'plan_head' if name in _IN_WORDS else 'column'}.{name}", lang)


def _lines(cells: Mapping[str, Any]) -> int:
    """How high a row must be: not every spreadsheet program fits rows to wrapped text when it opens a file."""
    longest = (len(value) / _WIDTHS.get(name, _WIDTH) for name, value in cells.items() if isinstance(value, str))
    return max(FEWEST_LINES, math.ceil(max(longest, default=0)))


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, style: Format) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style)
    elif value is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_string(row, column, value, style)


def _write_spare(sheet: Worksheet, styles: dict[str, Format], columns: Columns, first: int, last: int) -> None:
    for row in range(first, last + 1):
        sheet.set_row(row, LINE * FEWEST_LINES)
        for column, name in enumerate(columns):
            sheet.write_blank(row, column, None, styles[_style(name)])


def _writer(name: str, words: Words, lang: Lang) -> Callable[[Any], Any]:
    """What turns a value of a column into a cell: text, whole number, day or nothing."""
    column = next((one for one in MEASURE.columns if one.name == name), None)
    if name in ("mahalla_name", "district_name"):
        return lambda code: words.areas.get(code, "")
    if name in ("main_factors", "posts_assigned", "groups_above"):
        kind = {"main_factors": "factor", "posts_assigned": "post"}.get(name)
        shown = words.terms[kind] if kind else closed_list("group", lang)
        return lambda codes: "; ".join(shown.get(code, code) for code in codes) if isinstance(codes, list) else ""
    if column is not None and column.form in (Form.CHOICE, Form.TERM):
        named = choices(column, words, lang)
        return lambda code: None if _absent(code) else named.get(code, str(code))
    if column is not None and column.form is Form.DATE:
        return lambda day: None if _absent(day) else pd.Timestamp(day).to_pydatetime()
    if name == "crimes_before" or (column is not None and column.form is Form.SHARE):
        return lambda number: None if _absent(number) else int(number)
    return lambda value: None if _absent(value) else str(value)


def _absent(value: Any) -> bool:
    return value is None or bool(pd.isna(value))


def choices(column: Column, words: Words, lang: Lang) -> dict[str, str]:
    """What stands for each code of a listed column: its word where the intake reads it as this code, else the code."""
    section = str(column.term) if column.term else _LISTS.get(column.name, column.name)
    named = words.terms[section] if column.term else closed_list(section, lang)
    return {code: word if meaning(section, word) == code else code for code, word in named.items()}


def _offer_choices(sheet: Worksheet, lists: Worksheet, columns: Columns, words: Words, lang: Lang, last: int) -> None:
    """A drop-down list for each listed column, kept on the hidden sheet; days and shares within bounds."""
    name = text("plan.lists", lang).replace("'", "''")
    for column in MEASURE.columns:
        place = columns.index(column.name)
        cells = (HEADER_ROW + 1, place, last, place)
        if column.form in (Form.CHOICE, Form.TERM):
            offered = list(choices(column, words, lang).values())
            for row, word in enumerate(offered):
                lists.write_string(row, place, word)
            letter = xl_col_to_name(place)
            source = f"='{name}'!${letter}$1:${letter}${max(1, len(offered))}"
            rule: dict[str, object] = {"validate": "list", "source": source, "error_message": text("plan.choose", lang)}
        elif column.form is Form.DATE:
            rule = {"validate": "date", "criteria": ">=", "value": FIRST_DAY, "error_message": text("plan.day", lang)}
        elif column.form is Form.SHARE:
            bounds = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100}
            rule = {**bounds, "error_message": text("plan.share", lang)}
        else:
            continue
        sheet.data_validation(*cells, {**rule, "error_title": heading(column.name, lang)[:32]})


def _protect(sheet: Worksheet, columns: Columns, last: int) -> None:
    """Codes and what is told cannot be changed by mistake; there is no password, so whoever must can lift it."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    sheet.autofilter(HEADER_ROW, 0, last, len(columns) - 1)
    sheet.freeze_panes(HEADER_ROW + 1, columns.index("area"))
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(PAGES_WIDE, 0)
    sheet.repeat_rows(HEADER_ROW)
    mahalla = columns.index("mahalla_name")
    sheet.repeat_columns(0, mahalla)
    sheet.set_footer("&L&F&R&P / &N")
