"""From a file to its report: recognised, read, checked. Nothing is written and nothing is published."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from mapping.model.kinds import FileKind
from mapping.model.problems import Refused
from mapping.reading.boundaries.draft import BoundaryDraft, draft_boundaries, read_features
from mapping.reading.events.detection import holds_events
from mapping.reading.events.points import is_of_points
from mapping.reading.files import Container, recognise
from mapping.reading.files.apart import apart
from mapping.reading.files.limits import refuse
from mapping.reading.files.recognition import UNKNOWN
from mapping.reading.incidents import examine_events
from mapping.reading.outcome import name_of, open_names, placed_areas
from mapping.reading.registry import Severity, declare, find_problems
from mapping.reading.report import CoverageFigures, RepairedRow, Report
from mapping.reading.request import Request
from mapping.reading.tables.file import COLUMN_MISSING, HEADER_UNCLEAR, KIND_UNCLEAR
from mapping.reading.tables.places import Place
from mapping.reading.tables.words import with_own
from mapping.reading.tabular import examine_table

importlib.import_module("mapping.reading.checks")

KIND_DIFFERS = declare(
    "kind_differs", Severity.MUST, "4.2", "Boundaries stand in a file of boundaries, tables in a file of tables."
)

# How a table of events looks to who reads it as a table of figures.
_UNLIKE_TABLES = {HEADER_UNCLEAR, KIND_UNCLEAR, COLUMN_MISSING, UNKNOWN}


def examine_apart(path: Path, asked: Request, *, waiting: Callable[[], None] = lambda: None) -> Report:
    """`examine`, asked the same, in a bounded process of its own; the report comes without its `figures`.

    `waiting` is called several times a second; what it raises ends the work. A file that takes too much is refused.
    """
    try:
        return apart(partial(_examined, path, asked), path, waiting=waiting)
    except Refused as refused:
        return Report(asked.kind, 0, refused.problems)


def _examined(path: Path, asked: Request) -> Report:
    return replace(examine(path, asked), figures=None)


def examine(path: Path, request: Request | None = None) -> Report:
    """Read a file and hold it against every rule."""
    asked = request or Request()
    with with_own(asked.words):
        return _examine(path, asked)


def _examine(path: Path, asked: Request) -> Report:
    kind = asked.kind
    try:
        if kind is FileKind.EVENTS:
            return examine_events(path, asked)
        container = recognise(path)
        if kind is None and container is Container.GEOJSON and is_of_points(path) and holds_events(path):
            return _examine(path, replace(asked, kind=FileKind.EVENTS))
        kind = kind_in(path, container, kind)
        if kind is FileKind.BOUNDARIES:
            return _boundaries(path, container, asked)
        report = examine_table(path, container, asked)
    except Refused as refused:
        report = Report(kind, 0, refused.problems)
    rules = {problem.rule for problem in report.refused}
    if asked.kind is None and rules and rules <= _UNLIKE_TABLES and holds_events(path):
        return _examine(path, replace(asked, kind=FileKind.EVENTS))
    return report


def kind_in(path: Path, container: Container, kind: FileKind | None) -> FileKind | None:
    """The kind asked for, or boundaries in a file of boundaries. Raises Refused where these differ."""
    if kind is not None and (kind is FileKind.BOUNDARIES) is not container.is_boundaries:
        raise refuse(path.name, KIND_DIFFERS, value=str(container), kind=kind)
    return FileKind.BOUNDARIES if container.is_boundaries else kind


def _boundaries(path: Path, container: Container, request: Request) -> Report:
    found = draft_boundaries(read_features(path, container, request.level), request)
    coverage = found.coverage
    return Report(
        FileKind.BOUNDARIES,
        len(found.rows),
        found.problems + find_problems(found),
        repaired=[
            RepairedRow(found.rows[one.position], name_of(found, one.position), *one[1:]) for one in found.repairs
        ],
        by_code=found.matches.by_code,
        by_name=found.matches.by_name,
        areas=placed_areas(found),
        unmatched=open_names(found),
        coverage=CoverageFigures(coverage.valid_before, coverage.valid_after, coverage.gaps_m2, coverage.overlaps_m2),
        frame=_frame(found),
        places=[Place("", row, "") for row in found.rows],
        moved=coverage.moved,
    )


def _frame(found: BoundaryDraft) -> gpd.GeoDataFrame:
    """One row per feature: `row`, `code`, `level`, `name`, the names given by script, geometry in WGS 84."""
    columns = {
        "row": np.array(found.rows),
        "code": found.matches.codes,
        "level": str(found.level),
        "name": [name_of(found, position) for position in range(len(found.rows))],
        **found.given_names,
    }
    return gpd.GeoDataFrame(pd.DataFrame(columns), geometry=found.geometry, crs="EPSG:4326")
