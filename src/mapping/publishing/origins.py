"""Where a row of the whole came from: a problem found there names the file that brought it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import geopandas as gpd
import numpy as np

from mapping.model.kinds import FileKind
from mapping.model.levels import lineage
from mapping.model.problems import Problem
from mapping.model.schemas import DATA_TABLES
from mapping.publishing.items import Item
from mapping.publishing.rows import WholeTable
from mapping.reading.geojson_file import FILES
from mapping.reading.tables.places import Place


class _Origin(NamedTuple):
    """The file that brought a row, and where it stands in it; None where it was made of several."""

    file: str
    place: Place | None


class Origins:
    """Of the areas (all levels) and the tables changed by `items`, over the snapshot with this id ("" for none)."""

    def __init__(
        self, areas: gpd.GeoDataFrame, tables: Mapping[str, WholeTable], items: Sequence[Item], snapshot: str
    ) -> None:
        self._tables = {table.file: tables.get(table.name) for table in DATA_TABLES}
        self._codes = {file: areas.loc[areas["level"] == level, "code"].tolist() for level, file in FILES.items()}
        self._areas = _brought_areas(items)
        self._snapshot = snapshot

    def named(self, problem: Problem) -> Problem:
        """The problem at the place in the file that brought the row; what stood there before is of the snapshot."""
        origin = self._of(problem.file, problem.row)
        if origin is None:
            return replace(problem, file=self._snapshot or problem.file, row=None)
        details = problem.details
        if "first" in details:
            first = self._of(problem.file, int(details["first"]))
            details = details | {"first": str(first.place.row) if first and first.place else "—"}
        if origin.place is None:
            return replace(problem, file=origin.file, row=None, details=details)
        sheet = {"sheet": origin.place.sheet} if origin.place.sheet else {}
        return replace(problem, file=origin.file, row=origin.place.row, details=details | sheet)

    def _of(self, file: str, position: int | None) -> _Origin | None:
        """Where a row of a table or level came from; of a problem of the whole file, the first that brought any of it."""
        if file in self._tables:
            return _of_table(self._tables[file], position)
        codes = self._codes.get(file, [])
        asked = codes if position is None else codes[position : position + 1]
        return next((self._areas[code] for code in asked if code in self._areas), None)


def _of_table(whole: WholeTable | None, position: int | None) -> _Origin | None:
    if whole is None:
        return None
    if position is None:
        return _Origin(whole.brought[0].path.name, None)
    came = np.flatnonzero(whole.at == position)
    if not len(came):
        return None
    item = whole.brought[whole.item[came[0]]]
    places = item.report.places
    return _Origin(item.path.name, places[whole.position[came[0]]] if places else None)


def _brought_areas(items: Sequence[Item]) -> dict[str, _Origin]:
    """Each area that was brought by its code, and those made of its like: the wider ones around it."""
    found: dict[str, _Origin] = {}
    around: dict[str, _Origin] = {}
    for item in items:
        frame = item.report.frame
        if item.report.kind == FileKind.BOUNDARIES and frame is not None:
            for code, place in zip(frame["code"], item.report.places, strict=True):
                found[code] = _Origin(item.path.name, place)
                around |= {wider: _Origin(item.path.name, None) for wider in lineage(code)[:-1]}
    return around | found
