"""Which areas the rows of a table mean: by code, else by name inside the wider area that the row names."""

from __future__ import annotations

from collections.abc import Sequence

from mapping.model.levels import Level, level_of
from mapping.reading.matching import Matches, Reference, Unmatched, likely_levels, match_areas
from mapping.reading.request import Request
from mapping.reading.tables.records import AreaKey


def match_keys(keys: Sequence[AreaKey], level: Level | None, request: Request) -> tuple[Level, Matches]:
    """The level (asked for, told by headings or codes, or at which most areas are found) and the codes."""
    tried = [level] if level else likely_levels([key.code for key in keys])
    results = [(one, _within_wider(keys, one, request)) for one in tried]
    return max(results, key=lambda result: result[1].by_code + result[1].by_name)


def _within_wider(keys: Sequence[AreaKey], level: Level, request: Request) -> Matches:
    """Match each area inside the wider one that its row names, where it names one that is found."""
    reference, parent = request.reference, request.parent
    containers = _containers({key.wider for key in keys if key.wider}, reference, level, parent)
    groups: dict[str | None, list[int]] = {}
    for number, key in enumerate(keys):
        groups.setdefault(containers.get(key.wider, parent), []).append(number)
    whole = Matches([""] * len(keys))
    for inside, numbers in groups.items():
        found = match_areas(
            reference, [keys[n].code for n in numbers], [keys[n].names for n in numbers],
            level=level, parent=inside, settled=request.settled,
        )  # fmt: skip
        for number, code in zip(numbers, found.codes, strict=True):
            whole.codes[number] = code
        whole.by_code, whole.by_name = whole.by_code + found.by_code, whole.by_name + found.by_name
        left = [Unmatched(numbers[one.position], *one[1:]) for one in found.unmatched]
        whole.unmatched += [one for one in left if one.name]  # an area told by nothing is an empty cell
        whole.inferred_parent = whole.inferred_parent or (found.inferred_parent if inside is None else None)
    return whole


def _containers(names: set[str], reference: Reference, level: Level, parent: str | None) -> dict[str, str]:
    """The codes of the wider areas that are found, by name."""
    wider = [one for one in Level if list(Level).index(one) < list(Level).index(level)]
    found: dict[str, str] = {}
    for one in wider:
        inside = parent if parent is None or level_of(parent) is not one else None
        order = sorted(names - found.keys())
        codes = match_areas(reference, [""] * len(order), [(name,) for name in order], level=one, parent=inside).codes
        found |= {name: code for name, code in zip(order, codes, strict=True) if code}
    return {name: code for name, code in found.items() if parent is None or code.startswith(parent)}
