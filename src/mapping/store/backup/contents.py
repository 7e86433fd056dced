"""What a backup holds, told by its last member: every file with its SHA-256 and size, every table with its rows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from mapping.store.dataset import Source

FORMAT = 1
MEMBER = "backup.json"
OF_HOME, OF_DATABASE = "home/", "database/"
_ENDING = ".jsonl"


def member_of_table(table: str) -> str:
    """Where in a backup the rows of a table lie."""
    return f"{OF_DATABASE}{table}{_ENDING}"


def table_of_member(member: str) -> str:
    """The table whose rows a member holds."""
    return member.removeprefix(OF_DATABASE).removesuffix(_ENDING)


@dataclass(frozen=True)
class Contents:
    """`made`: when it was begun (UTC); `step`: the form of the database, "" where there was none; `rows` by table, in the order in which they
    can be read again; `files`: name within the backup, SHA-256 and size of every member but this."""

    made: datetime
    step: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    files: tuple[Source, ...] = ()
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        return sum(one.size for one in self.files)

    def to_json(self) -> str:
        """As it is written."""
        return json.dumps({**asdict(self), "made": self.made.isoformat()}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, written: str) -> Contents:
        """Raises ValueError, KeyError, TypeError for what is none."""
        given = json.loads(written)
        if not isinstance(given, dict) or not isinstance(given.get("format", FORMAT), int):
            raise TypeError
        files = tuple(Source(**one) for one in given.pop("files"))
        return cls(**{**given, "made": datetime.fromisoformat(given["made"])}, files=files)
