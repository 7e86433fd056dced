"""Tables as a workbook: one sheet of rows to be filtered and sorted, one of what is the same of all rows.

Texts are written as texts, never as formulas; days as days; numbers as numbers, missing as empty, infinite as `inf`.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
import xlsxwriter

from mapping.export.csv import Words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""
_WIDEST, _ROOM = 60, 2  # signs
_LOOKED_AT = 200  # rows by which a column is made wide enough
_SHEET = 31  # signs of a sheet's name


def to_xlsx(
    frame: pd.DataFrame, *, title: str, about: str, header: Mapping[str, str] | None, words: Words | None,
    beside: Mapping[str, str],
) -> bytes:  # fmt: skip
    """The frame's columns in their order (not its index); `header` and `words` as in `to_csv`.

    `title` and `about` name the two sheets; `beside`: what is the same of all rows, in words.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet(title[:_SHEET])
        for place, name in enumerate(map(str, frame.columns)):
            head = (header or {}).get(name, name)
            cells = [_cell(value, (words or {}).get(name, {})) for value in frame[name]]
            sheet.write_string(0, place, head, bold)
            for row, cell in enumerate(cells, 1):
                if isinstance(cell, str):
                    sheet.write_string(row, place, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, place, cell, day)
                elif cell is not None:
                    sheet.write_number(row, place, cell)
            widest = max([len(head) / 2, *(len(str(cell)) for cell in cells[:_LOOKED_AT] if cell is not None)])
            sheet.set_column(place, place, min(widest, _WIDEST) + _ROOM)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(frame), max(len(frame.columns) - 1, 0))
        told = book.add_worksheet(about[:_SHEET])
        told.set_column(0, 0, 30)
        told.set_column(1, 1, 100)
        for row, (name, value) in enumerate(beside.items()):
            told.write_string(row, 0, name, bold)
            told.write_string(row, 1, value)
    return target.getvalue()


def _cell(value: object, words: Mapping[str, str]) -> str | float | date | None:
    """What a cell holds: text, a number, a day, or nothing."""
    if isinstance(value, str):
        return words.get(value, value) or None
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, date):  # a moment too
        return value.date() if isinstance(value, pd.Timestamp) else value
    if isinstance(value, bool | np.bool_):
        return int(value)
    if isinstance(value, int | float | np.number):
        number = float(value)
        return number if math.isfinite(number) else "inf" if number > 0 else "-inf"
    return str(value)
