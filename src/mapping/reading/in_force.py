"""Which rules a dataset was held against: a checksum over the code that they are made of."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import mapping

_ROOMS = ("model", "reading")
_KINDS = {".py", ".csv", ".toml"}


@cache
def rules_in_force() -> str:
    """SHA-256 over every file of the rooms that decide what keeps the rules; "" where they cannot be read.

    Whoever changes any of them has everything held against the rules anew, whether or not it matters.
    """
    root = Path(mapping.__file__).parent
    files = [path for room in _ROOMS for path in sorted((root / room).rglob("*")) if path.suffix in _KINDS]
    hashed = hashlib.sha256()
    for path in files:
        hashed.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return hashed.hexdigest() if files else ""
