"""The reconciliation desk: what a person decided on a name is kept in the home folder and used the next time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from mapping.reading.matching.match import decision_key
from mapping.store import NotReadable, only_writer

FILE = "decisions.json"


@dataclass(frozen=True)
class Decision:
    """A name as a file had it, the code it stands for, and who decided so, when (ISO 8601, UTC) and why."""

    name: str
    code: str
    who: str
    when: str
    why: str


def decisions_of(home: Path) -> list[Decision]:
    """Every decision in force, the latest last. Raises NotReadable: what cannot be read is not written over."""
    path = home / FILE
    try:
        return [Decision(**one) for one in json.loads(path.read_text(encoding="utf-8"))]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError, TypeError) as fault:
        raise NotReadable(file=path, reason=fault) from fault


def decisions(home: Path) -> Mapping[str, str]:
    """The decided codes by folded name, as `examine` takes them."""
    return {decision_key(one.name): one.code for one in decisions_of(home)}


def decide(home: Path, name: str, code: str, *, who: str, why: str) -> Decision:
    """Keep a decision; an earlier one on the same name (in any spelling) gives way. Raises StoreError."""
    made = Decision(name, code, who, datetime.now(UTC).isoformat(timespec="seconds"), why)
    with only_writer(home):
        _write(home, [*(one for one in decisions_of(home) if decision_key(one.name) != decision_key(name)), made])
    return made


def withdraw_decision(home: Path, name: str) -> Decision | None:
    """Forget the decision on a name, in any spelling, and return it; None where there is none. Raises StoreError."""
    with only_writer(home):
        before = decisions_of(home)
        gone = next((one for one in before if decision_key(one.name) == decision_key(name)), None)
        if gone is not None:
            _write(home, [one for one in before if one is not gone])
    return gone


def _write(home: Path, settled: Sequence[Decision]) -> None:
    aside = home / f".{FILE}"
    aside.write_text(
        json.dumps([asdict(one) for one in settled], ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    aside.replace(home / FILE)
