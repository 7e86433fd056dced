"""Where something stands in a table."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where a record stands: sheet, row as a person counts, heading of its figure."""

    sheet: str
    row: int
    column: str
