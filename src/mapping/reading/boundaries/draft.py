"""A boundary file on its way in: placed, repaired, matched and fitted; the checks of `checks/boundaries` look at this."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import shapely

from mapping.model.levels import Level, parent_of
from mapping.model.locale import Lang, name_column
from mapping.reading.boundaries.containment import Inside, inside_parent
from mapping.reading.boundaries.coverage import Coverage, Neighbour, fit, fitted_told
from mapping.reading.boundaries.features import Features
from mapping.reading.boundaries.geojson import OtherJson, read_geojson
from mapping.reading.boundaries.kml import read_kml
from mapping.reading.boundaries.naming import code_column, name_columns
from mapping.reading.boundaries.placing import place
from mapping.reading.boundaries.repair import Repair, is_polygonal, on_the_globe, repair
from mapping.reading.boundaries.selection import has_others, joined, without_others
from mapping.reading.boundaries.vector_file import read_geopackage, read_geoparquet, read_other, read_shapefile
from mapping.reading.codes import is_code
from mapping.reading.draft import FileDraft
from mapping.reading.faults import Fault
from mapping.reading.files import Container
from mapping.reading.matching import Matches, Reference, likely_levels, match_areas
from mapping.reading.persons import refuse_persons
from mapping.reading.request import Request

_NEAR = 0.01  # degrees, about a kilometre
_BY_SCRIPT = [name_column(lang) for lang in Lang]


@dataclass(frozen=True)
class BoundaryDraft(FileDraft):
    """Rows are features from 1. `found` is in WGS 84 as drawn, `geometry` repaired and fitted.

    `given_names` are the names that stand under the headings of schemas.AREA, by heading; `neighbours` the areas that stay
    beside them, to which they are fitted; `attributes` all that the file says of them.
    """

    found: np.ndarray
    geometry: np.ndarray
    repairs: list[Repair]
    unwrapped: np.ndarray
    parts_dropped: np.ndarray
    coverage: Coverage
    tolerance: float
    given_names: Mapping[str, list[str]]
    neighbours: Sequence[Neighbour]
    attributes: Mapping[str, list[str]]

    @cached_property
    def inside(self) -> Inside:
        """How much of each feature lies inside its parent."""
        return inside_parent(self)

    def called(self, position: int) -> str:
        """What an area is called to tell it from others; positions beyond the features are those of neighbours."""
        if position < len(self.rows):
            return self.names[position] or str(self.rows[position])
        code = self.neighbours[position - len(self.rows)].code
        return f"{self.reference.areas[code].name} ({code})"

    def faults(self, broken: np.ndarray, details: Callable[[int], dict[str, str]] = lambda _: {}) -> Iterator[Fault]:
        """A fault for every feature marked."""
        for position in np.flatnonzero(broken):
            yield self.fault(int(position), "geometry", **details(int(position)))


def read_features(path: Path, container: Container, level: Level | None) -> Features:
    """What the file holds. Raises Refused when it cannot be read or carries persons."""
    match container:
        case Container.GEOPACKAGE:
            features = read_geopackage(path, level)
        case Container.SHAPEFILE:
            features = read_shapefile(path)
        case Container.KML:
            features = read_kml(path)
        case Container.GEOPARQUET:
            features = read_geoparquet(path)
        case Container.GML | Container.FLATGEOBUF:
            features = read_other(path, container)
        case _:
            try:
                features = read_geojson(path)
            except OtherJson as other:
                features = read_other(path, other.driver)
    refuse_persons(features.file, features.attributes)
    return features


def draft_boundaries(features: Features, request: Request) -> BoundaryDraft:
    """Place, repair, match and fit. Raises Refused when the coordinates cannot be placed."""
    placed = place(features, list(request.reference.published.values()))
    features = replace(features, geometry=placed.geometry)
    column = code_column(features.attributes)
    codes = features.attributes[column] if column else _matched(features, column, request)[2].codes
    features = joined(features, codes, column)
    if has_others(features):
        features = without_others(features, _matched(features, column, request)[2].codes)
    fixed = repair(features.geometry)
    usable = is_polygonal(fixed.geometry) & shapely.is_valid(fixed.geometry) & on_the_globe(fixed.geometry)
    rings_valid = not any(change.rule == "ring_repaired" for change in fixed.repairs)
    written = features.attributes[column] if column else [""] * len(features)
    level, spelt, matches = _matched(features, column, request)
    neighbours = _neighbours(request.reference, level, matches.codes, fixed.geometry[usable])
    coverage = fit(
        fixed.geometry, usable, valid_before=rings_valid, tolerance=request.tolerance, neighbours=neighbours,
        replaced=_replaced(request.reference, level, matches.codes),
    )  # fmt: skip
    return BoundaryDraft(
        file=features.file,
        reference=request.reference,
        level=level,
        parent=request.parent or matches.inferred_parent,
        found=features.geometry,
        geometry=coverage.geometry,
        rows=[features.number(position) for position in range(len(features))],
        area_column=column or "",
        written=written,
        names=[next((name for name in names if name), "") for names in spelt],
        matches=matches,
        repairs=fixed.repairs + coverage.repairs,
        unwrapped=fixed.unwrapped,
        parts_dropped=fixed.parts_dropped,
        coverage=coverage,
        tolerance=request.tolerance,
        given_names={name: found for name, found in features.attributes.items() if name in _BY_SCRIPT},
        problems=[*features.problems, *placed.problems, *fitted_told(features.file, coverage)],
        neighbours=neighbours,
        attributes=features.attributes,
    )


def _neighbours(reference: Reference, level: Level, codes: Sequence[str], geometry: np.ndarray) -> list[Neighbour]:
    """The areas of the level that stay as they are beside those of the file: the parts of other parents, near them.

    None where an area of the file has parts: its outline is theirs.
    """
    own = {code for code in codes if code}
    if level is Level.REGION or not len(geometry) or own & reference.divided:
        return []
    parents = {parent_of(code) for code in own if is_code(code)}
    outlines = reference.published
    stay = [
        area.code
        for area in reference.areas.values()
        if area.level is level and area.code in outlines and area.code not in own and area.parent not in parents
    ]
    west, south, east, north = shapely.total_bounds(geometry)
    near = shapely.box(west - _NEAR, south - _NEAR, east + _NEAR, north + _NEAR)
    beside = shapely.intersects(shapely.envelope(np.array([outlines[code] for code in stay], dtype=object)), near)
    return [Neighbour(code, outlines[code]) for code, is_beside in zip(stay, beside, strict=True) if is_beside]


def _replaced(reference: Reference, level: Level, codes: Sequence[str]) -> np.ndarray:
    """The published outlines in the place of which those of the file come: the parts of the same parents."""
    parents = {parent_of(code) for code in codes if is_code(code)}
    outlines = reference.published
    gone = [area.code for area in reference.areas.values() if area.level is level and area.parent in parents]
    return np.array([outlines[code] for code in gone if code in outlines], dtype=object)


def _matched(features: Features, column: str | None, request: Request) -> tuple[Level, list[list[str]], Matches]:
    """The level (asked for, or at which most rows find their area), the rows' names, and what they came to."""
    written = features.attributes[column] if column else [""] * len(features)
    tried = [request.level] if request.level else likely_levels(written)
    results = []
    for one in tried:
        columns = name_columns(features.attributes, one, column)
        spelt = [[features.attributes[name][row] for name in columns] for row in range(len(features))]
        matches = match_areas(
            request.reference, written, spelt, level=one, parent=request.parent, settled=request.settled
        )
        results.append((one, spelt, matches))
    return max(results, key=lambda result: result[2].by_code + result[2].by_name)
