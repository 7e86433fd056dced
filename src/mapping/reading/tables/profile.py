"""Mapping profiles: which column of a kind of file is what. docs/data-spec.md, section 8, says what they may hold.

A profile belongs to the tables whose headings it names, all of them and no others but those of a period: a table with a
column for each quarter is the same kind of file a quarter later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mapping.model.kinds import FileKind
from mapping.reading.registry import Severity, declare
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.times import When
from mapping.reading.tables.words import folded

COLUMN_ABSENT = declare(
    "profile_column_absent", Severity.MUST, "8.2", "Every column that a profile names stands in the table."
)
USED = declare("profile_used", Severity.INFO, "8.4", "The profile by which a table was recognised is told.")

FIGURES = "value"
IGNORED = "ignore"
WIDER = "wider_name"
ROLES = ("area_code", "area_name", WIDER, "period", "year", "number", IGNORED)


class Meaning(NamedTuple):
    """What a column is: one of `ROLES`, a column of the kind's table, `FIGURES` (of what is told besides), or "" unknown."""

    means: str
    period: When | None = None
    indicator: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class Profile:
    """`columns`: what each heading means, as written; `constants` hold for every row; `name`: what the file is called."""

    kind: FileKind
    columns: Mapping[str, Meaning]
    constants: Mapping[str, str] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    title: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {folded(heading): means for heading, means in self.columns.items()})

    _by_key: Mapping[str, Meaning] = field(init=False, repr=False, compare=False)

    def column(self, heading: str) -> Meaning | None:
        """What a heading means, however it is spelt; None when the profile does not name it."""
        return self._by_key.get(folded(heading))

    @property
    def needed(self) -> list[str]:
        """The headings that must be there: all but those that are not read."""
        return [heading for heading, means in self.columns.items() if means.means != IGNORED]

    @property
    def fingerprint(self) -> str:
        """Eight digits that tell a header from others, in whatever order its columns stand."""
        return hashlib.sha256("\n".join(sorted(self._by_key)).encode()).hexdigest()[:8]

    def fits(self, headings: Iterable[tuple[str, When | None]]) -> bool:
        """Whether a table with these headings, and the periods they name, is of the kind of file it was written for."""
        found = {folded(one) for one, when in headings if when is None or folded(one) in self._by_key}
        return found == set(self._by_key)
