"""The manifest: what a snapshot is, told in one JSON file that needs no database to read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from mapping.model.locale import Lang
from mapping.store.dataset import Source

FORMAT = 3
"""Raised whenever what is written into a snapshot changes; part of the content that gives a snapshot its id."""


@dataclass(frozen=True)
class TableJoin:
    """How one table met the areas, by code.

    `rows` rows were read; `matched` of them belong to an area; `unplaced_areas` distinct codes
    (`unplaced` shows up to five) match none. `without` counts the mahallas that have no value in
    this table (up to five in `without_samples`); it is 0 for tables that need not name every mahalla.
    """

    table: str
    rows: int
    matched: int
    unplaced_areas: int
    unplaced: tuple[str, ...]
    without: int
    without_samples: tuple[str, ...]

    @property
    def unplaced_rows(self) -> int:
        return self.rows - self.matched


@dataclass(frozen=True)
class Manifest:
    """A snapshot's identity, origin and size. `content` is a SHA-256 over all that makes its content.

    `files` are the snapshot's own files, `warnings` how many remarks its check report (`report.json`) holds.
    `seq` is the number of the last report of work that its measures hold: later ones lie over them.
    The last `implausible` of them are of the whole. `rules` tells which rules its tables were held against, "" where that was not kept.
    A snapshot of format 1 has neither files nor warnings. Since format 3 display files hold written paths instead of numbers.
    """

    id: str
    as_of: date
    created: datetime
    demonstration: bool
    title: dict[str, str]
    region: str
    sources: tuple[Source, ...]
    rows: dict[str, int]
    joins: tuple[TableJoin, ...]
    content: str
    files: tuple[Source, ...] = ()
    warnings: int = 0
    implausible: int = 0
    seq: int = 0
    rules: str = ""
    format: int = FORMAT

    def title_in(self, lang: Lang) -> str:
        """The dataset's title in a language."""
        return self.title[lang.value]

    def to_json(self) -> str:
        """The manifest as indented JSON, dates in ISO form."""
        fields = asdict(self) | {"as_of": self.as_of.isoformat(), "created": self.created.isoformat()}
        return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, written: str) -> Manifest:
        """Read what `to_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        fields: dict[str, Any] = json.loads(written)
        fields["as_of"] = date.fromisoformat(fields["as_of"])
        fields["created"] = datetime.fromisoformat(fields["created"])
        fields["sources"] = tuple(Source(**source) for source in fields["sources"])
        fields["files"] = tuple(Source(**file) for file in fields.get("files", ()))
        fields["joins"] = tuple(_table_join(join) for join in fields["joins"])
        return cls(**fields)


def _table_join(fields: dict[str, Any]) -> TableJoin:
    lists = {name: tuple(fields[name]) for name in ("unplaced", "without_samples")}
    return TableJoin(**(fields | lists))
