"""What a file of a view tells beside its rows: the view, its filters, its snapshot and its day, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, name_column, text
from mapping.model.selection import ClassRule, Selection
from mapping.model.vocabulary import Group, TermKind
from mapping.store import Snapshot
from mapping.views.map.names import area_names
from mapping.views.map.table import Subject, subject_of
from mapping.views.map.titles import shown_word, what_and_when, when_is_shown

_CHOSEN = {"sector": TermKind.SECTOR, "agency": TermKind.AGENCY}


@dataclass(frozen=True)
class Fact:
    """One thing to know of a view: what it is called, and how it is, in words."""

    code: str
    name: str
    value: str


def view_of(selection: Selection, area: str, lang: Lang) -> Selection:
    """The selection as a file of an area draws it: nothing outside the area's district, or its region."""
    wide = selection.all_mahallas and level_of(area) is Level.REGION
    return replace(selection.at(area), all_mahallas=wide, lang=lang)


def title(snapshot: Snapshot, selection: Selection) -> str:
    """Where, what and when, in one line."""
    where = area_names(snapshot, selection.lang)[selection.area]
    return " · ".join([where, *what_and_when(snapshot, selection)])


def facts(snapshot: Snapshot, selection: Selection) -> list[Fact]:
    """The filters of a view, its snapshot and its day; that figures are invented comes first."""
    lang, names = selection.lang, area_names(snapshot, selection.lang)
    subject = subject_of(snapshot, selection)
    found = [
        Fact("title", text("pack_files.title", lang), title(snapshot, selection)),
        Fact("area", text("column.area_name", lang), f"{names[selection.area]} ({selection.area})"),
        Fact("drawn", text("pack_files.drawn", lang),
             text(f"pack_files.{selection.drawn_level}s_of", lang, area=names[selection.scope])),
        Fact("period", text("column.period", lang), " · ".join(when_is_shown(selection))),
        Fact("shown", text("pack_files.shown", lang), shown_word(selection)),
        *_counted(snapshot, selection, subject),
    ]  # fmt: skip
    if selection.classes is not ClassRule.CATEGORY:
        found.append(Fact("classes", text("control.classes", lang), text(f"classes.{selection.classes}", lang)))
    found += _identity(snapshot, selection)
    if snapshot.hides(Group(subject.columns.get("group", Group.ALL))):
        hidden = text("hidden.note", lang, k=snapshot.smallest)
        found.append(Fact("hidden", text("column.hidden", lang), hidden))
    invented = Fact("demonstration", text("column.demonstration", lang), text("page.demonstration", lang))
    return [invented, *found] if snapshot.demonstration else found


def _counted(snapshot: Snapshot, selection: Selection, subject: Subject) -> list[Fact]:
    """What is counted and whose."""
    lang = selection.lang
    if selection.tells_measures:
        return [
            Fact(field, text(f"measure.{field}", lang), _term(snapshot, kind, subject.columns[field], lang))
            for field, kind in _CHOSEN.items()
        ]
    return [
        Fact("indicator", text("column.indicator_name", lang), f"{subject.name} ({subject.code})"),
        Fact("group", text("column.group", lang), text(f"group.{subject.columns['group']}", lang)),
    ]


def _identity(snapshot: Snapshot, selection: Selection) -> list[Fact]:
    lang = selection.lang
    link = replace(selection, snapshot=snapshot.id).to_query()
    return [
        Fact("as_of", text("column.as_of", lang), wording.day(snapshot.as_of, lang)),
        Fact("snapshot", text("column.snapshot", lang), snapshot.id),
        Fact("link", text("pack_files.link", lang), f"?{urlencode(link)}"),
    ]


def _term(snapshot: Snapshot, kind: TermKind, code: str, lang: Lang) -> str:
    return str(snapshot.terms(kind).loc[code, name_column(lang)]) if code else text("measure.any", lang)
