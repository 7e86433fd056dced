"""What boundaries and tables on their way in have in common: areas that stand for themselves or for their figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mapping.model.levels import Level
from mapping.model.problems import Problem
from mapping.reading.faults import Fault
from mapping.reading.matching import Matches, Reference


@dataclass(frozen=True)
class FileDraft:
    """A file's areas. `rows`, `written`, `names` and `matches` run over them.

    `rows`: the number of the row in which an area stands (first). `written`: its code as the file has it, "" where
    none; `names`: the first of its names; `matches`: what they came to. `area_column`: the heading of the codes.
    `level` and `parent` are as asked for, else as the file tells. `problems` were found while reading.
    """

    file: str
    reference: Reference
    level: Level
    parent: str | None
    rows: list[int]
    area_column: str
    written: list[str]
    names: list[str]
    matches: Matches
    problems: list[Problem]

    @property
    def mixed(self) -> bool:
        """Whether areas of all levels stand in one table."""
        return False

    def fault(self, position: int, column: str | None = None, value: str | None = None, **details: object) -> Fault:
        """A fault of one area; its code or name stands as the value where none is given, `called` then holds both."""
        code, told = self.matches.codes[position], {key: str(one) for key, one in details.items()}
        shown = code or self.names[position] if value is None else value
        known = self.reference.areas.get(code)
        if value is None and known:
            told["called"] = f"{known.name} ({code})"
        return Fault(self.file, self.rows[position], column or self.area_column or None, shown, told)

    def open_names(self, rule: str) -> Iterator[Fault]:
        """A fault for every area that this rule leaves open, with what its name may mean."""
        for one in self.matches.unmatched:
            if one.rule == rule:
                meant = ", ".join(f"{found.name} ({found.code})" for found in one.suggestions)
                yield self.fault(one.position, value=one.name, suggestions=meant or "—")
