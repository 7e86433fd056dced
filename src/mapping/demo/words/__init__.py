"""The words and lists of the demonstration, as data."""

from __future__ import annotations

import csv
from importlib import resources


def words(file: str) -> str:
    """One of this package's files as it stands."""
    return (resources.files(__name__) / file).read_text(encoding="utf-8")


def rows(file: str) -> list[dict[str, str]]:
    """The rows of one of this package's tables, in file order."""
    return list(csv.DictReader(words(file).splitlines()))
