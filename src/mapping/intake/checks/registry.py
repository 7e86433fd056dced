"""The list of checks, filled by the decorator as their modules are imported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from mapping.intake.faults import Fault
from mapping.intake.raw import RawDataset

Find = Callable[[RawDataset], Iterator[Fault]]


class Check(NamedTuple):
    """A rule's key in the text catalogue, below `rule.`, and what finds the places where it is broken."""

    rule: str
    find: Find


_checks: dict[str, Check] = {}


def rule(key: str) -> Callable[[Find], Find]:
    """Register a check under a rule's key. Raises ValueError when the key is taken."""

    def register(find: Find) -> Find:
        if key in _checks:
            raise ValueError(f"two checks for the rule {key!r}")
        _checks[key] = Check(key, find)
        return find

    return register


def registered() -> list[Check]:
    """Every check, by key."""
    return [_checks[key] for key in sorted(_checks)]
