"""Plausibility over tables side by side: of one file, of several on their way in, or of a whole dataset."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mapping.model.problems import Problem
from mapping.model.schemas import DATA_TABLES, Table
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures, FigureTable, with_index
from mapping.reading.registry import MORE, Severity, find_problems, problems_of, registered
from mapping.store import Dataset

importlib.import_module("mapping.reading.checks")

_FIRST_DATA_ROW = 2


def find_together(tables: Mapping[str, FigureTable], as_of: date) -> list[Problem]:
    """Every problem of plausibility in tables by schema name, which stand at `as_of`."""
    return find_problems(Figures(tables, as_of))


class Remarked(NamedTuple):
    """What `warnings_of` found in a dataset of the same areas and day, by the same rules; `changed`: tables that are others now."""

    problems: Sequence[Problem]
    changed: Collection[str]


def warnings_of(dataset: Dataset, before: Remarked | None = None) -> list[Problem]:
    """What is not plausible in a dataset that keeps every strict rule; nothing of it is a reason to refuse it.

    Rules that look at nothing that changed since `before` are not asked again.
    """
    checks = [check for check in registered(Figures) if check.severity is not Severity.MUST]
    again = [check for check in checks if before is None or {one.name for one in check.tables} & set(before.changed)]
    figures = figures_of(dataset, {table for check in again for table in check.tables})
    kept = {check.rule: _of_rule(check.rule, before.problems) for check in checks if before and check not in again}
    found = {check.rule: list(problems_of(check, figures)) for check in again}
    return [problem for check in checks for problem in (found | kept)[check.rule]]


def figures_of(dataset: Dataset, tables: Collection[Table]) -> Figures:
    """The tables of a dataset, as far as they are among these, for rules of plausibility to look at."""
    names = dict(zip(dataset.areas["code"], dataset.areas["name_uz_latn"], strict=True))
    there = [table for table in DATA_TABLES if table in tables and table.name in dataset.tables]
    frames = {table: with_index(dataset.tables[table.name].reset_index(drop=True)) for table in there}
    return Figures(
        {table.name: FigureTable(table.file, frames[table], _row_of(table.file), names) for table in there},
        dataset.info.as_of,
    )


def _of_rule(rule: str, problems: Iterable[Problem]) -> list[Problem]:
    """What a rule found, and how much more there was."""
    return [one for one in problems if rule in (one.rule, one.rule == MORE and one.details["rule"])]


def _row_of(file: str) -> Callable[[int, str, str | None, Mapping[str, object]], Fault]:
    """Faults of a file whose rows follow its header without a blank one."""
    return lambda position, column, value, details: Fault(
        file, position + _FIRST_DATA_ROW, column, value, {key: str(one) for key, one in details.items()}
    )
