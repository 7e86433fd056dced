"""The tables of a workbook: areas of the view, briefs, what needs attention, measures, classes; words in cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.export.columns import closed_list, header_of, words_of
from mapping.export.packs.view_facts import facts
from mapping.model import wording
from mapping.model.levels import DISTRICT_DIGITS, Level, level_of
from mapping.model.locale import name_column, text
from mapping.model.selection import Selection
from mapping.model.vocabulary import TermKind
from mapping.store import Snapshot
from mapping.views.briefing.brief import Brief, brief
from mapping.views.briefing.words import attention_sentence
from mapping.views.map.about import about
from mapping.views.map.table import subject_of, view_table
from mapping.views.map.view import NO_CLASS, View
from mapping.views.oversight.situation import measures_under

MEASURE_COLUMNS = (
    "quarter", "district", "mahalla", "area", "text", "state", "days_overdue", "deadline", "progress", "factor",
    "target_group", "sector", "seven_member", "district_post", "region_post", "district_agency", "region_agency",
    "done_on", "result", "id",
)  # fmt: skip
_TERMS = {
    "factor": TermKind.FACTOR, "sector": TermKind.SECTOR,
    "district_agency": TermKind.AGENCY, "region_agency": TermKind.AGENCY,
    "district_post": TermKind.POST, "region_post": TermKind.POST,
}  # fmt: skip
_LISTS = {"target_group": "group", "seven_member": "seven_member", "state": "state"}


@dataclass(frozen=True)
class Sheet:
    """One table: its name in the workbook, its rows by column code, and what each column is called."""

    name: str
    rows: pd.DataFrame
    header: dict[str, str]


def areas_sheet(snapshot: Snapshot, selection: Selection, view: View) -> Sheet:
    """The areas drawn, one row each."""
    rows = view_table(snapshot, selection, view)
    for column, words in words_of(rows.columns, selection.lang).items():
        rows[column] = rows[column].map(lambda code, words=words: words.get(code, code), na_action="ignore")
    return Sheet(text("pack_files.areas", selection.lang), rows, header_of(rows.columns, selection.lang))


def briefs_sheet(snapshot: Snapshot, selection: Selection) -> Sheet:
    """The key figures of the area, and of a region's districts: a row for each area and indicator; of a group also
    whether a count, or that before, is hidden."""
    lang = selection.lang
    names, indicators = snapshot.areas[name_column(lang)], snapshot.indicators[name_column(lang)]
    changes = closed_list("change", lang)
    rows = [
        {
            "code": one.area,
            "name": names[one.area],
            "indicator_name": indicators[figure.indicator],
            "count": figure.count,
            "rate": figure.rate,
            "count_before": figure.before,
            "ratio": figure.ratio,
            "label": changes.get(figure.label, "") if figure.label else "",
            "hidden": figure.hidden,
            "hidden_before": figure.before_hidden,
        }
        for one in _briefs(snapshot, selection)
        for figure in one.figures
    ]
    columns = ["code", "name", "indicator_name", "count", "rate", "count_before", "ratio", "label"]
    if snapshot.hides(selection.group):
        columns += ["hidden", "hidden_before"]
    return Sheet(text("html_pack.brief", lang), pd.DataFrame(rows, columns=columns), header_of(columns, lang))


def attention_sheet(snapshot: Snapshot, selection: Selection) -> Sheet:
    """The mahallas that need attention, of the area and of each district of a region, and why in one sentence."""
    lang = selection.lang
    names = snapshot.areas[name_column(lang)]
    found = {told.area: told for one in _briefs(snapshot, selection) for told in one.attention}
    rows = [
        {
            "code": code,
            "name": names[code],
            "district_name": names[code[:DISTRICT_DIGITS]],
            "why": attention_sentence(told, lang),
        }
        for code, told in found.items()
    ]
    columns = ["code", "name", "district_name", "why"]
    header = header_of(columns, lang) | {"why": text("pack_files.why", lang)}
    return Sheet(text("html_pack.attention", lang), pd.DataFrame(rows, columns=columns), header)


def _briefs(snapshot: Snapshot, selection: Selection) -> list[Brief]:
    """The briefs of the area, and of a region's districts."""
    area = selection.area
    within = snapshot.children(area).index if level_of(area) is Level.REGION else ()
    return [brief(snapshot, code, selection.indicator, selection.group, selection.period) for code in (area, *within)]


def measures_sheet(snapshot: Snapshot, selection: Selection) -> Sheet:
    """The measures of the period's last quarter under the area, the longest overdue first."""
    lang = selection.lang
    found = measures_under(snapshot, selection.area, str(selection.period.last))
    found = found.sort_values(["days_overdue", "area", "id"], ascending=[False, True, True], na_position="last")
    names = snapshot.areas[name_column(lang)]
    rows = found.assign(
        quarter=wording.quarter(selection.period.last, lang),
        district=found["area"].str[:DISTRICT_DIGITS].map(names),
        mahalla=found["area"].map(names),
        **{column: _named(found[column], snapshot.terms(kind)[name_column(lang)]) for column, kind in _TERMS.items()},
        **{column: _named(found[column], pd.Series(closed_list(of, lang))) for column, of in _LISTS.items()},
    )
    header = {column: text(f"measure.{column}", lang) for column in MEASURE_COLUMNS}
    return Sheet(text("html_pack.measures", lang), rows[[*MEASURE_COLUMNS]], header)


def _named(codes: pd.Series, words: pd.Series) -> pd.Series:
    """The words of codes; a code that has none stays."""
    return codes.map(words).fillna(codes)


def classes_sheet(selection: Selection, view: View) -> Sheet:
    """The classes that colour the map, with their ends and how many areas lie in each; kinds have none."""
    lang = selection.lang
    edges = np.where(np.isinf(view.edges), np.nan, view.edges)
    inside = view.classes[view.classes != NO_CLASS]
    rows = pd.DataFrame(
        {
            "class": np.arange(1, len(edges) + 1),
            "above": np.concatenate([[np.nan], edges[:-1]])[: len(edges)],
            "up_to": edges,
            "areas": np.bincount(inside, minlength=len(edges))[: len(edges)],
        }
    )
    header = {
        "class": text("column.class", lang),
        "above": text("pack_files.above", lang),
        "up_to": text("pack_files.up_to", lang),
        "areas": text("pack_files.areas_in_class", lang),
    }
    return Sheet(text("control.classes", lang), rows, header)


def method_rows(snapshot: Snapshot, selection: Selection) -> list[tuple[str, list[tuple[str, str]]]]:
    """Headings, and under each what is told by name: the filters, how figures are found, what the indicator counts."""
    lang = selection.lang
    known = about(snapshot, lang)
    figures, indicators = known["figures"], known["indicators"]
    assert isinstance(figures, dict)
    assert isinstance(indicators, dict)
    codes = dict.fromkeys((subject_of(snapshot, selection).code, selection.indicator))
    counted = [
        (meant["name"], " ".join(part for part in (meant["definition"], meant["source"]) if part))
        for meant in (indicators[code] for code in codes if code in indicators)
    ]
    return [
        (text("pack_files.filters", lang), [(one.name, one.value) for one in facts(snapshot, selection)]),
        (text("column.indicator_name", lang), counted),
        (text("html_pack.method", lang), [(one["what"], one["how"]) for one in figures.values()]),
    ]
