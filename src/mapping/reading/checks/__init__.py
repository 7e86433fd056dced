"""The rules a dataset must keep, one a file. A new rule is a new file here and its text in `locale/rule.toml`.

A check is a generator of `Fault`s under `@rule("key")`; it must not fail on what another rule refuses,
since all of them look at the same texts and every problem is to be told at once.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from typing import Any

from mapping.model.problems import Problem
from mapping.reading.checks.registry import Check, registered
from mapping.reading.raw import RawDataset

MOST_PER_RULE_AND_FILE = 1000

for _module in pkgutil.iter_modules(__path__):
    if not _module.ispkg:  # those look at files on their way in, and are imported by `intake.examination`
        importlib.import_module(f"{__name__}.{_module.name}")


def rules() -> list[str]:
    """Keys of all rules that are checked here."""
    return [check.rule for check in registered()]


def find_problems(dataset: RawDataset) -> list[Problem]:
    """Every problem of every rule; beyond the thousandth of a rule in a file they are counted, not listed."""
    found: list[Problem] = []
    for check in registered():
        found += problems_of(check, dataset)
    return found


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
            yield Problem(file, "more", details=more)


__all__ = ["find_problems", "problems_of", "rules"]
