"""Forms of the tables that are brought: every mahalla by code and name, its period, and columns to be filled in.

Headings are those of the product's exports, which the intake reads in every language. Filled in, a form is what is
published for its last period: an example that can be brought back as it is. An indicator of the region's own, which
the intake knows by a profile only, has no column. No cell is a formula.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from mapping.model.levels import Level, lineage
from mapping.model.locale import Lang, name_column, text
from mapping.model.vocabulary import Group, TermKind
from mapping.reading.tables.words import counted
from mapping.store import Snapshot

_WIDTHS = {0: 14, 1: 22, 2: 24, 3: 11}
_WIDTH, _WIDE, _HEAD_HEIGHT = 13, 44, 60
_FACTORS_A_MAHALLA, _POSTS_AN_AREA = 3, 2  # rows of a blank form; more are added by hand
_LISTS = "lists"


@dataclass(frozen=True)
class Form:
    """What a form asks for. `period`: heading and word of its time, None where it has none. `published`: what is published, by area
    code (an area may stand in several rows), columns by their headings. `rows`: how many rows an area has in a blank form.
    `depth`: how many names of places a row has, 2 for mahallas, 1 for districts. `choices`: the words that a column takes.
    """

    period: tuple[str, str] | None
    published: pd.DataFrame
    areas: pd.Index
    rows: int = 1
    depth: int = 2
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


def blank_form(snapshot: Snapshot, name: str, lang: Lang, *, filled: bool = False) -> bytes:
    """An Excel workbook (.xlsx) of one table, by its name in `FORMS`; `filled` with what is published last.

    Raises KeyError for another name.
    """
    form = FORMS[name](snapshot, lang)
    time = [form.period[0]] if form.period else []
    names = ("district_name", "mahalla_name")[: form.depth]
    told = [text(f"column.{column}", lang) for column in ("area", *names, *time)]
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(*snapshot.as_of.timetuple()[:3])})
        sheet = book.add_worksheet(text(f"blank_form.{name}", lang)[:31])
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e8edf3", "border": 1})
        for column, heading in enumerate([*told, *form.published.columns]):
            sheet.write_string(0, column, str(heading), head)
            sheet.set_column(column, column, _WIDE if heading in form.choices else _WIDTHS.get(column, _WIDTH))
        sheet.set_row(0, _HEAD_HEIGHT)
        sheet.freeze_panes(1, len(told))
        rows = form.published.dropna(how="all") if filled else _empty(form)
        for row, (code, *values) in enumerate(rows.itertuples(name=None), start=1):
            for column, word in enumerate((*_place(snapshot, str(code), lang), *(form.period or ("",))[1:])):
                sheet.write_string(row, column, str(word))
            for column, value in enumerate(values, start=len(told)):
                if pd.notna(value):
                    sheet.write(row, column, value)
        _offer(book, sheet, form, first=len(told), rows=len(rows))
    return target.getvalue()


def _empty(form: Form) -> pd.DataFrame:
    return form.published.iloc[:0].reindex([area for area in form.areas for _ in range(form.rows)])


def _place(snapshot: Snapshot, code: str, lang: Lang) -> tuple[str, ...]:
    """The code, and the names of the district and, of a mahalla, its own."""
    names = snapshot.areas[name_column(lang)]
    return code, *(str(names[one]) for one in lineage(code)[1:])


def _offer(book: xlsxwriter.Workbook, sheet: Worksheet, form: Form, *, first: int, rows: int) -> None:
    """Lists to choose from in the columns that take only certain words; they stand on a sheet that is not shown."""
    if not form.choices:
        return
    lists = book.add_worksheet(_LISTS)
    lists.hide()
    for place, (heading, words) in enumerate(form.choices.items()):
        for row, word in enumerate(words):
            lists.write_string(row, place, word)
        column = first + form.published.columns.tolist().index(heading)
        source = f"={_LISTS}!{xl_range_abs(0, place, len(words) - 1, place)}"
        sheet.data_validation(
            1, column, rows, column, {"validate": "list", "source": source, "error_type": "information"}
        )


def _mahallas(snapshot: Snapshot) -> pd.Index:
    return snapshot.areas.index[snapshot.areas["level"] == Level.MAHALLA]


def _figures(snapshot: Snapshot, lang: Lang) -> Form:
    last = snapshot.quarters[-1]
    names = snapshot.indicators[name_column(lang)]
    counts = {
        str(names[code]): snapshot.counts(str(code), Group.ALL, [last], snapshot.region).iloc[:, 0]
        for code in snapshot.indicators.index
        if counted("indicator", str(names[code])) == code
    }
    return Form(("quarter", str(last)), pd.DataFrame(counts), _mahallas(snapshot))


def _population(snapshot: Snapshot, lang: Lang) -> Form:
    year = snapshot.quarters[-1].year
    people = {
        text("column.people", lang) if group is Group.ALL else text(f"group.{group}", lang): snapshot.population(
            year, group, snapshot.region
        )
        for group in Group
    }
    return Form(("year", str(year)), pd.DataFrame(people), _mahallas(snapshot))


def _categories(snapshot: Snapshot, lang: Lang) -> Form:
    years = snapshot.years_with_categories
    year = years[-1] if years else snapshot.quarters[-1].year
    given = snapshot.categories(snapshot.region, year).set_index("area")["category"]
    words = given.map(lambda category: text(f"category.{category}", lang)).reindex(
        snapshot.mahallas_of(snapshot.region)
    )
    return Form(("year", str(year)), words.to_frame(text("column.category", lang)), _mahallas(snapshot))


def _factors(snapshot: Snapshot, lang: Lang) -> Form:
    found = snapshot.factors(snapshot.region)
    year = int(found["year"].max()) if len(found) else snapshot.quarters[-1].year
    found = found[found["year"] == year].set_index("area")
    names = _words(snapshot, TermKind.FACTOR, lang)
    factor, cases = text("column.factor", lang), text("column.cases", lang)
    values = pd.DataFrame({factor: found["factor"].map(names), cases: found["cases"]})
    return Form(("year", str(year)), values, _mahallas(snapshot), _FACTORS_A_MAHALLA, choices={factor: names.tolist()})


def _assignments(snapshot: Snapshot, lang: Lang) -> Form:
    return _assigned(snapshot, lang, Level.MAHALLA, 2)


def _district_posts(snapshot: Snapshot, lang: Lang) -> Form:
    return _assigned(snapshot, lang, Level.DISTRICT, 1)


def _assigned(snapshot: Snapshot, lang: Lang, level: Level, depth: int) -> Form:
    """A sheet holds areas of one level: the intake tells by it which names it looks for."""
    areas = snapshot.areas.index[snapshot.areas["level"] == level]
    given = snapshot.assignments(areas).set_index("area")
    named = {name: (text(f"column.{name}", lang), _words(snapshot, kind, lang)) for name, kind in _ASSIGNED.items()}
    values = pd.DataFrame({heading: given[name].map(words) for name, (heading, words) in named.items()})
    choices = {heading: words.tolist() for heading, words in named.values()}
    return Form(None, values, areas, _POSTS_AN_AREA, depth, choices)


_ASSIGNED = {"agency": TermKind.AGENCY, "post": TermKind.POST}


def _words(snapshot: Snapshot, kind: TermKind, lang: Lang) -> pd.Series:
    """What the intake reads each of a kind's terms by, by code: its name where it knows that, else the code."""
    names = {str(code): str(name) for code, name in snapshot.terms(kind)[name_column(lang)].items()}
    return pd.Series({code: name if counted(kind, name) == code else code for code, name in names.items()}, dtype=str)


FORMS: Mapping[str, Callable[[Snapshot, Lang], Form]] = MappingProxyType(
    {
        "figures": _figures,
        "population": _population,
        "categories": _categories,
        "factors": _factors,
        "assignments": _assignments,
        "district_posts": _district_posts,
    }
)
"""By the name of a form, what it asks for. Plans have forms of their own: `plan_file`."""
