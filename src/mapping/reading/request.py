"""What is asked for of a file, and what is known beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.reading.matching import Reference, shipped_reference
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.profile import Profile
from mapping.reading.tables.words import Own

DEFAULT_TOLERANCE = 50.0


@dataclass(frozen=True)
class Request:
    """Where nothing is asked for, the file's content tells.

    `kind`, `level` and `parent` are those of its areas. `tolerance` in metres bounds the gaps and overlaps closed.
    `profile` says what a table's columns are; without one it is read by the first of the `profiles` that fits its headings.
    `marks` say what the signs in numbers mean where the profile does not; `constants` are values that hold for every row of
    a table, by column of its schema, and go before the profile's. `settled` maps names (as `matching.settled_key` folds
    them) to the codes that a person chose. `words` are those of the dataset's own indicators and terms. `as_of` (default: today) is the day against which a population is too old.
    """

    kind: FileKind | None = None
    level: Level | None = None
    parent: str | None = None
    reference: Reference = field(default_factory=shipped_reference)
    tolerance: float = DEFAULT_TOLERANCE
    profile: Profile | None = None
    profiles: Sequence[Profile] = ()
    marks: Marks = Marks()  # noqa: RUF009 (immutable)
    constants: Mapping[str, str] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)
    words: Own = field(default_factory=dict)
    as_of: date | None = None
