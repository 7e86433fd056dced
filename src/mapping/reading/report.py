"""What a file came to: what was taken, refused, repaired and matched, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd
import shapely

from mapping.model.locale import Lang
from mapping.model.problems import Problem
from mapping.reading.figures import FigureTable
from mapping.reading.matching import Suggestion
from mapping.reading.registry import Severity
from mapping.reading.specification import message, section_of, severity_of
from mapping.reading.tables.places import Place
from mapping.reading.tables.profile import Profile
from mapping.reading.tables.sums import FigureSum
from mapping.reading.tables.understood import Understood


class RepairedRow(NamedTuple):
    """A feature that was changed: its row and name, the rule, the area changed in m2."""

    row: int
    name: str
    rule: str
    area_change_m2: float


class PlacedArea(NamedTuple):
    """An area found: the row in which it stands (first), its code and its name."""

    row: int
    code: str
    name: str


class OpenName(NamedTuple):
    """A name that awaits a decision."""

    row: int
    name: str
    suggestions: tuple[Suggestion, ...]


class CoverageFigures(NamedTuple):
    """How well neighbours fit, before and after; gaps and overlaps as found, in m2."""

    valid_before: bool
    valid_after: bool
    gaps_m2: float
    overlaps_m2: float


@dataclass(frozen=True)
class Report:
    """The outcome of one file. `frame` is its canonical content, None when it was refused; `figures` a table's records as
    the rules of plausibility look at them, also those over several files.

    `rows` counts features or rows of a table, `accepted` those without a fault that refuses them. `open_rows` are the
    further rows of areas whose name is told as open at their first row. `columns`: how those of a table were understood;
    `places`: where each row of the frame stands; none where its rows are counts of many. `moved`: outlines of published
    neighbours that were fitted to those of the file, by code. `keeps`: the profile that reads it the same way the next time,
    where it was read without one or a doubt was settled; `sums`: those of a table of figures as it stands.
    """

    kind: str | None
    rows: int
    problems: Sequence[Problem]
    repaired: Sequence[RepairedRow] = ()
    by_code: int = 0
    by_name: int = 0
    areas: Sequence[PlacedArea] = ()
    unmatched: Sequence[OpenName] = ()
    coverage: CoverageFigures | None = None
    frame: pd.DataFrame | None = field(default=None, compare=False)
    figures: FigureTable | None = field(default=None, compare=False, repr=False)
    places: Sequence[Place] = field(default=(), compare=False, repr=False)
    open_rows: int = 0
    columns: Understood | None = field(default=None, compare=False, repr=False)
    moved: Mapping[str, shapely.Geometry] = field(default_factory=dict, compare=False, repr=False)
    keeps: Profile | None = field(default=None, compare=False, repr=False)
    sums: Sequence[FigureSum] = field(default=(), compare=False, repr=False)

    @property
    def refused(self) -> list[Problem]:
        return [problem for problem in self.problems if severity_of(problem) is Severity.MUST]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if severity_of(problem) is not Severity.MUST]

    @property
    def asked(self) -> list[Problem]:
        """What a person has to agree to before it is published."""
        return [problem for problem in self.problems if severity_of(problem) is Severity.ASK]

    @property
    def publishable(self) -> bool:
        return not self.refused

    @property
    def accepted(self) -> int:
        """Rows that no refusal names; none when a refusal is of the file as a whole."""
        refused = self.refused
        if any(problem.row is None for problem in refused):
            return 0
        rows = {(problem.file, problem.details.get("sheet"), problem.row) for problem in refused}
        return max(self.rows - self.open_rows - len(rows), 0)

    def as_json(self, lang: Lang) -> dict[str, Any]:
        """The report as `riskmap check --json` prints it."""
        return {
            "kind": self.kind,
            "rows": self.rows,
            "accepted": self.accepted,
            "refused": [_told(problem, lang) for problem in self.refused],
            "asked": [_told(problem, lang) for problem in self.asked],
            "repaired": [one._asdict() | {"area_change_m2": round(one.area_change_m2, 1)} for one in self.repaired],
            "matched": {"by_code": self.by_code, "by_name": self.by_name},
            "areas": [one._asdict() for one in self.areas],
            "unmatched": [
                {"row": one.row, "name": one.name, "suggestions": [found._asdict() for found in one.suggestions]}
                for one in self.unmatched
            ],
            "warnings": [_told(problem, lang) | {"severity": severity_of(problem).value} for problem in self.warnings],
            "sums": [{"of": list(one.of), "cells": one.cells, "sum": one.total} for one in self.sums],
            "coverage": _figures(self.coverage),
        }


def _told(problem: Problem, lang: Lang) -> dict[str, Any]:
    return {
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "rule": problem.rule,
        "section": section_of(problem),
        "message": message(problem, lang),
    } | ({"sheet": problem.details["sheet"]} if "sheet" in problem.details else {})


def _figures(coverage: CoverageFigures | None) -> dict[str, Any] | None:
    if coverage is None:
        return None
    return coverage._asdict() | {
        "gaps_m2": round(coverage.gaps_m2, 1),
        "overlaps_m2": round(coverage.overlaps_m2, 1),
    }
