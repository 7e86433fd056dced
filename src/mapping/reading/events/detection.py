"""Whether a file holds events: told by its columns, and by what else stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from mapping.model.problems import Refused
from mapping.reading.events.dates import DayForm, day_form
from mapping.reading.events.headings import Role
from mapping.reading.events.pieces import Source, sample_of
from mapping.reading.events.points import is_of_points
from mapping.reading.events.sources import open_source
from mapping.reading.files import recognise
from mapping.reading.tables.words import meaning

_FIGURES = {"count", "people", "cases"}
_LONGEST_FIGURE = 7  # digits, of which numbers of documents have more


def holds_events(path: Path) -> bool:
    """Whether a table has the columns of events, and none of figures; or a GeoJSON file has points with such columns."""
    try:
        source = open_source(path, {}, with_kind=True)
    except Refused:
        return False
    if any(meaning("heading", heading) in _FIGURES for heading in source.headings):
        return False
    placed = Role.POINT in source.columns or {Role.LATITUDE, Role.LONGITUDE} <= source.columns.keys()
    return placed or not _holds_figures(source)


def _holds_figures(source: Source) -> bool:
    """Whether a table without coordinates tells months, or has a column of figures that is not read: it may be one of counts."""
    days = sample_of(source.columns, source.sample)[Role.DATE]
    if day_form(days) is DayForm.MONTH:
        return True
    unread = set(range(len(source.headings))) - set(source.columns.values())
    return any(_are_figures([row[n] for row in source.sample if n < len(row)]) for n in unread)


def _are_figures(cells: Sequence[str]) -> bool:
    """Whether a column holds numbers that do not run on, as those of rows and documents do."""
    filled = [cell for cell in cells if cell.strip()]
    numbers = [int(cell) for cell in filled if cell.isascii() and cell.isdigit() and len(cell) < _LONGEST_FIGURE]
    if len(numbers) < max(len(filled) / 2, 1):
        return False
    return any(second <= first for first, second in pairwise(numbers)) or (len(numbers) == 1 and numbers[0] != 1)


def brings_boundaries(path: Path) -> bool:
    """Whether a file is of a format of boundaries and does not hold points alone. Raises Refused."""
    return recognise(path).is_boundaries and not is_of_points(path)
