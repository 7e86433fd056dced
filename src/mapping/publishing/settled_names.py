"""Names of areas that a person settled: kept in the home folder and used the next time a file has them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from mapping.reading.matching import settled_key
from mapping.store import NotReadable, only_writer

FILE = "settled_names.json"
_BEFORE = "decisions.json"  # the file's name until December 2026


@dataclass(frozen=True)
class SettledName:
    """A name as a file had it, the code it stands for, and who settled it, when (ISO 8601, UTC) and why."""

    name: str
    code: str
    who: str
    when: str
    why: str


def settled_names(home: Path) -> list[SettledName]:
    """Every settled name in force, the latest last. Raises NotReadable: what cannot be read is not written over."""
    path = home / FILE if (home / FILE).exists() else home / _BEFORE
    try:
        return [SettledName(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError, TypeError) as fault:
        raise NotReadable(file=path, reason=fault) from fault


def settled_codes(home: Path) -> Mapping[str, str]:
    """The codes of settled names by folded name, as a `Request` has them."""
    return {settled_key(settled.name): settled.code for settled in settled_names(home)}


def settle(home: Path, name: str, code: str, *, who: str, why: str) -> SettledName:
    """Settle a name; what was settled of the same name (in any spelling) gives way. Raises StoreError."""
    made = SettledName(name, code, who, datetime.now(UTC).isoformat(timespec="seconds"), why)
    with only_writer(home):
        kept = [before for before in settled_names(home) if settled_key(before.name) != settled_key(name)]
        _write(home, [*kept, made])
    return made


def withdraw(home: Path, name: str) -> SettledName | None:
    """Forget what was settled of a name, in any spelling, and return it; None where nothing was. Raises StoreError."""
    with only_writer(home):
        before = settled_names(home)
        gone = next((entry for entry in before if settled_key(entry.name) == settled_key(name)), None)
        if gone is not None:
            _write(home, [entry for entry in before if entry is not gone])
    return gone


def _write(home: Path, settled: Sequence[SettledName]) -> None:
    written = json.dumps([asdict(entry) for entry in settled], ensure_ascii=False, indent=1)
    aside = home / f".{FILE}"
    aside.write_text(written + "\n", encoding="utf-8")
    aside.replace(home / FILE)
    (home / _BEFORE).unlink(missing_ok=True)
