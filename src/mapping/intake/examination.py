"""From a file to its report: recognised, read, checked. Nothing is written and nothing is published."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from mapping.intake.boundaries.draft import DEFAULT_TOLERANCE, BoundaryDraft, draft, read_features
from mapping.intake.checks import problems_of
from mapping.intake.checks.registry import registered
from mapping.intake.draft import Draft
from mapping.intake.files import Container, recognise
from mapping.intake.kinds import Kind
from mapping.intake.matching import Reference, shipped_reference
from mapping.intake.report import CoverageFigures, OpenName, PlacedArea, RepairedRow, Report
from mapping.intake.tables.profile import Profile
from mapping.model.levels import Level
from mapping.model.problems import Problem, Refused

for _rules in ("areas", "boundaries", "tables"):
    importlib.import_module(f"mapping.intake.checks.{_rules}")


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
) -> Report:
    """Read a file and hold it against every rule.

    `tolerance` in metres bounds the gaps and overlaps closed; `profile` says what a table's columns are; `decisions`
    maps names (as `matching.decision_key` folds them) to the codes that a person chose.
    """
    known = reference or shipped_reference()
    try:
        container = recognise(path)
        return _boundaries(path, container, known, level, parent, tolerance, decisions)
    except Refused as refused:
        return Report(kind, 0, refused.problems)


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
        repaired=[RepairedRow(one.position + 1, _name(found, one.position), *one[1:]) for one in found.repairs],
        by_code=found.matches.by_code,
        by_name=found.matches.by_name,
        areas=placed_areas(found),
        unmatched=open_names(found),
        coverage=CoverageFigures(coverage.valid_before, coverage.valid_after, coverage.gaps_m2, coverage.overlaps_m2),
        frame=_frame(found),
    )


def find_problems(found: Draft) -> list[Problem]:
    """Every problem of every rule for this kind of draft."""
    return [problem for on in (Draft, type(found)) for check in registered(on) for problem in problems_of(check, found)]


def placed_areas(found: Draft) -> list[PlacedArea]:
    """The areas that have a code, with the name they have in the reference, else in the file."""
    return [
        PlacedArea(row, code, _name(found, position))
        for position, (row, code) in enumerate(zip(found.rows, found.matches.codes, strict=True))
        if code
    ]


def open_names(found: Draft) -> list[OpenName]:
    """The names that await a decision, with their suggestions."""
    return [OpenName(found.rows[one.position], one.name, one.suggestions) for one in found.matches.unmatched]


def _name(found: Draft, position: int) -> str:
    known = found.reference.areas.get(found.matches.codes[position])
    return known.name if known else found.names[position]


def _frame(found: BoundaryDraft) -> gpd.GeoDataFrame:
    """One row per feature: `row`, `code`, `level`, `name`, geometry in WGS 84."""
    columns = {
        "row": np.array(found.rows),
        "code": found.matches.codes,
        "level": str(found.level),
        "name": [_name(found, position) for position in range(len(found.rows))],
    }
    return gpd.GeoDataFrame(pd.DataFrame(columns), geometry=found.geometry, crs="EPSG:4326")
