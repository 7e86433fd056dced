"""Why nothing of a view is coloured, in words: a map without a colour must say what it lacks."""

from __future__ import annotations

import pandas as pd

from mapping.model import wording
from mapping.model.levels import Level
from mapping.model.locale import text
from mapping.model.selection import ClassRule, Selection, Value
from mapping.store import Snapshot
from mapping.views.map.areas import area_figure
from mapping.views.map.categories import rules_in_force
from mapping.views.map.view import NO_CLASS, View, before_of


def why_bare(snapshot: Snapshot, selection: Selection, view: View) -> str:
    """What the areas drawn lack, where none of them has a class; else empty."""
    if (view.classes != NO_CLASS).any():
        return ""
    if view.hidden.any():
        beside = "expected" in view.frame and selection.drawn_level is Level.MAHALLA
        return text("hidden.not_judged" if beside else "hidden.all", selection.lang, k=snapshot.smallest)
    return _what_lacks(selection, view)


def _what_lacks(selection: Selection, view: View) -> str:
    lang = selection.lang
    if selection.classes is ClassRule.CATEGORY:
        return text("absence.no_category", lang, year=selection.period.year)
    if selection.value.is_category:
        return _without_category(selection, view.frame)
    if selection.value.is_execution:
        return text("absence.no_measures", lang, quarter=wording.quarter(selection.period.last, lang))
    return _without_figures(selection, view.frame)


def why_no_difference(snapshot: Snapshot, selection: Selection, view: View) -> str:
    """The same of the view of a difference."""
    if (view.classes != NO_CLASS).any():
        return ""
    if view.hidden.any():
        return text("hidden.all", selection.lang, k=snapshot.smallest)
    return text("absence.no_difference", selection.lang)


def risk_lacks(snapshot: Snapshot, selection: Selection) -> str:
    """What keeps the area looked at, or all mahallas of a region, from having a risk: a key of the catalogue."""
    chosen = (snapshot, selection.indicator, selection.group, selection.period)
    row = area_figure(*chosen, selection.area)
    if row.get("hidden"):
        return "hidden.legend"
    if pd.isna(row["count"]):
        return "map.none"
    if not row["people"] > 0:
        return "map.no_people"
    whole = area_figure(*chosen, snapshot.region)
    return "absence.no_cases" if whole["count_with_people"] == 0 else "hidden.legend"


def _without_category(selection: Selection, frame: pd.DataFrame) -> str:
    year = selection.period.year
    if selection.value is Value.AGREEMENT and frame["category_official"].isna().all():
        return text("absence.no_category", selection.lang, year=year)
    return text("absence.no_rule", selection.lang, year=rules_in_force().figures_year(year))


def _without_figures(selection: Selection, frame: pd.DataFrame) -> str:
    lang = selection.lang
    if frame["count"].isna().all():
        return text("absence.no_figures", lang, period=wording.period(selection.period, lang))
    if selection.value.is_change and frame["count_before"].isna().all():
        return text("absence.no_before", lang, period=wording.period(before_of(selection), lang))
    if not (frame["people"] > 0).any():
        return text("absence.no_people", lang)
    return text("absence.no_cases", lang)
