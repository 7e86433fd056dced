"""Plausibility over tables side by side: of one file, of several on their way in, or of a whole dataset."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from datetime import date

from mapping.model.problems import Problem
from mapping.model.schemas import DATA_TABLES
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures, FigureTable, with_index
from mapping.reading.registry import Severity, find_problems, problems_of, registered
from mapping.store import Dataset

importlib.import_module("mapping.reading.checks")

_FIRST_DATA_ROW = 2


def find_together(tables: Mapping[str, FigureTable], as_of: date) -> list[Problem]:
    """Every problem of plausibility in tables by schema name, which stand at `as_of`."""
    return find_problems(Figures(tables, as_of))


def warnings_of(dataset: Dataset) -> list[Problem]:
    """What is not plausible in a dataset that keeps every strict rule; nothing of it is a reason to refuse it."""
    names = dict(zip(dataset.areas["code"], dataset.areas["name_uz_latn"], strict=True))
    frames = {table: dataset.tables[table.name] for table in DATA_TABLES if table.name in dataset.tables}
    tables = {
        table.name: FigureTable(table.file, with_index(frame.reset_index(drop=True)), _row_of(table.file), names)
        for table, frame in frames.items()
    }
    figures = Figures(tables, dataset.info.as_of)
    checks = [check for check in registered(Figures) if check.severity is not Severity.MUST]
    return [problem for check in checks for problem in problems_of(check, figures)]


def _row_of(file: str) -> Callable[[int, str, str | None, Mapping[str, object]], Fault]:
    """Faults of a file whose rows follow its header without a blank one."""
    return lambda position, column, value, details: Fault(
        file, position + _FIRST_DATA_ROW, column, value, {key: str(one) for key, one in details.items()}
    )
