"""Measures as they stand: the current figures under all that was reported since."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.live.current import live
from mapping.live.reports.errors import NoMeasure
from mapping.live.view import LiveView
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.store.opened import opened
from mapping.views.oversight.situation import all_measures
from mapping.web.api.asking import Asked
from mapping.web.api.forms import Measure, OfMeasures
from mapping.web.api.paging import cut

_COLUMNS = [name for name in Measure.model_fields if name != "version"]


def list_measures(asked: Asked[OfMeasures]) -> dict[str, Any]:
    """Those that are asked for, by id."""
    snapshot, query = live(opened(None)), asked.query
    rows, order = all_measures(snapshot), _by_id(snapshot.figures)
    wanted = rows["area"].str.startswith(query.area).to_numpy(dtype=bool)
    for name in ("quarter", "state"):
        if given := getattr(query, name):
            wanted = wanted & (rows[name].astype("str") == given).to_numpy(dtype=bool)
    places = order[wanted[order]]
    page = cut(rows["id"].to_numpy(dtype=object)[places], query.cursor, query.limit)
    return {
        "items": _told(snapshot, rows.iloc[places[page.start : page.end]]), "next": page.next,
        "snapshot": snapshot.id, "as_of": snapshot.as_of, "judged_on": snapshot.day, "seq": snapshot.seq,
    }  # fmt: skip


def one_measure(asked: Asked[Any]) -> dict[str, Any]:
    """One, by its id. Raises NoMeasure."""
    snapshot, measure = live(opened(None)), asked.path["measure"]
    place = _places(snapshot.figures).get(measure)
    if place is None:
        raise NoMeasure(measure)
    return _told(snapshot, all_measures(snapshot).iloc[[place]])[0]


@kept
def _by_id(figures: Snapshot) -> npt.NDArray[np.int64]:
    """The places of the measures in `all_measures`, by id: the same whatever was reported."""
    return np.argsort(all_measures(figures)["id"].to_numpy(dtype=object), kind="stable")


@kept
def _places(figures: Snapshot) -> dict[str, int]:
    return {str(one): place for place, one in enumerate(all_measures(figures)["id"])}


def _told(snapshot: Snapshot, rows: pd.DataFrame) -> list[dict[str, Any]]:
    cells = [[plain(value) for value in rows[name].tolist()] for name in _COLUMNS]
    told = [dict(zip(_COLUMNS, row, strict=True)) for row in zip(*cells, strict=True)]
    versions = [snapshot.standing(one["id"]).version if isinstance(snapshot, LiveView) else 0 for one in told]
    return [{**one, "version": version} for one, version in zip(told, versions, strict=True)]


def plain(value: Any) -> Any:
    """A cell as JSON has it: days as 2026-01-31, what is missing as null, infinite as a word."""
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return None if math.isnan(value) else "Inf" if math.isinf(value) else value
    return value if isinstance(value, str | int | bool) else str(value)
