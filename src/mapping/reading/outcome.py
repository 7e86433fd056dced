"""What boundaries and tables tell of a draft alike: its problems, the areas found, the names that are open."""

from __future__ import annotations

from mapping.model.problems import Problem
from mapping.reading.checks import problems_of
from mapping.reading.checks.registry import registered
from mapping.reading.codes import is_code
from mapping.reading.draft import Draft
from mapping.reading.report import OpenName, PlacedArea


def find_problems(found: Draft) -> list[Problem]:
    """Every problem of every rule for this kind of draft."""
    return [problem for on in (Draft, type(found)) for check in registered(on) for problem in problems_of(check, found)]


def placed_areas(found: Draft) -> list[PlacedArea]:
    """The areas that have a well-formed code, with the name they have in the reference, else in the file."""
    return [
        PlacedArea(row, code, name_of(found, position))
        for position, (row, code) in enumerate(zip(found.rows, found.matches.codes, strict=True))
        if is_code(code)
    ]


def open_names(found: Draft) -> list[OpenName]:
    """The names that await a decision, with their suggestions."""
    return [OpenName(found.rows[one.position], one.name, one.suggestions) for one in found.matches.unmatched]


def name_of(found: Draft, position: int) -> str:
    """The area's name in the reference, else in the file."""
    known = found.reference.areas.get(found.matches.codes[position])
    return known.name if known else found.names[position]
