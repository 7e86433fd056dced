"""Which area a name means: reconciled as names are everywhere, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mapping.model.levels import Level
from mapping.reading.events.turn import Turn
from mapping.reading.matching import Suggestion, Unmatched
from mapping.reading.request import Request
from mapping.reading.tables.areas import match_keys
from mapping.reading.tables.records import AreaKey


class Named(NamedTuple):
    """What an area is called in a file: its name, and that of the district beside it (or "")."""

    name: str
    wider: str


class Meant(NamedTuple):
    """The code that a name means, "" where it is open; then the rule and the suggestions."""

    code: str
    rule: str = ""
    suggestions: tuple[Suggestion, ...] = ()


class AreaNames:
    """The areas of one level, by name, from any number of threads. Without a request no name is known."""

    def __init__(self, request: Request | None, level: Level) -> None:
        """The request tells the areas known, the one in which all lie, and the names that a person settled."""
        self._request, self._level = request, level
        self._meant: dict[Named, Meant] = {}
        self._one_at_a_time = Turn()

    def meant(self, names: Iterable[Named]) -> Mapping[Named, Meant]:
        """What each name means."""
        with self._one_at_a_time:
            new = [one for one in dict.fromkeys(names) if one not in self._meant]
            self._meant |= dict(zip(new, self._looked_up(new), strict=True))
            return self._meant

    def _looked_up(self, names: Sequence[Named]) -> list[Meant]:
        if self._request is None or not names:
            return [Meant("", "name_unmatched") for _ in names]
        keys = [AreaKey("", (one.name,), one.wider) for one in names]
        _, matches = match_keys(keys, self._level, self._request)
        waiting = {one.position: one for one in matches.unmatched}
        return [Meant(code) if code else _open(waiting.get(position)) for position, code in enumerate(matches.codes)]


def _open(found: Unmatched | None) -> Meant:
    return Meant("", found.rule, found.suggestions) if found else Meant("", "name_unmatched")
