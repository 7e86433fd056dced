"""What a view shows, in words: its title, and what each kind of area is called."""

from __future__ import annotations

from mapping.model import wording
from mapping.model.levels import Level
from mapping.model.locale import Lang, name_column, text
from mapping.model.selection import ClassRule, Selection, Value
from mapping.model.vocabulary import TermKind
from mapping.store import Snapshot
from mapping.views.map.categories import rules_in_force
from mapping.views.map.names import area_names, indicator_names
from mapping.views.map.palettes import KIND_PATTERNS, KIND_SIGNS
from mapping.views.map.view import CATEGORIES, NO_CLUSTER, SHIFTS


def view_title(snapshot: Snapshot, selection: Selection) -> str:
    """What the map shows, in one line: where, what and when."""
    where = area_names(snapshot, selection.lang)[selection.scope]
    return " · ".join([where, *what_and_when(snapshot, selection)])


def what_and_when(snapshot: Snapshot, selection: Selection) -> list[str]:
    """What is coloured, and of which period."""
    return [*what_is_shown(snapshot, selection), *when_is_shown(selection)]


def what_is_shown(snapshot: Snapshot, selection: Selection) -> list[str]:
    """What is coloured: the indicator, the group and the value; or the category; or measures, whose."""
    if selection.tells_measures:
        return [shown_word(selection), *_narrowed(snapshot, selection)]
    if selection.tells_rules or selection.classes is ClassRule.CATEGORY:
        return [shown_word(selection)]
    return figure_title(snapshot, selection)


def figure_title(snapshot: Snapshot, selection: Selection) -> list[str]:
    """What is counted, of whom, and what is shown of it."""
    lang = selection.lang
    group = [] if selection.group == "all" else [text(f"group.{selection.group}", lang)]
    return [indicator_names(snapshot, lang)[selection.indicator], *group, shown_word(selection)]


def shown_word(selection: Selection) -> str:
    """What a view shows; the risk of districts is not smoothed."""
    plain = selection.shown == Value.RISK and selection.drawn_level is not Level.MAHALLA
    return text("risk.risk", selection.lang) if plain else value_word(selection.shown, selection.lang)


def value_word(shown: str, lang: Lang) -> str:
    """A value, or the official category, by its code (`Selection.shown`)."""
    return text("category.title" if shown == ClassRule.CATEGORY else f"value.{shown}", lang)


def when_is_shown(selection: Selection) -> list[str]:
    """The period, as far as what is coloured depends on it: categories are of a year, measures of a quarter."""
    lang, year = selection.lang, selection.period.year
    if selection.classes is ClassRule.CATEGORY:
        return [str(year)]
    if selection.tells_rules:
        return [str(year), text("categories.by_figures", lang, year=rules_in_force().figures_year(year))]
    if selection.tells_measures:
        return [wording.quarter(selection.period.last, lang)]
    return [wording.period(selection.period, lang)]


def _narrowed(snapshot: Snapshot, selection: Selection) -> list[str]:
    """For how many days nothing was reported, where that is counted; the sector and agency whose measures are counted; gaps are those of all."""
    if selection.value is Value.GAPS:
        return []
    chosen = ((TermKind.SECTOR, selection.sector), (TermKind.AGENCY, selection.agency))
    days = [text("work.silent_for", selection.lang, days=selection.silent)] if selection.value is Value.SILENT else []
    return [
        *days,
        *(str(snapshot.terms(kind)[name_column(selection.lang)].get(code, code)) for kind, code in chosen if code),
    ]


def kind_word(code: str, lang: Lang) -> str:
    """What an area of a kind is called: in a tooltip, a list, the legend."""
    if code in CATEGORIES:
        return text(f"category.{code}", lang)
    if code in SHIFTS:
        return text(f"shift.{code}", lang)
    if code.isdecimal() and code != NO_CLUSTER:
        return text("kind.cluster", lang, number=code)
    return text("kind.no_cluster" if code == NO_CLUSTER else f"kind.{code}", lang)


def kind_sign(code: str, lang: Lang) -> str:
    """The letter or sign written into areas of a kind; empty where there is none."""
    return text(f"category.{code}_letter", lang) if code in CATEGORIES else KIND_SIGNS.get(code, "")


def kind_pattern(code: str) -> str:
    """The pattern of a kind's fill: lines, dots, or none."""
    return KIND_PATTERNS.get(code, "")


def unsure_word(value: Value, lang: Lang) -> str:
    """Why an area is drawn faint."""
    return text("change.cannot_tell" if value.is_change else "risk.unsure", lang)


def without_word(selection: Selection) -> str:
    """What an area without a class lacks: a figure, or measures at all."""
    return text("legend.no_measures" if selection.tells_measures else "legend.none", selection.lang)
