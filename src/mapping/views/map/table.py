"""The table of a view: a row per area drawn, and what its figures are of. Every file of a view holds these rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from mapping.model.locale import text
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Selection, Value
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.views.map.categories import indicator_of, rules_in_force
from mapping.views.map.names import area_names, indicator_names
from mapping.views.map.titles import value_word
from mapping.views.map.view import NO_CLASS, View


@dataclass(frozen=True)
class Subject:
    """What the figures of a view are of: the code and name of an indicator, or of what is counted of measures; when.

    `columns` are the codes that narrow it: `group`, or `sector` and `agency` (empty: all); `year` of a category.
    """

    code: str
    name: str
    period: Period
    columns: Mapping[str, str]


def subject_of(snapshot: Snapshot, selection: Selection) -> Subject:
    """The subject of a view. Raises RulesFault where the rules of categories cannot be followed."""
    if selection.tells_measures:
        narrowed = selection.value is not Value.GAPS  # gaps are those of every sector and agency
        whose = {"sector": selection.sector, "agency": selection.agency} if narrowed else {"sector": "", "agency": ""}
        return Subject(
            selection.shown, value_word(selection.shown, selection.lang), Period(selection.period.last), whose
        )
    names, year = indicator_names(snapshot, selection.lang), selection.period.year
    if selection.tells_rules:
        rules = rules_in_force()
        code, period = indicator_of(snapshot, rules), Period.parse(str(rules.figures_year(year)))
        return Subject(code, names[code], period, {"group": str(Group.ALL), "year": str(year)})
    of_year = {"year": str(year)} if selection.classes is ClassRule.CATEGORY else {}
    columns = {"group": str(selection.group), **of_year}
    return Subject(selection.indicator, names[selection.indicator], selection.period, columns)


def view_table(snapshot: Snapshot, selection: Selection, view: View) -> pd.DataFrame:
    """One row per area drawn, by code: names, figures, class from 1 (missing for none), then the same in every row:
    what the figures are of, snapshot, as-of day, and for invented figures that they are.

    `value` is left out: it stands under its own name.
    """
    names, codes = area_names(snapshot, selection.lang), view.frame.index
    parents = snapshot.areas.loc[codes, "parent"]
    table = pd.DataFrame(
        {
            "code": codes,
            "name": [names[code] for code in codes],
            "level": str(selection.drawn_level),
            "parent": parents.to_numpy(),
            "parent_name": [names.get(code, "") for code in parents],
        }
    )
    figures = view.frame.reset_index(drop=True).drop(columns="value", errors="ignore")
    classes = pd.Series(view.classes, dtype="Int64", name="class").replace(NO_CLASS, pd.NA) + 1
    return pd.concat([table, figures, classes], axis=1).assign(**same_in_all(snapshot, selection))


def same_in_all(snapshot: Snapshot, selection: Selection) -> dict[str, str]:
    """What is the same in every row of the table of a view, by the names of its columns."""
    subject = subject_of(snapshot, selection)
    found = {
        "indicator": subject.code,
        "indicator_name": subject.name,
        **subject.columns,
        "period": str(subject.period),
        "snapshot": snapshot.id,
        "as_of": snapshot.as_of.isoformat(),
    }
    if snapshot.demonstration:
        found["demonstration"] = text("page.demonstration", selection.lang)
    return found
