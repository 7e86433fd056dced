"""From a table file to its report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pandas as pd

from mapping.model.kinds import FileKind
from mapping.model.problems import Problem, Refused
from mapping.model.schemas import Form
from mapping.reading.faults import Fault
from mapping.reading.figures import FigureTable, with_index
from mapping.reading.files import Container
from mapping.reading.outcome import open_names, placed_areas
from mapping.reading.raw import Cells, RawDataset
from mapping.reading.registry import find_problems, problems_of, registered
from mapping.reading.report import Report
from mapping.reading.request import Request
from mapping.reading.tables.doubts import DOUBTS
from mapping.reading.tables.draft import OPEN_AREA, TableDraft, draft_table
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.file import TableFile, kind_of, read_table
from mapping.reading.tables.profile import Profile
from mapping.reading.tables.roles import VALUE
from mapping.reading.tables.understood import Understood, says_all, understood
from mapping.reading.together import find_together
from mapping.reading.typing import frame_of

_SHOWN_NUMBERS = 50  # of which the different ones are shown
_AREA_RULES = {"area_code", "area_level"}  # told once an area by rules of their own


def examine_table(path: Path, container: Container, request: Request) -> Report:
    """Read a table and hold it against every rule. Raises Refused when it cannot be read or carries persons."""
    file = read_table(path, container, request)
    told = request.kind
    try:
        told = kind_of(file, told)
        found = draft_table(file, told, request)
    except Refused as refused:
        return Report(told, 0, [*file.problems, *refused.problems], columns=understood(file, told))
    shown = tuple(dict.fromkeys(islice(found.content.open_figures.values(), _SHOWN_NUMBERS)))
    columns = understood(file, told, shown)
    report = replace(_report(found, request.as_of or date.today()), columns=columns, sums=found.sums)
    if not report.publishable:
        return report
    return replace(report, keeps=_kept(found, file, columns, told, request.marks, path.stem))


def _kept(
    found: TableDraft, file: TableFile, columns: Understood, kind: FileKind, marks: Marks, title: str
) -> Profile | None:
    """The profile to keep when the file is published: of one that was read without, or with the doubts that are settled then."""
    settled = {one.rule for one in found.content.doubts if one.rule in DOUBTS}
    if file.profile is not None:
        before = file.profile.marks
        now = _settled(before, marks, settled)
        return replace(file.profile, marks=now) if now != before else None
    profile = columns.profile_of(kind, {}, _settled(marks, marks, settled), title)
    return profile if says_all(profile, file) else None


def _settled(before: Marks, asked: Marks, doubts: Collection[str]) -> Marks:
    declined = (before.declined - asked.agreed) | (asked.declined & set(doubts))
    return replace(before, agreed=(before.agreed | set(doubts)) - declined, declined=declined)


def _report(found: TableDraft, as_of: date) -> Report:
    figures = figure_table(found)
    problems = [*found.problems, *find_problems(found), *strict_problems(found)]
    problems += find_together({found.raw.table.name: figures}, as_of)
    report = Report(
        found.kind,
        found.content.rows,
        problems,
        by_code=found.matches.by_code,
        by_name=found.matches.by_name,
        areas=placed_areas(found),
        unmatched=open_names(found),
        figures=figures,
        open_rows=_open_rows(found),
    )
    return replace(report, frame=frame_of(found.raw), places=found.places) if report.publishable else report


def strict_problems(found: TableDraft) -> list[Problem]:
    """The problems of the rules of the strict reader, at the places of the file."""
    dataset = RawDataset({found.raw.table.name: found.raw}, {}, None)
    checks = [check for check in registered(RawDataset) if check.rule not in _AREA_RULES]
    problems = (problem for check in checks for problem in problems_of(check, dataset))
    return [_placed(found, problem) for problem in problems if not _is_of_open_area(problem)]


def _is_of_open_area(problem: Problem) -> bool:
    """Whether two rows only look alike because the name they share awaits a decision."""
    return problem.rule == "key_twice" and (problem.value or "").startswith(OPEN_AREA)


def _placed(found: TableDraft, problem: Problem) -> Problem:
    if problem.row is None:
        return problem
    place = found.places[problem.row]
    details = {**problem.details, **({"sheet": place.sheet} if place.sheet else {})}
    if "first" in details:
        details["first"] = str(found.places[int(details["first"])].row)
    column = found.heading(problem.column, place) if problem.column else None
    is_figure = problem.column == VALUE.get(found.raw.table.name)
    value = found.content.records.written.get(problem.row, problem.value) if is_figure else problem.value
    return replace(problem, row=place.row, column=column, value=value, details=details)


def _open_rows(found: TableDraft) -> int:
    """The rows of open areas beyond their first."""
    waiting = {one.position for one in found.matches.unmatched}
    rows = {(p.sheet, p.row) for p, area in zip(found.places, found.of_area, strict=True) if area in waiting}
    return max(len(rows) - len(waiting), 0)


def figure_table(found: TableDraft) -> FigureTable:
    """The records as the rules of plausibility look at them: what is no figure is missing."""
    columns = {column.name: _tolerant(cells, column.form) for column, cells in found.raw.columns()}
    columns["area"] = columns["area"].mask(columns["area"].str.startswith(OPEN_AREA))
    frame = pd.DataFrame(columns)
    known = frame[frame["area"].notna()]

    def fault(position: int, column: str, value: str | None, details: Mapping[str, object]) -> Fault:
        place = found.places[position]
        return found.fault_at(place, found.heading(column, place), value, **details)

    names = {code: area.name for code, area in found.reference.areas.items()}
    return FigureTable(found.file, with_index(known), fault, names)


def _tolerant(cells: Cells, form: Form) -> pd.Series:
    convert: Callable[[list[str]], pd.Series] = _numbers if form in _NUMERIC else _texts
    return convert(cells.distinct).take(cells.codes).reset_index(drop=True)


def _numbers(distinct: list[str]) -> pd.Series:
    whole = [int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None for text in distinct]
    return pd.Series(whole, dtype="Int64")


def _texts(distinct: list[str]) -> pd.Series:
    return pd.Series([text or None for text in distinct], dtype="str")


_NUMERIC = (Form.COUNT, Form.SHARE, Form.YEAR)
