"""Which areas the rows of a table mean: by code, else by name inside the wider area that the row names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from mapping.model.levels import Level, level_of
from mapping.reading.matching import Matches, Reference, Suggestion, Unmatched, likely_levels, match_areas
from mapping.reading.matching.wording import called
from mapping.reading.request import Request
from mapping.reading.tables.records import AreaKey


def match_keys(keys: Sequence[AreaKey], level: Level | None, request: Request) -> tuple[Level, Matches]:
    """The level (asked for, told by headings or codes, or at which most areas are found) and the codes."""
    tried = [level] if level else likely_levels([key.code for key in keys])
    results = [(one, _within_wider(keys, one, request)) for one in tried]
    return max(results, key=lambda result: result[1].by_code + result[1].by_name)


def _within_wider(keys: Sequence[AreaKey], level: Level, request: Request) -> Matches:
    """Match each area inside the wider one that its row names. Where that one is not known, no area is looked for."""
    reference, parent = request.reference, request.parent
    containers = _containers({key.wider for key in keys if key.wider}, level, request)
    groups: dict[str | None, list[int]] = {}
    lost: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        if _names_nothing_known(key, containers, level):
            lost.setdefault(key.wider, []).append(number)
        else:
            groups.setdefault(containers.get(key.wider, parent), []).append(number)
    whole = Matches([""] * len(keys))
    for wider, numbers in lost.items():
        likely = _likely_wider(wider, reference, level, parent)
        whole.unmatched += [Unmatched(number, wider, "wider_unknown", likely) for number in numbers]
    labels = _labels(keys)
    for inside, numbers in groups.items():
        found = match_areas(
            reference, [keys[n].code for n in numbers], [keys[n].names for n in numbers],
            level=level, parent=inside, settled=request.settled, labels=[labels[n] for n in numbers],
        )  # fmt: skip
        for number, code in zip(numbers, found.codes, strict=True):
            whole.codes[number] = code
        whole.by_code, whole.by_name = whole.by_code + found.by_code, whole.by_name + found.by_name
        left = [Unmatched(numbers[one.position], *one[1:]) for one in found.unmatched]
        whole.unmatched += [one for one in left if one.name]  # an area told by nothing is an empty cell
        whole.inferred_parent = whole.inferred_parent or (found.inferred_parent if inside is None else None)
    whole.unmatched.sort()
    return whole


def _names_nothing_known(key: AreaKey, containers: Mapping[str, str], level: Level) -> bool:
    """Whether a row without a code lies in an area that is not known; a sheet's name may be no area's at all."""
    if key.code or not key.wider or key.wider in containers or level is Level.REGION:
        return False
    return not key.is_guess or called(key.wider).unit is not None


def _labels(keys: Sequence[AreaKey]) -> list[str]:
    """Under what a person decides of each area: its name, with the sector and the order of its row where several share the name."""
    rows = Counter(key._replace(nth=0) for key in keys if not key.code)
    shown = [", ".join(filter(None, (next(filter(str.strip, key.names), ""), key.sector))) for key in keys]
    return [
        f"{name} ({key.nth + 1}/{rows[key._replace(nth=0)]})" if rows[key._replace(nth=0)] > 1 else name
        for name, key in zip(shown, keys, strict=True)
    ]


def _likely_wider(name: str, reference: Reference, level: Level, parent: str | None) -> tuple[Suggestion, ...]:
    above = list(Level)[list(Level).index(level) - 1]
    inside = parent if parent is None or level_of(parent) is not above else None
    found = match_areas(reference, [""], [(name,)], level=above, parent=inside).unmatched
    return found[0].suggestions if found else ()


def _containers(names: set[str], level: Level, request: Request) -> dict[str, str]:
    """The codes of the wider areas that are found, by name."""
    parent = request.parent
    wider = [one for one in Level if list(Level).index(one) < list(Level).index(level)]
    found: dict[str, str] = {}
    for one in wider:
        inside = parent if parent is None or level_of(parent) is not one else None
        order = sorted(names - found.keys())
        codes = match_areas(
            request.reference,
            [""] * len(order),
            [(name,) for name in order],
            level=one,
            parent=inside,
            settled=request.settled,
        ).codes
        found |= {name: code for name, code in zip(order, codes, strict=True) if code}
    return {name: code for name, code in found.items() if parent is None or code.startswith(parent)}
