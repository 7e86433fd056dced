"""The list of rules, filled as their modules are imported: checks by the decorator, what reading finds by `declare`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from mapping.model.problems import Problem
from mapping.model.schemas import Table
from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset

Find = TypeVar("Find", bound=Callable[[Any], Iterator[Fault]])

MOST_PER_RULE_AND_FILE = 1000
MORE = "more"  # the rule of the problem that counts those beyond


class Severity(StrEnum):
    """What breaking a rule means.

    MUST the file is refused; ASK it is published when a person says that the reading proposed is right; SHOULD it is
    taken with a warning; INFO it is only told.
    """

    MUST = "MUST"
    ASK = "ASK"
    SHOULD = "SHOULD"
    INFO = "INFO"


class Check(NamedTuple):
    """A rule's key in the text catalogue, what finds the places where it is broken, and where it is written down.

    `find` takes what the check was registered for, and finds nothing where reading itself tells the fault.
    `section` is that of `docs/data-spec.md`, empty for rules of the strict reader; `meaning` is the rule in one
    plain sentence. `tables` are all that a rule of figures looks at: it finds the same again while these stay.
    """

    rule: str
    find: Callable[[Any], Iterator[Fault]]
    severity: Severity = Severity.MUST
    section: str = ""
    meaning: str = ""
    tables: tuple[Table, ...] = ()


_checks: dict[type, dict[str, Check]] = {}


def rule(
    key: str,
    severity: Severity = Severity.MUST,
    *,
    section: str = "",
    on: type = RawDataset,
    tables: tuple[Table, ...] = (),
) -> Callable[[Find], Find]:
    """Register a check of things of the type `on` under a rule's key. Raises ValueError when the key is taken."""

    def register(find: Find) -> Find:
        _add(on, Check(key, find, severity, section, (find.__doc__ or "").strip(), tables))
        return find

    return register


def declare(key: str, severity: Severity, section: str, meaning: str) -> str:
    """Register a rule that reading itself looks after, and return its key. Raises ValueError when it is taken."""
    _add(Fault, Check(key, lambda _: iter(()), severity, section, meaning))
    return key


def registered(on: type = RawDataset) -> list[Check]:
    """Every check of things of that type, by key."""
    found = _checks.get(on, {})
    return [found[key] for key in sorted(found)]


def find_problems(checked: Any) -> list[Problem]:
    """Every problem of every rule for things of its type, those of a wider type first."""
    every = (check for on in reversed(type(checked).__mro__) for check in registered(on))
    return [problem for check in every for problem in problems_of(check, checked)]


def problems_of(check: Check, checked: Any) -> Iterator[Problem]:
    """The problems of one rule in what it was registered for; beyond the thousandth in a file they are counted."""
    seen: Counter[str] = Counter()
    for fault in check.find(checked):
        seen[fault.file] += 1
        if seen[fault.file] <= MOST_PER_RULE_AND_FILE:
            yield Problem(fault.file, check.rule, fault.row, fault.column, fault.value, fault.details)
    for file, times in seen.items():
        if times > MOST_PER_RULE_AND_FILE:
            more = {"more": str(times - MOST_PER_RULE_AND_FILE), "rule": check.rule}
            yield Problem(file, MORE, details=more)


def sectioned() -> dict[str, Check]:
    """Every rule that has a section of its own in `docs/data-spec.md`, by key."""
    every = [check for found in _checks.values() for check in found.values() if check.section]
    return {check.rule: check for check in sorted(every, key=lambda check: (len(check.section), check.section))}


def _add(on: type, check: Check) -> None:
    if any(check.rule in found for found in _checks.values()):
        raise ValueError(f"two checks for the rule {check.rule!r}")
    _checks.setdefault(on, {})[check.rule] = check
