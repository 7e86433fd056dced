"""The form of a plan for an area and quarter, from a snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from mapping.export.plan_form import Words, plan_form
from mapping.model import wording
from mapping.model.locale import Lang, name_column, text
from mapping.model.periods import Quarter
from mapping.model.vocabulary import TermKind
from mapping.store import Snapshot
from mapping.views.oversight.plan import plan_rows


@dataclass(frozen=True)
class PlanFile:
    """The workbook, and how many rows for how many mahallas it holds."""

    content: bytes
    rows: int
    mahallas: int


def plan_file(snapshot: Snapshot, quarter: Quarter, area: str, lang: Lang) -> PlanFile:
    """The form for the mahallas under an area. Raises KeyError for an unknown area."""
    rows = plan_rows(snapshot, quarter, area)
    words = words_of_snapshot(snapshot, lang)
    title = text("plan.title", lang, quarter=wording.quarter(quarter, lang), area=words.areas[area])
    if snapshot.demonstration:
        title = f"{title} ({text('page.demonstration', lang)})"
    content = plan_form(rows, words, lang, title=title, made=snapshot.as_of)
    return PlanFile(content, len(rows), rows["area"].nunique())


def words_of_snapshot(snapshot: Snapshot, lang: Lang) -> Words:
    """The names of all areas and terms in a language."""
    column = name_column(lang)
    terms = {kind.value: dict(snapshot.terms(kind)[column]) for kind in TermKind}
    return Words(dict(snapshot.areas[column]), terms)
