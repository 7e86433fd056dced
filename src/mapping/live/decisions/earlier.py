"""The file in which decisions were kept before they came into the database: `meeting/decisions.jsonl`, one line a version. It is read, and left as it is."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from mapping.live.decisions.decision import Decision
from mapping.store.errors import NotReadable
from mapping.store.sql.opened import FOLDER

FILE = "decisions.jsonl"


def path_of(home: Path) -> Path:
    """Where a home's decisions lay."""
    return home / FOLDER / FILE


def decisions_in_file(home: Path) -> tuple[list[Decision], int]:
    """Every version, in the order in which they were kept, and how many lines hold none. Raises NotReadable."""
    path = path_of(home)
    try:
        return parsed(path.read_bytes())
    except FileNotFoundError:
        return [], 0
    except OSError as fault:
        raise NotReadable(file=path, reason=fault.strerror or fault) from fault


def parsed(content: bytes) -> tuple[list[Decision], int]:
    """The versions of whole lines. A last line without its end was never acknowledged: no fault."""
    versions: list[Decision] = []
    unreadable = 0
    *lines, tail = content.split(b"\n")
    for line in (*lines, tail):
        if not line.strip():
            continue
        try:
            versions.append(Decision.model_validate_json(line))
        except ValidationError:
            unreadable += line is not tail
    return versions, unreadable
