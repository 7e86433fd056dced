"""Which measures are one and the same measure, asked of several mahallas.

A targeted measure names its mahalla and how many people or places it reaches. What is left when both are taken away is
what was done: “Oydin” mahallasida 7 nafar … and “Bedazor” mahallasida 9 nafar … are the same measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

_NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
_NOT_WORDS = re.compile(r"[^\w]+")
_NUMBER = " 0 "


def alike(texts: pd.Series[str], areas: pd.Series[str], names: Mapping[str, Iterable[str]]) -> pd.Series[str]:
    """What each measure asks for, without case, signs, numbers and the names of its own mahalla.

    `texts` and `areas` have one row per measure; `names` gives the names of each area, in any script. Two measures are
    the same where these words are. Only a mahalla's own name is taken away: another's is part of what is asked.
    """
    own = {
        area: [f" {_words(name)} " for name in sorted(set(given), key=len, reverse=True)]
        for area, given in names.items()
    }
    return pd.Series(
        [_without(f" {_words(text)} ", own.get(area, ())) for text, area in zip(texts, areas, strict=True)],
        index=texts.index,
        dtype=object,
    )


def _words(text: str) -> str:
    return " ".join(_NOT_WORDS.sub(" ", _NUMBERS.sub(_NUMBER, text.casefold())).split())


def _without(words: str, names: Iterable[str]) -> str:
    for name in names:
        words = words.replace(name, " ") if name.strip() else words
    return words.strip()
