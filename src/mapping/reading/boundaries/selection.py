"""Which features stand for areas: points beside polygons are left out, parts of one area are joined; each is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from mapping.model.levels import level_of
from mapping.model.problems import Problem
from mapping.reading.boundaries.features import Features
from mapping.reading.boundaries.naming import name_columns
from mapping.reading.boundaries.repair import is_polygonal
from mapping.reading.codes import is_code
from mapping.reading.registry import Severity, declare

LEFT = declare(
    "features_left",
    Severity.SHOULD,
    "2.6",
    "Points and lines beside polygons are left out when they stand for no area of their own, and that is told.",
)
JOINED = declare(
    "area_joined",
    Severity.INFO,
    "3.4",
    "Several features with one code, or none, and one name that do not overlap are parts of one area, and that is told.",
)
_SHOWN = 10
_LEAST_SHARED = 0.01  # of the smaller part: what is less comes from drawing


def has_others(features: Features) -> bool:
    """Whether points or lines stand beside polygons."""
    return bool(_others(features).any() and is_polygonal(features.geometry).any())


def without_others(features: Features, codes: Sequence[str]) -> Features:
    """The features without points and lines, but for those that stand for an area which no polygon has.

    `codes` are those that the features' codes and names came to.
    """
    other, drawn = _others(features), is_polygonal(features.geometry)
    other &= np.isin(np.array(codes, dtype=object), ["", *np.array(codes, dtype=object)[drawn]])
    left = np.flatnonzero(other)
    told = [
        Problem(
            features.file,
            LEFT,
            features.number(int(one)),
            "geometry",
            details={"kind": features.geometry[one].geom_type},
        )
        for one in left[:_SHOWN]
    ]
    if len(left) > _SHOWN:
        told.append(Problem(features.file, "more", details={"more": str(len(left) - _SHOWN), "rule": LEFT}))
    return replace(features.take(np.flatnonzero(~other)), problems=[*features.problems, *told])


def _others(features: Features) -> np.ndarray:
    return np.asarray(np.isin(shapely.get_type_id(features.geometry), _OTHER))


_OTHER = [
    *(shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT, shapely.GeometryType.LINESTRING),
    *(shapely.GeometryType.MULTILINESTRING, shapely.GeometryType.LINEARRING),
]


def joined(features: Features, codes: Sequence[str], column: str | None) -> Features:
    """With the parts of one area as one feature, at the place of the first.

    `codes` run over the features: as the attribute `column` holds them, or where there is none as the names tell.
    """
    rows: dict[str, list[int]] = {}
    for position, code in enumerate(codes):
        if is_code(code):
            rows.setdefault(code, []).append(position)
    geometry, gone, told = features.geometry.copy(), [], []
    for code, parts in rows.items():
        if len(parts) > 1 and _is_one_area(features, code, column, parts):
            geometry[parts[0]] = _together(features.geometry[parts])
            gone += parts[1:]
            numbers = ", ".join(str(features.number(one)) for one in parts)
            told.append(Problem(features.file, JOINED, features.number(parts[0]), column, code, {"rows": numbers}))
    if not gone:
        return features
    stays = np.setdiff1d(np.arange(len(features)), gone)
    return replace(replace(features, geometry=geometry).take(stays), problems=[*features.problems, *told])


def _is_one_area(features: Features, code: str, column: str | None, parts: list[int]) -> bool:
    """Whether features of one code say the same name and do not lie over each other."""
    drawn = features.geometry[parts]
    if not is_polygonal(drawn).all() or not shapely.is_valid(drawn).all():
        return False
    columns = name_columns(features.attributes, level_of(code), column)
    names = [{features.attributes[name][one] for one in parts} for name in columns]
    if any(len(one) > 1 for one in names) or not set().union(*names) - {""}:
        return False
    shared = shapely.area(drawn).sum() - shapely.area(shapely.union_all(drawn))
    return bool(shared <= _LEAST_SHARED * shapely.area(drawn).min())


def _together(parts: np.ndarray) -> shapely.Geometry:
    whole = shapely.union_all(parts)
    return whole if whole.geom_type in ("Polygon", "MultiPolygon") else shapely.multipolygons(shapely.get_parts(parts))
