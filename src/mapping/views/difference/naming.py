"""A table of changes with names beside its codes, as it is shown and written."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from mapping.model.locale import Lang, name_column
from mapping.views.difference.compare import Difference
from mapping.views.difference.kinds import COLUMNS, ChangeKind

_AREAS = (ChangeKind.AREAS_ADDED, ChangeKind.AREAS_GONE, ChangeKind.AREAS_SPLIT)
SHOWN: Mapping[ChangeKind, tuple[str, ...]] = {
    ChangeKind.FIGURES: (
        "district_name",
        "mahalla_name",
        "indicator_name",
        "period",
        "group",
        "before",
        "after",
        "difference",
    ),
    ChangeKind.POPULATION: ("district_name", "mahalla_name", "year", "group", "before", "after", "difference"),
    ChangeKind.CATEGORIES: (
        "district_name",
        "mahalla_name",
        "year_before",
        "category_before",
        "year_after",
        "category_after",
    ),
    ChangeKind.AREAS_ADDED: ("level", "parent_name", "area_name", "area", "came_from"),
    ChangeKind.AREAS_GONE: ("level", "parent_name", "area_name", "area"),
    ChangeKind.AREAS_SPLIT: ("level", "parent_name", "area_name", "area", "parts"),
    ChangeKind.MEASURES_ADDED: ("district_name", "mahalla_name", "text", "deadline", "status_after"),
    ChangeKind.MEASURES_GONE: ("district_name", "mahalla_name", "text", "deadline", "status_before"),
    ChangeKind.MEASURES_DONE: ("district_name", "mahalla_name", "text", "deadline", "done_on", "status_before"),
    ChangeKind.MEASURES_OVERDUE: ("district_name", "mahalla_name", "text", "deadline", "days_overdue", "status_after"),
}
"""The columns for a screen, of those that `with_names` gives."""


def with_names(difference: Difference, kind: ChangeKind, lang: Lang) -> pd.DataFrame:
    """The table of a kind with the names of area and parent and, for figures, `indicator_name` beside the codes.

    What concerns mahallas has `mahalla_name` and `district_name`; what concerns areas of any level `area_name`
    and `parent_name`. A code that neither snapshot names stands for its name.
    """
    own, above = ("area_name", "parent_name") if kind in _AREAS else ("mahalla_name", "district_name")
    frame = difference.tables[kind]
    names = difference.areas[name_column(lang)]
    columns: dict[str, pd.Series] = {}
    for column in COLUMNS[kind]:
        columns[column] = frame[column]
        if column == "area":
            columns[own] = _named(frame["area"], names)
            columns[above] = _named(frame["area"].map(difference.areas["parent"]), names)
        if column == "indicator":
            columns["indicator_name"] = _named(frame["indicator"], difference.indicators[name_column(lang)])
    return pd.DataFrame(columns)


def _named(codes: pd.Series, names: pd.Series) -> pd.Series:
    return codes.map(names).fillna(codes).fillna("").astype("str")
