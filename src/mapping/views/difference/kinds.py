"""The kinds of change, and the columns in which each is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import pandas as pd


class ChangeKind(StrEnum):
    """A kind of change; each has a table of its own."""

    FIGURES = "figures"
    POPULATION = "population"
    CATEGORIES = "categories"
    AREAS_ADDED = "areas_added"
    AREAS_GONE = "areas_gone"
    AREAS_SPLIT = "areas_split"
    MEASURES_ADDED = "measures_added"
    MEASURES_GONE = "measures_gone"
    MEASURES_DONE = "measures_done"
    MEASURES_OVERDUE = "measures_overdue"


_TEXT, _COUNT, _DAY = "str", "Int64", "datetime64[s]"
_REVISED = {"before": _COUNT, "after": _COUNT, "difference": _COUNT}
_MEASURE = {
    "id": _TEXT, "area": _TEXT, "quarter": _TEXT, "text": _TEXT, "deadline": _DAY, "status_before": _TEXT,
    "status_after": _TEXT, "progress_before": _COUNT, "progress_after": _COUNT, "done_on": _DAY, "days_overdue": _COUNT,
    "seven_member": _TEXT, "district_agency": _TEXT, "district_post": _TEXT, "region_agency": _TEXT, "region_post": _TEXT,
}  # fmt: skip

COLUMNS: Mapping[ChangeKind, Mapping[str, str]] = {
    ChangeKind.FIGURES: {"area": _TEXT, "period": _TEXT, "indicator": _TEXT, "group": _TEXT} | _REVISED,
    ChangeKind.POPULATION: {"area": _TEXT, "year": "int64", "group": _TEXT} | _REVISED,
    ChangeKind.CATEGORIES: {
        "area": _TEXT,
        "year_before": _COUNT,
        "category_before": _TEXT,
        "year_after": _COUNT,
        "category_after": _TEXT,
    },
    ChangeKind.AREAS_ADDED: {"area": _TEXT, "level": _TEXT, "parent": _TEXT, "came_from": _TEXT},
    ChangeKind.AREAS_GONE: {"area": _TEXT, "level": _TEXT, "parent": _TEXT},
    ChangeKind.AREAS_SPLIT: {"area": _TEXT, "level": _TEXT, "parent": _TEXT, "parts": _TEXT},
    ChangeKind.MEASURES_ADDED: _MEASURE,
    ChangeKind.MEASURES_GONE: _MEASURE,
    ChangeKind.MEASURES_DONE: _MEASURE,
    ChangeKind.MEASURES_OVERDUE: _MEASURE,
}
"""Column to pandas type. `parts` are codes with a space between; a missing text is the empty one."""


def typed(frame: pd.DataFrame, kind: ChangeKind) -> pd.DataFrame:
    """The frame with the kind's columns in their order and types, and a plain index."""
    columns = COLUMNS[kind]
    texts = {name: frame[name].astype("object").fillna("") for name, dtype in columns.items() if dtype == _TEXT}
    return frame.assign(**texts)[[*columns]].astype(dict(columns)).reset_index(drop=True)


def largest_first(frame: pd.DataFrame, then: Sequence[str]) -> pd.DataFrame:
    """By the size of `difference`, the largest first; figures that appeared or vanished after all others."""
    size = frame["difference"].abs().rename("size")
    order = frame.assign(size=size).sort_values(["size", *then], ascending=[False, *[True] * len(then)])
    return order.drop(columns="size")
