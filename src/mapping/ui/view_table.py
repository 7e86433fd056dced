"""The table behind the map, for download."""

from __future__ import annotations

import pandas as pd

from mapping.model.locale import name_column
from mapping.model.selection import ClassRule
from mapping.model.vocabulary import Group
from mapping.ui.download import show_download
from mapping.ui.state import Screen
from mapping.views.map.categories import indicator_of, rules_in_force
from mapping.views.map.view import NO_CLASS, View


def show_view_download(screen: Screen, view: View) -> None:
    """Exactly the areas and figures that the map and the ranking show."""
    selection = screen.selection
    show_download(
        screen,
        lambda: view_table(screen, view),
        rows=len(view.frame),
        key="view",
        subject=_told(screen)["indicator"],
        period=str(selection.period),
    )


def view_table(screen: Screen, view: View) -> pd.DataFrame:
    """One row per area on the map: names, indicator, figures with interval, class from 1."""
    selection, areas = screen.selection, screen.snapshot.areas
    names = areas[name_column(screen.lang)]
    codes = view.frame.index
    parents = areas.loc[codes, "parent"]
    table = pd.DataFrame(
        {
            "code": codes,
            "name": names.loc[codes].to_numpy(),
            "level": str(selection.drawn_level),
            "parent": parents.to_numpy(),
            "parent_name": [names.get(code, "") for code in parents],
            **_told(screen),
        }
    )
    figures = view.frame.reset_index(drop=True).drop(columns="value", errors="ignore")
    classes = pd.Series(view.classes, dtype="Int64").replace(NO_CLASS, pd.NA) + 1
    return pd.concat([table, figures, classes.rename("class")], axis=1)


def _told(screen: Screen) -> dict[str, str]:
    """What is told of: an indicator and group, or measures of a sector and agency."""
    selection = screen.selection
    if selection.value.is_execution and selection.classes is not ClassRule.CATEGORY:
        named = {"indicator": str(selection.value), "indicator_name": screen.text(f"value.{selection.value}")}
        return {**named, "quarter": str(selection.period.last), "sector": selection.sector, "agency": selection.agency}
    if selection.value.is_category and selection.classes is not ClassRule.CATEGORY:
        rules = rules_in_force()
        indicator, year = indicator_of(screen.snapshot, rules), selection.period.year
        named = {"indicator": indicator, "indicator_name": screen.indicator_name(indicator)}
        return {**named, "group": str(Group.ALL), "year": str(year), "period": str(rules.figures_year(year))}
    named = {"indicator": selection.indicator, "indicator_name": screen.indicator_name(selection.indicator)}
    return {**named, "group": str(selection.group)}
