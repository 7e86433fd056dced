"""What the words of a table mean: headings, groups, categories, totals, months. The words stand in vocabulary.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from mapping.model.names import latin


def meaning(section: str, written: str) -> str | None:
    """What a word means among those of a section (`heading`, `group`, …); None when it is none of them."""
    return _section(section).get(folded(written))


def folded(written: str) -> str:
    """The written word without case, apostrophes and punctuation, in Latin letters."""
    return latin(written.replace("№", " n ").replace("#", " n ").replace("%", " foiz "))


def is_total(written: str) -> bool:
    """Whether a row's area is a total and no area."""
    return meaning("total", written) is not None


def is_nothing(written: str) -> bool:
    """Whether a cell says that there is no figure: empty, a dash, dots, or a word for it."""
    bare = written.strip(" \t\u00a0\u2009\u202f-–—−.…")
    return bare == "" or meaning("nothing", bare) is not None


@cache
def _section(name: str) -> dict[str, str]:
    text = (resources.files("mapping.intake.tables") / "vocabulary.toml").read_text(encoding="utf-8")
    return {folded(word): key for key, words in tomllib.loads(text)[name].items() for word in words}
