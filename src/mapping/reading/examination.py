"""From a file to its report: recognised, read, checked. Nothing is written and nothing is published."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from mapping.model.levels import Level
from mapping.model.problems import Refused
from mapping.reading.boundaries.draft import DEFAULT_TOLERANCE, BoundaryDraft, draft, read_features
from mapping.reading.files import Container, recognise
from mapping.reading.files.apart import apart
from mapping.reading.files.limits import refuse
from mapping.reading.files.recognition import UNKNOWN
from mapping.reading.incidents import examine_events, holds_events
from mapping.reading.kinds import Kind
from mapping.reading.matching import Reference, shipped_reference
from mapping.reading.outcome import name_of, open_names, placed_areas
from mapping.reading.registry import Severity, declare, find_problems
from mapping.reading.report import CoverageFigures, RepairedRow, Report
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.file import COLUMN_MISSING, HEADER_UNCLEAR, KIND_UNCLEAR
from mapping.reading.tables.profile import Profile
from mapping.reading.tabular import examine_table

importlib.import_module("mapping.reading.checks")

KIND_DIFFERS = declare(
    "kind_differs", Severity.MUST, "4.2", "Boundaries stand in a file of boundaries, tables in a file of tables."
)

# How a table of events looks to who reads it as a table of figures.
_UNLIKE_TABLES = {HEADER_UNCLEAR, KIND_UNCLEAR, COLUMN_MISSING, UNKNOWN}


def examine_apart(path: Path, *, waiting: Callable[[], None] = lambda: None, **asked: Any) -> Report:
    """`examine`, asked the same, in a bounded process of its own; the report comes without its `figures`.

    `waiting` is called several times a second; what it raises ends the work. A file that takes too much is refused.
    """
    try:
        return apart(partial(_examined, path, **asked), path, waiting=waiting)
    except Refused as refused:
        return Report(asked.get("kind"), 0, refused.problems)


def _examined(path: Path, **asked: Any) -> Report:
    return replace(examine(path, **asked), figures=None)


def examine(
    path: Path,
    *,
    kind: Kind | None = None,
    level: Level | None = None,
    parent: str | None = None,
    reference: Reference | None = None,
    tolerance: float = DEFAULT_TOLERANCE,
    profile: Profile | None = None,
    decisions: Mapping[str, str] | None = None,
    marks: Marks = Marks(),  # noqa: B008 (immutable)
    as_of: date | None = None,
    profiles: Sequence[Profile] = (),
    constants: Mapping[str, str] | None = None,
) -> Report:
    """Read a file and hold it against every rule.

    `tolerance` in metres bounds the gaps and overlaps closed; `profile` says what a table's columns are; `decisions`
    maps names (as `matching.decision_key` folds them) to the codes that a person chose. `marks` say what the signs in
    numbers mean where the profile does not; `as_of` (default: today) is the day against which a population is too old.
    Without a profile a table is read by the first of the `profiles` that fits its headings. `constants` are values that
    hold for every row of a table, by column of its schema.
    """
    known = reference or shipped_reference()
    told = kind
    try:
        if kind is Kind.EVENTS:
            return examine_events(path, known, level=level, parent=parent)
        container = recognise(path)
        told = _kind_in(path, container, kind)
        if told is Kind.BOUNDARIES:
            return _boundaries(path, container, known, level, parent, tolerance, decisions)
        report = examine_table(
            path, container, told, known, level=level, parent=parent, profile=profile, decisions=decisions,
            marks=marks, as_of=as_of or date.today(), known=profiles, constants=constants,
        )  # fmt: skip
    except Refused as refused:
        report = Report(told, 0, refused.problems)
    rules = {problem.rule for problem in report.refused}
    if kind is None and rules and rules <= _UNLIKE_TABLES and holds_events(path):
        return examine(path, kind=Kind.EVENTS, level=level, parent=parent, reference=known)
    return report


def _kind_in(path: Path, container: Container, kind: Kind | None) -> Kind | None:
    """The kind asked for, or boundaries in a file of boundaries. Raises Refused where these differ."""
    if kind is not None and (kind is Kind.BOUNDARIES) is not container.is_boundaries:
        raise refuse(path.name, KIND_DIFFERS, value=str(container), kind=kind)
    return Kind.BOUNDARIES if container.is_boundaries else kind


def _boundaries(
    path: Path,
    container: Container,
    reference: Reference,
    level: Level | None,
    parent: str | None,
    tolerance: float,
    decisions: Mapping[str, str] | None,
) -> Report:
    features = read_features(path, container, level)
    found = draft(features, reference, level=level, parent=parent, tolerance=tolerance, decisions=decisions)
    coverage = found.coverage
    return Report(
        Kind.BOUNDARIES,
        len(found.rows),
        found.problems + find_problems(found),
        repaired=[RepairedRow(one.position + 1, name_of(found, one.position), *one[1:]) for one in found.repairs],
        by_code=found.matches.by_code,
        by_name=found.matches.by_name,
        areas=placed_areas(found),
        unmatched=open_names(found),
        coverage=CoverageFigures(coverage.valid_before, coverage.valid_after, coverage.gaps_m2, coverage.overlaps_m2),
        frame=_frame(found),
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
