"""What boundaries and tables tell of a draft alike: the areas found, the names that are open."""

from __future__ import annotations

from mapping.reading.codes import is_code
from mapping.reading.draft import FileDraft
from mapping.reading.report import OpenName, PlacedArea


def placed_areas(found: FileDraft) -> list[PlacedArea]:
    """The areas that have a well-formed code, with the name they have in the reference, else in the file."""
    return [
        PlacedArea(row, code, name_of(found, position))
        for position, (row, code) in enumerate(zip(found.rows, found.matches.codes, strict=True))
        if is_code(code)
    ]


def open_names(found: FileDraft) -> list[OpenName]:
    """The names that await a decision, with their suggestions."""
    return [OpenName(found.rows[one.position], one.name, one.suggestions) for one in found.matches.unmatched]


def name_of(found: FileDraft, position: int) -> str:
    """The area's name in the reference, else in the file."""
    known = found.reference.areas.get(found.matches.codes[position])
    return known.name if known else found.names[position]
