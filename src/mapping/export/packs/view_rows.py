"""What a table or a geographic file of a view holds: a row per area drawn, and what the view is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pandas as pd

from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, name_column, text
from mapping.model.selection import ClassRule, Selection
from mapping.model.vocabulary import TermKind
from mapping.store import Snapshot
from mapping.views.map.view import NO_CLASS, View


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


def view_rows(snapshot: Snapshot, selection: Selection, view: View) -> pd.DataFrame:
    """One row per area drawn, by code: names, figures, class from 1 (missing for none), then the same in every row:
    what is counted, period, snapshot, as-of day, and for invented figures that they are.
    """
    lang, areas = selection.lang, snapshot.areas
    names = areas[name_column(lang)]
    codes = view.frame.index
    parents = areas.loc[codes, "parent"]
    table = pd.DataFrame(
        {
            "code": codes,
            "name": names.loc[codes].to_numpy(),
            "level": str(selection.drawn_level),
            "parent": parents.to_numpy(),
            "parent_name": names.loc[parents].to_numpy(),
        }
    )
    figures = view.frame.reset_index(drop=True).drop(columns="value", errors="ignore")
    classes = pd.Series(view.classes, dtype="Int64", name="class").replace(NO_CLASS, pd.NA) + 1
    return pd.concat([table, figures, classes], axis=1).assign(**_same_in_all(snapshot, selection))


def _same_in_all(snapshot: Snapshot, selection: Selection) -> dict[str, str]:
    found = {
        **_counted(snapshot, selection),
        "period": str(selection.period),
        "snapshot": snapshot.id,
        "as_of": snapshot.as_of.isoformat(),
    }
    if snapshot.demonstration:
        found["demonstration"] = text("page.demonstration", selection.lang)
    return found


def tells_measures(selection: Selection) -> bool:
    """Whether the view is of measures and gaps, not of an indicator."""
    return selection.value.is_execution and selection.classes is not ClassRule.CATEGORY


def _counted(snapshot: Snapshot, selection: Selection) -> dict[str, str]:
    if tells_measures(selection):
        return {"indicator": selection.shown, "indicator_name": shown_word(selection), "sector": selection.sector,
                "agency": selection.agency}  # fmt: skip
    name = str(snapshot.indicators.loc[selection.indicator, name_column(selection.lang)])
    return {"indicator": selection.indicator, "indicator_name": name, "group": str(selection.group)}


def shown_word(selection: Selection) -> str:
    """What the map shows, in words."""
    by_category = selection.classes is ClassRule.CATEGORY
    return text("classes.category" if by_category else f"value.{selection.value}", selection.lang)


def facts(snapshot: Snapshot, selection: Selection) -> list[Fact]:
    """The filters of a view, its snapshot and its day; that figures are invented comes first."""
    lang = selection.lang
    measures = tells_measures(selection)
    chosen = {"sector": TermKind.SECTOR, "agency": TermKind.AGENCY}
    found = [
        Fact("title", text("pack_files.title", lang), title(snapshot, selection)),
        Fact("area", text("column.area_name", lang), f"{_name(snapshot, selection.area, lang)} ({selection.area})"),
        Fact("drawn", text("pack_files.drawn", lang), _drawn(snapshot, selection)),
        Fact("period", text("column.period", lang), _period(selection)),
        Fact("shown", text("pack_files.shown", lang), shown_word(selection)),
    ]
    if not measures:
        name = str(snapshot.indicators.loc[selection.indicator, name_column(lang)])
        found.append(Fact("indicator", text("column.indicator_name", lang), f"{name} ({selection.indicator})"))
        found.append(Fact("group", text("column.group", lang), text(f"group.{selection.group}", lang)))
    else:
        for field, kind in chosen.items():
            found.append(
                Fact(field, text(f"measure.{field}", lang), _term(snapshot, kind, getattr(selection, field), lang))
            )
    if selection.classes is not ClassRule.CATEGORY:
        found.append(Fact("classes", text("control.classes", lang), text(f"classes.{selection.classes}", lang)))
    found += _identity(snapshot, selection)
    invented = Fact("demonstration", text("column.demonstration", lang), text("page.demonstration", lang))
    return [invented, *found] if snapshot.demonstration else found


def _identity(snapshot: Snapshot, selection: Selection) -> list[Fact]:
    lang = selection.lang
    link = replace(selection, snapshot=snapshot.id).to_query()
    found = [
        Fact("as_of", text("column.as_of", lang), wording.day(snapshot.as_of, lang)),
        Fact("snapshot", text("column.snapshot", lang), snapshot.id),
        Fact("link", text("pack_files.link", lang), f"?{urlencode(link)}"),
    ]
    if snapshot.hides(selection.group):
        found.insert(0, Fact("hidden", text("column.hidden", lang), text("hidden.note", lang, k=snapshot.smallest)))
    return found


def title(snapshot: Snapshot, selection: Selection) -> str:
    """What, where and when, in one line."""
    what = _counted(snapshot, selection)["indicator_name"]
    shown = "" if tells_measures(selection) else f", {shown_word(selection).lower()}"
    return f"{_name(snapshot, selection.area, selection.lang)}: {what}{shown}, {_period(selection)}"


def _period(selection: Selection) -> str:
    if tells_measures(selection):
        return wording.quarter(selection.period.last, selection.lang)
    return wording.period(selection.period, selection.lang)


def _drawn(snapshot: Snapshot, selection: Selection) -> str:
    key = f"pack_files.{selection.drawn_level}s_of"
    return text(key, selection.lang, area=_name(snapshot, selection.scope, selection.lang))


def _term(snapshot: Snapshot, kind: TermKind, code: str, lang: Lang) -> str:
    return str(snapshot.terms(kind).loc[code, name_column(lang)]) if code else text("measure.any", lang)


def _name(snapshot: Snapshot, code: str, lang: Lang) -> str:
    return str(snapshot.areas.loc[code, name_column(lang)])
