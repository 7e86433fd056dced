"""The area of each event: by the code it tells, else by the name, else by the coordinates."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from mapping.reading.events.area_names import Named
from mapping.reading.events.columns import MISSING, NO_BLANKS, UNREADABLE, as_text, by_text
from mapping.reading.events.coordinates import Coordinates, read_coordinates
from mapping.reading.events.grid import Floats, Ints
from mapping.reading.events.headings import Role
from mapping.reading.events.places import Places
from mapping.reading.events.reasons import Reason, Remark

_SEVERAL = -3  # of a name: it fits several areas


class Way(IntEnum):
    """What told the area of an event."""

    CODE = 0
    NAME = 1
    COORDINATES = 2


class Placed(NamedTuple):
    """For each row the area's position, what told it, the reason (`PLACED`, or why not) and the remark (0: none).

    `open_names` are those that mean no area or several, with the positions of their rows.
    """

    area: Ints
    way: Ints
    reason: Ints
    remark: Ints
    open_names: Mapping[Named, Ints]


def place(columns: Mapping[Role, pa.Array], places: Places, size: int, read: Coordinates | None) -> Placed:
    """Place every row. Where what was told is no area's, the coordinates decide, and a remark says so."""
    if read is not None and Role.CODE not in columns and Role.NAME not in columns:
        area, reason = _located(*read_coordinates(columns, read), places)
        return Placed(area, np.full(size, Way.COORDINATES), reason, np.zeros(size, dtype=np.int64), {})
    area, way, open_names = _told(columns, places, size)
    reason = np.full(size, Reason.PLACED, dtype=np.int64)
    for value, told in _WRONG.items():
        reason[area == value] = told
    reason[(area == UNREADABLE) & (way == Way.NAME)] = Reason.NAME_UNKNOWN
    remark = np.zeros(size, dtype=np.int64)
    if read is not None and size:
        _by_coordinates(columns, places, read, Placed(area, way, reason, remark, open_names))
    return Placed(area, way, reason, remark, open_names)


_WRONG = {MISSING: Reason.NO_PLACE, UNREADABLE: Reason.CODE_UNKNOWN, _SEVERAL: Reason.NAME_SEVERAL}


def _by_coordinates(columns: Mapping[Role, pa.Array], places: Places, read: Coordinates, found: Placed) -> None:
    """Place the rows that nothing else placed, and remark where both tell different areas."""
    located, why = _located(*read_coordinates(columns, read), places)
    bare, wrong = found.area == MISSING, found.area < MISSING
    there = located >= 0
    found.remark[(found.area >= 0) & there & (located != found.area)] = Remark.PLACES_DIFFER
    found.remark[wrong & there & (found.way == Way.CODE)] = Remark.CODE_CORRECTED
    found.remark[wrong & there & (found.way == Way.NAME)] = Remark.NAME_CORRECTED
    found.reason[bare] = why[bare]
    found.reason[wrong & there] = Reason.PLACED
    taken = bare | (wrong & there)
    found.area[taken], found.way[taken] = located[taken], Way.COORDINATES


def _located(x: Floats, y: Floats, empty: np.ndarray, places: Places) -> tuple[Ints, Ints]:
    area = np.full(len(x), MISSING, dtype=np.int64)
    reason = np.full(len(x), Reason.COORDINATES_UNREADABLE, dtype=np.int64)
    with np.errstate(invalid="ignore"):
        given = (np.abs(x) <= 180) & (np.abs(y) <= 180) & ~empty
    area[given], reason[given] = places.locate(x[given], y[given])
    reason[empty] = Reason.NO_PLACE
    return area, reason


def _told(columns: Mapping[Role, pa.Array], places: Places, size: int) -> tuple[Ints, Ints, Mapping[Named, Ints]]:
    """What codes and names tell: the area, `MISSING`, `UNREADABLE` or `_SEVERAL`; by which; and the names left open."""
    area = np.full(size, MISSING, dtype=np.int64)
    way = np.full(size, Way.CODE, dtype=np.int64)
    open_names: dict[Named, Ints] = {}
    if Role.CODE in columns:
        area = by_text(as_text(columns[Role.CODE]), lambda text: _position(text, places))
    for role in (Role.CODE, Role.NAME):
        if role in columns and (area < 0).any():
            _by_name(columns, role, places, area, way, open_names)
    return area, way, open_names


def _by_name(
    columns: Mapping[Role, pa.Array], role: Role, places: Places, area: Ints, way: Ints, open_names: dict[Named, Ints]
) -> None:
    """Place the rows without a known code by the name in a column, which may hold codes as well."""
    left = np.flatnonzero(area < 0)
    if role is Role.NAME:
        coded = by_text(as_text(columns[role]), lambda text: _position(text, places))[left]
        area[left[coded >= 0]] = coded[coded >= 0]
        left = left[coded < 0]
    names = as_text(columns[role]).take(pa.array(left))
    wider = as_text(columns[Role.DISTRICT]).take(pa.array(left)) if Role.DISTRICT in columns else None
    grouped = _grouped(names, wider, left)
    known = places.named.meant(grouped)
    for named, rows in grouped.items():
        meant = known[named]
        if meant.code in places.positions:
            area[rows], way[rows] = places.positions[meant.code], Way.NAME
            continue
        open_names[named] = rows
        way[rows] = Way.NAME
        area[rows] = UNREADABLE if meant.rule == "name_unmatched" else _SEVERAL


def _grouped(names: pa.Array, wider: pa.Array | None, rows: Ints) -> Mapping[Named, Ints]:
    """The rows of each different name that has letters, with the district beside it."""
    pairs = pa.table({"name": names, "wider": wider if wider is not None else pa.array([""] * len(names)), "row": rows})
    grouped = pairs.group_by(["name", "wider"], use_threads=False).aggregate([("row", "list")])
    found: dict[Named, Ints] = {}
    for name, around, listed in zip(
        *(grouped.column(key).to_pylist() for key in ("name", "wider", "row_list")), strict=True
    ):
        if any(sign.isalpha() for sign in name):
            found[Named(name.strip(NO_BLANKS), around.strip(NO_BLANKS))] = np.array(listed, dtype=np.int64)
    return found


def _position(text: str, places: Places) -> int:
    bare = text.strip(NO_BLANKS + "'").removesuffix(".0")
    return places.positions.get(bare, UNREADABLE) if bare else MISSING
