"""What the words of a table mean: headings, groups, categories, totals, months.

The words stand in vocabulary.toml; the headings and words of the product's own exports come from the text catalogue.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib import resources

import pandas as pd

from mapping.model.locale.texts import catalogue
from mapping.model.names import latin

_MERGED = str.maketrans({"q": "k", "x": "h"})
_BRACKETS = re.compile(r"\([^()]*\)")
_BEFORE = re.compile(
    r"^(?:shu jumladan|jumladan|shundan|ulardan|iz nih|v tom chisle|of which|of them|including|soversheno) "
)
_AFTER = re.compile(
    r"(?: (?:kishi|nafar|dona|birlik|chelovek|chel|ed|sht|people|persons|ming|v tisyachah|tis|tisyach|thousand|thousands|mln|tomonidan|sodir etilgan|nomi))+$"
)
_COUNTING = ("soni", "chislo", "kolichestvo", "kol vo", "number of", "holatlari", "ta", "shtuk")
_AREA_CODES = ("code", "area", "region", "district", "mahalla")
_AREA_NAMES = ("name", "area_name", "region_name", "district_name", "mahalla_name")
_RENAMED = {"quarter": "period", "period": "period"}
_READ = (
    "year", "group", "count", "people", "indicator", "factor", "cases", "category", "agency", "post", "id", "text",
    "target_group", "sector", "seven_member", "district_agency", "district_post", "region_agency", "region_post",
    "deadline", "status", "progress", "done_on", "result",
)  # fmt: skip
_HEADS = ("column", "plan_head")
_LISTS = ("group", "category", "status", "seven_member")

Own = Mapping[str, Mapping[str, str]]
"""What a dataset's own words mean, folded, by section: `indicator`, or a kind of terms."""

_NAMES = ("code", "name_uz_latn", "name_uz_cyrl", "name_ru", "name_en")
_own: ContextVar[Own] = ContextVar("own_words")


def own_words(indicators: pd.DataFrame, terms: pd.DataFrame) -> Own:
    """The codes and names of a dataset's lists (columns of schemas.INDICATOR and TERM); a name of two codes means none.

    Where a name is one that the vocabulary knows for a code the dataset does not have, its other words mean the dataset's as well.
    """
    meant: dict[str, dict[str, set[str]]] = {}
    for row in [*indicators.assign(kind="indicator").to_dict("records"), *terms.to_dict("records")]:
        words = {folded(row[name]) for name in _NAMES if isinstance(row[name], str)} - {""}
        for word in words:
            meant.setdefault(str(row["kind"]), {}).setdefault(word, set()).add(str(row["code"]))
    return {kind: _of_one_code(_section(kind), words) for kind, words in meant.items()}


def _of_one_code(shipped: Mapping[str, str], own: Mapping[str, set[str]]) -> dict[str, str]:
    codes = set().union(*own.values())
    instead: dict[str, set[str]] = {}
    for word, found in own.items():
        if word in shipped and shipped[word] not in codes:
            instead.setdefault(shipped[word], set()).update(found)
    every = {word: instead[code] for word, code in shipped.items() if code in instead} | dict(own)
    return {word: next(iter(found)) for word, found in every.items() if len(found) == 1}


@contextmanager
def with_own(words: Own) -> Iterator[None]:
    """Within it a dataset's own words mean what they mean there, before what the vocabulary says."""
    before = _own.set(words)
    try:
        yield
    finally:
        _own.reset(before)


def _known(section: str) -> Mapping[str, str]:
    own = _own.get({}).get(section)
    return {**_section(section), **own} if own else _section(section)


def meaning(section: str, written: str) -> str | None:
    """What a word means among those of a section (`heading`, `group`, …); None when it is none of them.

    What stands in brackets, "of which" before and a unit after are left away where the whole means nothing.
    """
    known = _known(section)
    return known.get(folded(written)) or known.get(_bare(written))


def counted(section: str, written: str) -> str | None:
    """As `meaning`, also where the word for a number stands before or after: `o‘g‘riliklar soni`, `число краж`."""
    text = _bare(written)
    for word in _COUNTING:
        text = text.removeprefix(f"{word} ").removesuffix(f" {word}")
    return meaning(section, written) or _known(section).get(text)


def _bare(written: str) -> str:
    text = folded(_BRACKETS.sub(" ", written))
    return _AFTER.sub("", _BEFORE.sub("", text))


def codes_of(section: str) -> list[str]:
    """What the words of a section may mean, in order."""
    return sorted(set(_known(section).values()))


def find_meaning(section: str, written: str) -> str | None:
    """The one meaning that a title holds: of the longest run of words that has one."""
    found = set(_longest_runs(section, written).values())
    return found.pop() if len(found) == 1 else None


def named_in(section: str, written: str) -> list[str]:
    """The words, folded, by which a title holds its meaning; none where it holds none."""
    return list(_longest_runs(section, written))


def _longest_runs(section: str, written: str) -> dict[str, str]:
    words = folded(written).split()
    known = _known(section)
    for length in range(min(len(words), 6), 0, -1):
        runs = (" ".join(words[n : n + length]) for n in range(len(words) - length + 1))
        if found := {run: known[run] for run in runs if run in known}:
            return found
    return {}


@lru_cache(maxsize=50_000)
def folded(written: str) -> str:
    """The written word without case, apostrophes and punctuation, in Latin letters, with k for q and h for x.

    Code pages without ҳ and қ make people write х and к for them (`махалла`, `хотин-кизлар`).
    """
    return latin(written.replace("№", " n ").replace("#", " n ").replace("%", " foiz ")).translate(_MERGED)


def is_total(written: str) -> bool:
    """Whether a row's area is a total and no area: a word for a total alone, or before or after what is totalled."""
    words = folded(written).split()
    return bool(words) and (
        meaning("total", written) is not None
        or meaning("total_word", words[0]) is not None
        or (len(words) > 1 and meaning("total_word", words[-1]) is not None)
    )


def is_nothing(written: str) -> bool:
    """Whether a cell says that there is no figure: empty, a dash, dots, or a word for it."""
    bare = written.strip(" \t\u00a0\u2009\u202f-–—−.…")
    return bare == "" or meaning("nothing", bare) is not None


@cache
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    text = (resources.files("mapping.reading.tables") / "vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _section(name: str) -> dict[str, str]:
    found = {folded(word): key for key, words in _vocabulary()[name].items() for word in words}
    for code, words in _exported(name).items():
        for word in words:
            found.setdefault(folded(word), code)
    return found


def _exported(section: str) -> dict[str, list[str]]:
    """The words that the product writes into its own files, by what they mean; `ignore` for what is not read."""
    found: dict[str, list[str]] = {}
    heads = section == "heading"
    wanted = _HEADS if heads else (section,) if section in _LISTS else ()
    for key, words in catalogue().items():
        part, _, code = key.partition(".")
        if part in wanted:
            found.setdefault(_column_meaning(code) if heads else code, []).extend([code, *words.values()])
    return found


def _column_meaning(code: str) -> str:
    if code in _AREA_CODES:
        return "area_code"
    if code in _AREA_NAMES:
        return "area_name"
    return _RENAMED.get(code) or (code if code in _READ else "ignore")
