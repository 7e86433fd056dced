"""Forms of the tables that are brought: every mahalla by code and name, its period, and columns to be filled in.

Headings are those of the product's exports, which the intake reads in every language. Filled in, a form is what is
published for its last period: an example that can be brought back as it is. An indicator of the region's own, which
the intake knows by a profile only, has no column. No cell is a formula.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

import pandas as pd
import xlsxwriter

from mapping.model.levels import Level, parent_of
from mapping.model.locale import Lang, name_column, text
from mapping.model.vocabulary import Group
from mapping.reading.tables.words import counted
from mapping.store import Snapshot

_WIDTHS = {0: 14, 1: 22, 2: 24, 3: 11}
_WIDTH, _HEAD_HEIGHT = 13, 60
Values = tuple[str, str, pd.DataFrame]
"""The heading and word of the period, and the published values: mahallas in the snapshot's order, columns by their headings."""


def blank_form(snapshot: Snapshot, name: str, lang: Lang, *, filled: bool = False) -> bytes:
    """An Excel workbook (.xlsx) of one table, by its name in `FORMS`; `filled` with what is published last.

    Raises KeyError for another name.
    """
    period_heading, period, values = FORMS[name](snapshot, lang)
    areas = snapshot.areas[snapshot.areas["level"] == Level.MAHALLA]
    names = snapshot.areas[name_column(lang)]
    told = [text(f"column.{column}", lang) for column in ("area", "district_name", "mahalla_name", period_heading)]
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(*snapshot.as_of.timetuple()[:3])})
        sheet = book.add_worksheet(text(f"blank_form.{name}", lang)[:31])
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e8edf3", "border": 1})
        for column, heading in enumerate([*told, *values.columns]):
            sheet.write_string(0, column, str(heading), head)
            sheet.set_column(column, column, _WIDTHS.get(column, _WIDTH))
        sheet.set_row(0, _HEAD_HEIGHT)
        sheet.freeze_panes(1, len(told))
        codes = areas.index[values.loc[areas.index].notna().any(axis=1)] if filled else areas.index
        for row, code in enumerate(map(str, codes), start=1):
            for column, word in enumerate((code, names[str(parent_of(code))], names[code], period)):
                sheet.write_string(row, column, str(word))
            if filled:
                for column, value in enumerate(values.loc[code], start=len(told)):
                    if pd.notna(value):
                        sheet.write(row, column, value)
    return target.getvalue()


def _figures(snapshot: Snapshot, lang: Lang) -> Values:
    last = snapshot.quarters[-1]
    names = snapshot.indicators[name_column(lang)]
    counts = {
        str(names[code]): snapshot.counts(str(code), Group.ALL, [last], snapshot.region).iloc[:, 0]
        for code in snapshot.indicators.index
        if counted("indicator", str(names[code])) == code
    }
    return "quarter", str(last), pd.DataFrame(counts)


def _population(snapshot: Snapshot, lang: Lang) -> Values:
    year = snapshot.quarters[-1].year
    people = {
        text("column.people", lang) if group is Group.ALL else text(f"group.{group}", lang): snapshot.population(
            year, group, snapshot.region
        )
        for group in Group
    }
    return "year", str(year), pd.DataFrame(people)


def _categories(snapshot: Snapshot, lang: Lang) -> Values:
    years = snapshot.years_with_categories
    year = years[-1] if years else snapshot.quarters[-1].year
    given = snapshot.categories(snapshot.region, year).set_index("area")["category"]
    words = given.map(lambda category: text(f"category.{category}", lang)).reindex(
        snapshot.mahallas_of(snapshot.region)
    )
    return "year", str(year), words.to_frame(text("column.category", lang))


FORMS: Mapping[str, Callable[[Snapshot, Lang], Values]] = MappingProxyType(
    {"figures": _figures, "population": _population, "categories": _categories}
)
"""By the name of a form, what its columns are. Plans have forms of their own: `plan_file`."""
