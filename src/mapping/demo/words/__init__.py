"""The words of the demonstration, as data: `actions.csv` and `places.csv`."""

from __future__ import annotations

import csv
from importlib import resources


def rows(file: str) -> list[dict[str, str]]:
    """The rows of one of this package's files, in file order."""
    text = (resources.files(__name__) / file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
