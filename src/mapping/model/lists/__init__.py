"""The lists of official use, as data: `indicators.csv` and `terms.csv` (factors, sectors, agencies, posts).

Names follow the terms of the criminal code and of the official statistics of Uzbekistan, in four writings. A new
indicator or term is a new row here: reading, publishing and the demonstration take it from these files.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from mapping.model.schemas import INDICATOR, TERM, Table
from mapping.model.vocabulary import TermKind

Row = dict[str, str]


@cache
def official_rows(table: Table) -> tuple[Row, ...]:
    """The rows of a list (INDICATOR or TERM) by its schema's columns, in file order; "" where a cell is empty."""
    text = (resources.files(__name__) / table.file).read_text(encoding="utf-8")
    return tuple(dict.fromkeys(table.names, "") | row for row in csv.DictReader(text.splitlines()))


def official_terms(kind: TermKind) -> tuple[Row, ...]:
    """The terms of one kind, in file order."""
    return tuple(row for row in official_rows(TERM) if row["kind"] == kind.value)


def parts_of_totals() -> dict[str, str]:
    """Each indicator that is a part of another, to that one's code."""
    return {row["code"]: row["part_of"] for row in official_rows(INDICATOR) if row["part_of"]}
