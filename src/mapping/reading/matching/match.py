"""Which area each row means: by its code, else by its names within the parent, else suggestions for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import fuzz, process

from mapping.model.levels import Level, level_of
from mapping.model.names import fold
from mapping.reading.codes import is_code
from mapping.reading.matching.reference import Known, Reference
from mapping.reading.matching.wording import Called, Unit, called

MOST_SUGGESTIONS = 3
_LIKE_ENOUGH = 55.0
_SURE_OF_PARENT = 3  # rows that must agree before a parent nobody named is taken for granted


class Suggestion(NamedTuple):
    """An area that a name may mean; `score` 0 to 100 says how alike the spelling is."""

    code: str
    name: str
    score: float


class Unmatched(NamedTuple):
    """A row (its position) whose names fit no area (`rule` name_unmatched), several, or contradict each other."""

    position: int
    name: str
    rule: str
    suggestions: tuple[Suggestion, ...]


_UNITS = {
    Level.REGION: {Unit.REGION, Unit.CITY},
    Level.DISTRICT: {Unit.DISTRICT, Unit.CITY},
    Level.MAHALLA: {Unit.MAHALLA},
}
"""The kind words that fit an area of a level whose own name has none."""


@dataclass
class Matches:
    """Codes by row position, "" where none was found; how many came from (well-formed) codes and from names; what is open."""

    codes: list[str]
    by_code: int = 0
    by_name: int = 0
    unmatched: list[Unmatched] = field(default_factory=list)
    inferred_parent: str | None = None


class _Candidates:
    """The areas of one level in one parent, by what they are called."""

    def __init__(self, areas: Sequence[Known]) -> None:
        self.areas = {area.code: area for area in areas}
        self._by_key: dict[str, list[Known]] = {}
        for area in areas:
            for key in area.keys:
                self._by_key.setdefault(key, []).append(area)
        self._pairs = [(key, area.code) for key, found in self._by_key.items() for area in found]

    def exact(self, name: Called) -> set[str]:
        """The areas called so; a kind word, where there is one, must be one of theirs, or of their level if they have none.

        What has no letters in it names nothing.
        """
        found = self._by_key.get(name.key, []) if name.key else []
        return {area.code for area in found if _same_kind(area, name)}

    def similar(self, names: Sequence[Called]) -> tuple[Suggestion, ...]:
        """The likeliest areas by spelling, best first."""
        scores: dict[str, float] = {}
        for name in names:
            found = process.extract(
                name.key, [key for key, _ in self._pairs], scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=8
            )
            for _, score, position in found:
                code = self._pairs[position][1]
                scores[code] = max(scores.get(code, 0.0), round(score, 1))
        best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_SUGGESTIONS]
        return tuple(Suggestion(code, self.areas[code].name, score) for code, score in best)


def _same_kind(area: Known, name: Called) -> bool:
    kinds = {unit for key, unit in area.called if key == name.key}
    return name.unit is None or name.unit in kinds or (kinds == {None} and name.unit in _UNITS[area.level])


def match_areas(
    reference: Reference,
    codes: Sequence[str],
    names: Sequence[Sequence[str]],
    *,
    level: Level,
    parent: str | None = None,
    settled: Mapping[str, str] | None = None,
    labels: Sequence[str] | None = None,
) -> Matches:
    """Match rows by code where there is one, else by the code that a person settled for the name, else by names.

    `codes` and `names` run over the rows; a row's names are its spellings in several languages. Two names of a row
    that are called after different areas contradict each other. Without a parent, names that fit areas of several
    regions are looked up where all others (at least three) were found. `settled` maps folded names
    (`settled_key`) to codes; one of a code outside the level and parent is passed over. `labels`: under what a person settles
    a row, where it is not the name alone.
    """
    matches = Matches([""] * len(codes))
    open_rows: dict[int, list[Called]] = {}
    for position, (code, spelt) in enumerate(zip(codes, names, strict=True)):
        if code:
            matches.codes[position], matches.by_code = code, matches.by_code + is_code(code)
        else:
            open_rows[position] = list(dict.fromkeys(called(name) for name in spelt if name.strip()))
    if not open_rows:
        return matches
    if parent is None:
        parent = matches.inferred_parent = _common_parent(reference, open_rows, level)
    candidates = _Candidates(reference.within(level, parent))
    for position, ways in open_rows.items():
        shown = next((name for name in names[position] if name.strip()), "")
        shown = labels[position] if labels and shown else shown
        decided = (settled or {}).get(settled_key(shown))
        if decided in candidates.areas:
            matches.codes[position], matches.by_name = decided, matches.by_name + 1
        else:
            _settle(matches, candidates, position, ways, shown)
    return matches


def likely_levels(codes: Sequence[str]) -> list[Level]:
    """The level that the codes tell, or all of them, districts first."""
    told = next((level_of(code) for code in codes if is_code(code)), None)
    return [told] if told else [Level.DISTRICT, Level.REGION, Level.MAHALLA]


def settled_key(name: str) -> str:
    """The key under which the code that a person settled for a name is kept: one for every spelling of the same name."""
    return fold(name)


def _settle(matches: Matches, candidates: _Candidates, position: int, ways: list[Called], shown: str) -> None:
    sets = [found for way in ways if (found := candidates.exact(way))]
    common = set.intersection(*sets) if sets else set()
    if len(common) == 1:
        matches.codes[position] = common.pop()
        matches.by_name += 1
        return
    if len(common) > 1:
        rule, suggested = "name_ambiguous", _all_of(candidates, common)
    elif sets:
        rule, suggested = "name_contradiction", _all_of(candidates, set.union(*sets))
    else:
        rule, suggested = "name_unmatched", candidates.similar(ways)
    matches.unmatched.append(Unmatched(position, shown, rule, suggested))


def _all_of(candidates: _Candidates, codes: set[str]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(code, candidates.areas[code].name, 100.0) for code in sorted(codes))


def _common_parent(reference: Reference, rows: dict[int, list[Called]], level: Level) -> str | None:
    """The parent in which all rows lie that fit one area of the country only; None when they do not agree."""
    if level is Level.REGION:
        return None
    candidates = _Candidates(reference.within(level, None))
    parents: Counter[str] = Counter()
    for ways in rows.values():
        sets = [found for way in ways if (found := candidates.exact(way))]
        common = set.intersection(*sets) if sets else set()
        if len(common) == 1:
            parents[candidates.areas[common.pop()].parent] += 1
    agreed = len(parents) == 1 and parents.total() >= _SURE_OF_PARENT
    return next(iter(parents)) if agreed else None
