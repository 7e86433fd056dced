"""What is wrong with an input, told so that a person can find the place and mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from mapping.model.locale import Lang, text


@dataclass(frozen=True)
class Problem:
    """One fault: where (file, row, column), what stands there, which rule it breaks.

    `row` counts as a person counts: the first line of a CSV file is its header, row 1; a GeoJSON
    file's rows are its features from 1. `rule` is a key of the text catalogue under `rule.`;
    `details` fill the placeholders of that text.
    """

    file: str
    rule: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    details: dict[str, str] = field(default_factory=dict)


class Told(Exception):
    """A fault that was foreseen: it says itself, in the reader's language, what is wrong and what to do."""

    def told(self, lang: Lang) -> str:
        """What is wrong and what to do."""
        raise NotImplementedError


class Ruled(Told):
    """A fault of a `rule`, with the details that fill its text, `<texts>.<rule>` in the catalogue."""

    texts: ClassVar[str]
    rule: ClassVar[str]

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.told(Lang.EN))

    def told(self, lang: Lang) -> str:
        """What happened, and what to do."""
        return text(f"{self.texts}.{self.rule}", lang, **self.details)


class Refused(Exception):
    """An input that was not taken. Carries every problem found; nothing was changed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(
            f"{first.file}: row {first.row}, {first.column} = {first.value!r}: {first.rule} (of {len(self.problems)} problems)"
        )

    def __reduce__(self) -> tuple[type[Refused], tuple[Sequence[Problem]]]:
        """It travels between processes with its problems."""
        return Refused, (self.problems,)
