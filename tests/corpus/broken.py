"""A broken file: its name, its content, and the rule that must name its one fault."""

from __future__ import annotations

from typing import NamedTuple


class Broken(NamedTuple):
    """`parent` and `profile` are what `riskmap check` is told besides the file."""

    name: str
    rule: str
    content: bytes
    parent: str | None = None
    profile: str | None = None
