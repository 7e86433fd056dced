"""What slides and pages tell of an area, in words: the brief, its children, its measures, and the cases by quarter."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd

from mapping.export.packs.workbook_tables import measures_sheet
from mapping.model import wording
from mapping.model.levels import Level, level_of, parent_of
from mapping.model.locale import Lang, name_column, text
from mapping.model.periods import Period, Quarter
from mapping.model.selection import ClassRule, Selection
from mapping.model.vocabulary import Category
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.briefing.brief import Brief, KeyFigure, brief
from mapping.views.briefing.words import attention_sentence, shown_or_hidden
from mapping.views.map.about import about
from mapping.views.map.areas import area_figure
from mapping.views.map.titles import shown_word, what_and_when
from mapping.views.oversight.tallies import categories_under

TALLY = ("asked", "done", "overdue", "cancelled", "gaps")
_METHOD = {
    "rate": "value.rate", "risk": "html_pack.risk_of", "change_year": "column.label", "category": "category.title",
    "overdue": "html_pack.overdue", "gaps": "html_pack.gaps",
}  # fmt: skip
_EXPLAINED = ("risk", "change_year")


@dataclass(frozen=True)
class Grid:
    """A table in words: what its columns are called, which hold numbers, and its rows."""

    head: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Story:
    """One area in one period, as it is told.

    `tally` pairs a number with what is counted; `series` is a number of cases for each of `quarters`, None where
    there is no figure or it is hidden. `ratios` are those of the rates to the year before, for each row of `figures`.
    """

    area: str
    name: str
    subject: str
    figures: Grid
    ratios: tuple[str, ...]
    attention: tuple[tuple[str, str], ...]
    tally: tuple[tuple[str, str], ...]
    risk: str
    quarters: tuple[Quarter, ...]
    series: tuple[float | None, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Stamp:
    """What stands on every slide and page: the day of the figures, and that on which measures are judged where it is another; the snapshot; and a notice where
    figures are invented."""

    as_of: str
    snapshot: str
    notice: str


def stamp(snapshot: Snapshot, lang: Lang) -> Stamp:
    """The stamp of a snapshot."""
    notice = text("page.demonstration", lang) if snapshot.demonstration else ""
    as_of = text("page.as_of", lang, day=wording.day(snapshot.as_of, lang))
    if snapshot.day != snapshot.as_of:
        as_of = f"{as_of}, {text('page.judged_on', lang, day=wording.day(snapshot.day, lang))}"
    return Stamp(as_of, text("page.snapshot", lang, id=snapshot.id), notice)


def name_of(snapshot: Snapshot, code: str, lang: Lang) -> str:
    """An area's name in a language."""
    return str(snapshot.areas.at[code, name_column(lang)])


def children_of(snapshot: Snapshot, area: str) -> list[str]:
    """The areas right below an area, by code."""
    return list(snapshot.children(area).index)


def subject(snapshot: Snapshot, selection: Selection) -> str:
    """What the brief is of: the indicator, of whom if not of everybody, and in which period."""
    lang = selection.lang
    indicator = str(snapshot.indicators.at[selection.indicator, name_column(lang)])
    group = [] if selection.group == "all" else [text(f"group.{selection.group}", lang)]
    return " · ".join([indicator, *group, wording.period(selection.period, lang)])


def on_the_map(snapshot: Snapshot, selection: Selection) -> str:
    """What colours the map, in words; with what and when where that is not the indicator and period of the brief."""
    own = selection.tells_measures or selection.tells_rules or selection.classes is ClassRule.CATEGORY
    shown = " · ".join(what_and_when(snapshot, selection)) if own else shown_word(selection)
    return f"{text('pack_files.shown', selection.lang)}: {shown}"


@kept(most=64)
def story(snapshot: Snapshot, selection: Selection) -> Story:
    """The story of the selection's area. Raises KeyError for an unknown area."""
    lang = selection.lang
    one = brief_of(snapshot, selection, selection.area)
    names = snapshot.areas[name_column(lang)]
    attention = tuple(
        (_placed(names, selection.area, who.area), attention_sentence(who, lang)) for who in one.attention
    )
    series = tuple(_cases(snapshot, selection, quarter) for quarter in snapshot.quarters)
    told = Story(
        area=selection.area,
        name=str(names[selection.area]),
        subject=subject(snapshot, selection),
        figures=_figures(snapshot, selection, one),
        ratios=tuple(wording.figure("ratio", figure.ratio, lang) for figure in one.figures),
        attention=attention,
        tally=_tally(snapshot, one, lang),
        risk=f"{text('html_pack.risk_of', lang)}: {_interval(one, lang)}",
        quarters=tuple(snapshot.quarters),
        series=series,
        notes=(),
    )
    return replace(told, notes=_notes(snapshot, selection, one, told))


def _placed(names: pd.Series[str], whole: str, code: str) -> str:
    """The name of a mahalla, and of the whole region that of its district."""
    district = parent_of(code)
    return f"{names[code]}, {names[district]}" if district and level_of(whole) is Level.REGION else str(names[code])


def brief_of(snapshot: Snapshot, selection: Selection, area: str) -> Brief:
    """The brief of an area in the selection's indicator, group and period."""
    return brief(snapshot, area, selection.indicator, selection.group, selection.period)


@kept(most=64)
def children_grid(snapshot: Snapshot, selection: Selection) -> Grid:
    """A row for each area right below the selection's: the first figure, risk, change, measures and gaps."""
    lang = selection.lang
    below = level_of(selection.area).below
    head = (
        text("column.mahalla_name" if below is Level.MAHALLA else "column.district_name", lang),
        text("map.count", lang), text("ranking.rate", lang), text("html_pack.risk_of", lang),
        text("column.label", lang), *(text(f"html_pack.{name}", lang) for name in TALLY),
    )  # fmt: skip
    rows = []
    for code in children_of(snapshot, selection.area):
        one = brief_of(snapshot, selection, code)
        first = one.figures[0]
        _, count, rate, _, change = _figure_cells(snapshot, lang, first)
        counted = (wording.number(getattr(one, name), lang) for name in TALLY)
        rows.append((name_of(snapshot, code, lang), count, rate, _interval(one, lang), change, *counted))
    return Grid(head, (False, True, True, True, False, *(True for _ in TALLY)), tuple(rows))


def with_ratios(told: Story, lang: Lang) -> Grid:
    """The figures with a column more, the ratio of the rates."""
    *head, change = told.figures.head
    *numbers, number = told.figures.numbers
    rows = tuple((*cells[:-1], ratio, cells[-1]) for cells, ratio in zip(told.figures.rows, told.ratios, strict=True))
    return Grid((*head, text("column.ratio", lang), change), (*numbers, True, number), rows)


def attention_grid(told: Story, lang: Lang) -> Grid:
    """The mahallas that need attention and why, or that there are none."""
    head = text("html_pack.attention", lang)
    if not told.attention:
        return Grid((head,), (False,), ((text("html_pack.attention_none", lang),),))
    return Grid((head, text("pack_files.why", lang)), (False, False), told.attention)


def measure_grid(snapshot: Snapshot, selection: Selection, *, overdue: bool) -> Grid:
    """The measures of the period's last quarter, or only the overdue ones: the longest overdue first."""
    lang = selection.lang
    columns = ("mahalla", "text", "seven_member", "deadline", "days_overdue" if overdue else "state")
    rows = measures_sheet(snapshot, selection).rows
    if overdue:
        rows = rows[rows["days_overdue"].notna()]
    cells = tuple(measure_cells(row, columns, lang) for row in rows.to_dict("records"))
    return Grid(tuple(text(f"measure.{one}", lang) for one in columns), (False, False, False, True, overdue), cells)


def measure_cells(row: Mapping[Hashable, Any], columns: Iterable[str], lang: Lang) -> tuple[str, ...]:
    """A measure's cells in words, by the columns of `measures_sheet`."""
    return tuple(_cell(row[one], lang) for one in columns)


def _cell(value: Any, lang: Lang) -> str:
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, datetime):
        return wording.day(value, lang)
    return value if isinstance(value, str) else wording.number(float(value), lang)


def method_grid(snapshot: Snapshot, selection: Selection) -> Grid:
    """How the figures are found, in short; the signs; what the indicator counts."""
    lang = selection.lang
    known: Any = about(snapshot, lang)
    rows = [(text(name, lang), _how(known["figures"][key], key)) for key, name in _METHOD.items()]
    meant = known["indicators"][selection.indicator]
    if meant["definition"]:
        rows.insert(0, (meant["name"], f"{meant['definition']} {meant['source']}".strip()))
    rows.append(
        (text("slides.signs", lang), text("slides.signs_how", lang, cannot_tell=text("change.cannot_tell_short", lang)))
    )
    if snapshot.hides(selection.group):
        rows.append((text("hidden.word", lang), text("hidden.note", lang, k=snapshot.smallest)))
    head = (text("html_pack.indicator", lang), text("about.how", lang))
    return Grid(head, (False, False), tuple(rows))


def _how(figure: Mapping[str, str], key: str) -> str:
    return f"{figure['what']} {figure['how']}" if key in _EXPLAINED else figure["what"]


def _figures(snapshot: Snapshot, selection: Selection, one: Brief) -> Grid:
    lang = selection.lang
    head = (
        text("html_pack.indicator", lang), text("map.count", lang), text("ranking.rate", lang),
        text("slides.year_before", lang), text("column.label", lang),
    )  # fmt: skip
    rows = tuple(_figure_cells(snapshot, lang, figure) for figure in one.figures)
    return Grid(head, (False, True, True, True, False), rows)


def _figure_cells(snapshot: Snapshot, lang: Lang, figure: KeyFigure) -> tuple[str, str, str, str, str]:
    name = str(snapshot.indicators.at[figure.indicator, name_column(lang)])
    count = shown_or_hidden("count", figure.count, figure.hidden, lang)
    rate = shown_or_hidden("rate", figure.rate, figure.rate_hidden, lang)
    before = shown_or_hidden("count", figure.before, figure.before_hidden, lang)
    change = text(f"change.{figure.label}_short", lang) if figure.label else wording.NOTHING
    return name, count, rate, before, change


def _tally(snapshot: Snapshot, one: Brief, lang: Lang) -> tuple[tuple[str, str], ...]:
    counted = [(wording.number(getattr(one, name), lang), text(f"html_pack.{name}", lang)) for name in TALLY]
    if level_of(one.area) is Level.MAHALLA:
        given = categories_under(snapshot, one.area).get(one.period.year, Counter())
        category = next((text(f"category.{kind}", lang) for kind in Category if given.get(kind)), wording.NOTHING)
        return (*counted, (category, text("category.title", lang)))
    return (*counted, (wording.number(one.red, lang), text("html_pack.red", lang)))


def _interval(one: Brief, lang: Lang) -> str:
    """The relative risk with its interval."""
    ends = wording.interval("rr", one.risk_lo, one.risk_hi, lang)
    return f"{wording.figure('rr', one.risk, lang)}{f' ({ends})' if ends else ''}"


def _cases(snapshot: Snapshot, selection: Selection, quarter: Quarter) -> float | None:
    found = _figure_of(snapshot, selection, quarter)["count"]
    return None if math.isnan(found) else float(found)


def _cases_in_words(snapshot: Snapshot, selection: Selection, quarter: Quarter) -> str:
    found = _figure_of(snapshot, selection, quarter)
    return shown_or_hidden("count", found["count"], bool(found.get("hidden", False)), selection.lang)


def _figure_of(snapshot: Snapshot, selection: Selection, quarter: Quarter) -> dict[str, Any]:
    return area_figure(snapshot, selection.indicator, selection.group, Period(quarter), selection.area)


def _notes(snapshot: Snapshot, selection: Selection, one: Brief, told: Story) -> tuple[str, ...]:
    lang = selection.lang
    counted = "; ".join(f"{words}: {number}" for number, words in told.tally)
    quarters = "; ".join(
        f"{wording.quarter(quarter, lang)} {_cases_in_words(snapshot, selection, quarter)}" for quarter in told.quarters
    )
    attention = [f"{name}. {why}" for name, why in told.attention] or [text("html_pack.attention_none", lang)]
    return (
        f"{told.name}. {told.subject}",
        *(_figure_note(cells, figure, lang) for cells, figure in zip(told.figures.rows, one.figures, strict=True)),
        told.risk,
        f"{text('html_pack.attention', lang)}:",
        *attention,
        f"{text('html_pack.measures', lang)}, {wording.quarter(one.period.last, lang)}. {counted}",
        f"{text('html_pack.chart', lang)}: {quarters}",
        *_stamped(snapshot, lang),
    )


def _stamped(snapshot: Snapshot, lang: Lang) -> Iterable[str]:
    known = stamp(snapshot, lang)
    return (" · ".join(part for part in (known.as_of, known.snapshot, known.notice) if part),)


def _figure_note(cells: tuple[str, ...], figure: KeyFigure, lang: Lang) -> str:
    name, count, rate, before, _ = cells
    change = text(f"change.{figure.label}", lang) if figure.label else text("map.none", lang)
    ratio = wording.figure("ratio", figure.ratio, lang)
    return text("slides.figure_note", lang, name=name, count=count, rate=rate, before=before, ratio=ratio,
                change=change)  # fmt: skip
