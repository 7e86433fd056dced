"""Rows of a district among those of its mahallas: held against the sum of these, and left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mapping.model.levels import Level
from mapping.reading.matching import Matches, Reference, match_areas
from mapping.reading.matching.wording import called
from mapping.reading.tables.content import Content
from mapping.reading.tables.records import AreaKey, Records
from mapping.reading.tables.roles import FIGURE
from mapping.reading.tables.totals import Difference, differing_totals


def wider_areas(
    content: Content, keys: Sequence[AreaKey], matches: Matches, reference: Reference, level: Level, parent: str | None
) -> dict[int, str]:
    """The codes of the wider areas that rows name by a word for their kind (`Oltinsoy tumani`), by the number of the row's area."""
    if content.records.table.name not in FIGURE:
        return {}
    inside = parent or matches.inferred_parent or ""
    open_rows = (one.position for one in matches.unmatched if one.rule == "name_unmatched")
    named = [n for n in open_rows if any(called(name).unit is not None for name in keys[n].names)]
    found: dict[int, str] = {}
    for wider in list(Level)[: list(Level).index(level)]:
        within = inside if inside and len(inside) < _DIGITS[wider] else None
        codes = match_areas(
            reference, [""] * len(named), [keys[n].names for n in named], level=wider, parent=within
        ).codes
        told = zip(named, codes, strict=True)
        found |= {n: code for n, code in told if code and code.startswith(inside[: len(code)])}
    return found


def without_subtotals(content: Content, matches: Matches, wider: Mapping[int, str]) -> tuple[Content, Matches]:
    """What is left when the rows of wider areas are taken for totals: held against the sum of the rows inside."""
    if not wider:
        return content, matches
    figure = FIGURE[content.records.table.name]
    records = content.records
    rows = {
        (place.sheet, place.row) for place, area in zip(records.places, records.areas, strict=True) if area in wider
    }
    totals = differing_totals(_without(content.with_totals, wider), figure)
    told = [*totals, *_differing(records, wider, matches.codes, figure)]
    left = [one for one in matches.unmatched if one.position not in wider]
    return (
        replace(
            content,
            records=_without(records, wider),
            rows=content.rows - len(rows),
            totals=content.totals + len(rows),
            differences=told,
        ),
        replace(matches, unmatched=left),
    )


def _without(records: Records, wider: Mapping[int, str]) -> Records:
    kept = Records(records.table, records.keys, records.first)
    for number, area in enumerate(records.areas):
        if area not in wider:
            records.copy(number, kept, month=records.months[number])
    return kept


_DIGITS = {Level.REGION: 4, Level.DISTRICT: 7}


def _differing(records: Records, wider: Mapping[int, str], codes: Sequence[str], figure: str) -> list[Difference]:
    """The totals that are not the sum of the rows inside their area; more than it may be right where figures are missing."""
    names = [name for name in records.cells if name != figure]
    sums: dict[tuple[object, ...], tuple[int, bool]] = {}
    inside = set(wider.values())
    for number, area in enumerate(records.areas):
        written = records.cells[figure][number]
        for code in inside if area not in wider else ():
            if codes[area].startswith(code):
                key = (code, records.places[number].sheet, *(records.cells[name][number] for name in names))
                before, whole = sums.get(key, (0, True))
                is_told = written.isascii() and written.isdigit()
                sums[key] = (before + (int(written) if is_told else 0), whole and is_told)
    found = []
    for number, area in enumerate(records.areas):
        written = records.cells[figure][number]
        if area in wider and written.isascii() and written.isdigit():
            key = (wider[area], records.places[number].sheet, *(records.cells[name][number] for name in names))
            total, whole = sums.get(key, (0, True))
            if int(written) != total and (whole or int(written) < total):
                found.append(Difference(records.places[number], written, total))
    return found
