"""A table of changes with names beside its codes, as it is shown and written."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from mapping.difference.compare import Difference
from mapping.difference.kinds import COLUMNS, Kind
from mapping.locale import Lang, name_column

SHOWN: Mapping[Kind, tuple[str, ...]] = {
    Kind.FIGURES: ("parent_name", "area_name", "indicator_name", "period", "group", "before", "after", "difference"),
    Kind.POPULATION: ("parent_name", "area_name", "year", "group", "before", "after", "difference"),
    Kind.CATEGORIES: ("parent_name", "area_name", "year_before", "category_before", "year_after", "category_after"),
    Kind.AREAS_ADDED: ("level", "parent_name", "area_name", "area", "came_from"),
    Kind.AREAS_GONE: ("level", "parent_name", "area_name", "area"),
    Kind.AREAS_SPLIT: ("level", "parent_name", "area_name", "area", "parts"),
    Kind.MEASURES_ADDED: ("parent_name", "area_name", "text", "deadline", "status_after"),
    Kind.MEASURES_GONE: ("parent_name", "area_name", "text", "deadline", "status_before"),
    Kind.MEASURES_DONE: ("parent_name", "area_name", "text", "deadline", "done_on", "status_before"),
    Kind.MEASURES_OVERDUE: ("parent_name", "area_name", "text", "deadline", "days_overdue", "status_after"),
}
"""The columns for a screen, of those that `with_names` gives."""


def with_names(difference: Difference, kind: Kind, lang: Lang) -> pd.DataFrame:
    """The table of a kind with `area_name`, `parent_name` and, for figures, `indicator_name` beside the codes.

    A code that neither snapshot names stands for its name.
    """
    frame = difference.tables[kind]
    names = difference.areas[name_column(lang)]
    columns: dict[str, pd.Series] = {}
    for column in COLUMNS[kind]:
        columns[column] = frame[column]
        if column == "area":
            columns["area_name"] = _named(frame["area"], names)
            columns["parent_name"] = _named(frame["area"].map(difference.areas["parent"]), names)
        if column == "indicator":
            columns["indicator_name"] = _named(frame["indicator"], difference.indicators[name_column(lang)])
    return pd.DataFrame(columns)


def _named(codes: pd.Series, names: pd.Series) -> pd.Series:
    return codes.map(names).fillna(codes).fillna("").astype("str")
