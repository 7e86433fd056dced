"""Every table a dataset is made of, as `schemas.toml` has it.

`docs/data-format.md` is written from that page, the demonstration data is written to it, and files are
checked against it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

from mapping.model.vocabulary import Category, Group, MeasureStatus, SevenMember, TermKind


class Form(StrEnum):
    """How a cell is written in a file (UTF-8 CSV); every form may be empty unless the column is required."""

    TEXT = "text"
    AREA = "area code"
    COUNT = "whole number from 0"
    YEAR = "year"
    QUARTER = "quarter, as 2025Q4"
    DATE = "date, as 2025-12-31"
    SHARE = "whole number 0 to 100"
    FLAG = "0 or 1"
    CHOICE = "one of a closed list"
    TERM = "a code in terms.csv"
    INDICATOR = "a code in indicators.csv"


@dataclass(frozen=True)
class Column:
    """A column: name in the file, form, meaning in one line."""

    name: str
    form: Form
    meaning: str
    required: bool = True
    choices: tuple[str, ...] = ()
    term: TermKind | None = None


@dataclass(frozen=True)
class Table:
    """A table: its file, columns in file order, and the columns that together occur once."""

    name: str
    file: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


_CLOSED: dict[str, type[StrEnum]] = {
    "category": Category, "group": Group, "kind": TermKind, "seven_member": SevenMember, "status": MeasureStatus,
}  # fmt: skip


def _column(form: str, choices: str = "", term: str = "", **given: Any) -> Column:
    listed = tuple(_CLOSED[choices]) if choices else ()
    return Column(**given, form=Form(form), choices=listed, term=TermKind(term) if term else None)


def _table(name: str, columns: list[dict[str, Any]], key: list[str], **given: Any) -> Table:
    return Table(name, **given, columns=tuple(_column(**column) for column in columns), key=tuple(key))


_WRITTEN = tomllib.loads((resources.files("mapping.model") / "schemas.toml").read_text(encoding="utf-8"))
AREA, INDICATOR, TERM, STATISTIC, POPULATION, CATEGORY, FACTOR, ASSIGNMENT, MEASURE = (
    _table(name, **table) for name, table in _WRITTEN.items()
)
DATA_TABLES = (INDICATOR, TERM, STATISTIC, POPULATION, CATEGORY, FACTOR, ASSIGNMENT, MEASURE)
