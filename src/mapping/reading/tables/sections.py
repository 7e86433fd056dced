"""Mahallas of one name in several districts, told apart by the total rows of the districts between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from mapping.model.levels import DISTRICT_DIGITS, Level
from mapping.reading.matching import Matches, Reference, match_areas
from mapping.reading.tables.records import Records
from mapping.reading.tables.words import folded, meaning

_SURE = 3  # rows that must agree on a district before it is taken from them alone
_JOINING = {"boyicha", "po", "for", "of"}


class _Section(NamedTuple):
    """The areas of the rows between two total rows; `before`, `after`: the districts of these, "" where none is told."""

    areas: list[int]
    before: str
    after: str


def settled_by_sections(
    records: Records,
    matches: Matches,
    wider: Mapping[int, str],
    reference: Reference,
    level: Level,
    parent: str | None,
) -> Matches:
    """What is left open when each sheet's rows lie in the districts whose totals stand all above or all below them.

    Which of the two holds is told by the areas that are known; where both may, nothing is settled. Where totals name no district,
    at least three known areas of a section must lie in one.
    """
    open_areas = {one.position: one for one in matches.unmatched if one.rule == "name_ambiguous"}
    if level is not Level.MAHALLA or not open_areas:
        return matches
    told: dict[int, set[str]] = {}
    for sections in _sheets(records, wider, reference, parent or matches.inferred_parent):
        for area, district in _districts(sections, matches.codes):
            told.setdefault(area, set()).add(district)
    codes, left = list(matches.codes), []
    for one in matches.unmatched:
        inside = told.get(one.position, set()) if one.position in open_areas else set()
        meant = [found.code for found in one.suggestions if {found.code[:DISTRICT_DIGITS]} == inside]
        if len(meant) == 1:
            codes[one.position] = meant[0]
        else:
            left.append(one)
    settled = len(matches.unmatched) - len(left)
    return replace(matches, codes=codes, unmatched=left, by_name=matches.by_name + settled)


def _sheets(
    records: Records, wider: Mapping[int, str], reference: Reference, parent: str | None
) -> Iterator[list[_Section]]:
    """The sections of each sheet that has total rows."""
    rows = dict(zip(((place.sheet, place.row) for place in records.places), records.areas, strict=True))
    for sheet in dict.fromkeys(sheet for sheet, _ in rows):
        sections: list[_Section] = []
        areas, before = list[int](), ""
        for (label, row), area in rows.items():
            if label == sheet and area >= 0 and area not in wider:
                areas.append(area)
            elif label == sheet:
                total = wider.get(area) or _district(records.total_names.get((label, row), ""), reference, parent)
                total = total if len(total) == DISTRICT_DIGITS else ""
                sections, areas, before = [*sections, _Section(areas, before, total)], [], total
        if sections:
            yield [one for one in [*sections, _Section(areas, before, "")] if one.areas]


def _district(total: str, reference: Reference, parent: str | None) -> str:
    """The district that the name of a total row tells, "" where none or several."""
    words = [word for word in folded(total).split() if word not in _JOINING and not meaning("total_word", word)]
    if not words:
        return ""
    return match_areas(reference, [""], [(" ".join(words),)], level=Level.DISTRICT, parent=parent).codes[0]


def _districts(sections: list[_Section], codes: list[str]) -> Iterator[tuple[int, str]]:
    """Each area with the district that its section tells; with "" where the section tells none."""
    known = [[codes[area][:DISTRICT_DIGITS] for area in one.areas if codes[area]] for one in sections]
    above = all(one.before and set(own) <= {one.before} for one, own in zip(sections, known, strict=True))
    below = all(one.after and set(own) <= {one.after} for one, own in zip(sections, known, strict=True))
    is_named = any(one.before or one.after for one in sections)
    for one, own in zip(sections, known, strict=True):
        if above != below:
            district = one.before if above else one.after
        else:
            district = own[0] if not is_named and len(own) >= _SURE and len(set(own)) == 1 else ""
        yield from ((area, district) for area in one.areas)
