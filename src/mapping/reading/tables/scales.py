"""Figures told in thousands or millions, by the words beside them."""

from __future__ import annotations

import re

from mapping.reading.tables.words import folded

_COUNTED = r"(?: (?:(?:nafar|kishi|odam|dona)\w*|ta|aholi|birlik)(?= |$)|$)"
_WORDS = {
    1000: re.compile(rf"\b(?:tis|tisyach\w*|thousands?|thous|(?<!\d )000|ming(?:ta)?(?={_COUNTED}))(?= |$)"),
    1_000_000: re.compile(rf"\b(?:mln|millionov|millions?|million(?={_COUNTED}))(?= |$)"),
}
_RATE = re.compile(r"\b(?:(?:na|per|har|har bir|for each|for every|kajdie|kajduyu) (?:\d+ )*|1?0+ )$")


_NO_COUNTS = re.compile(r"\b(?:som|sum|sumov|foiz|foizda|protsent\w*|percent|per cent|gektar|hectares?)(?= |$)")


def tells_no_counts(text: str) -> bool:
    """Whether a text tells money, per cent or land, of which figures would be no counts."""
    return _NO_COUNTS.search(folded(text)) is not None


def scale_of(text: str) -> int:
    """How many units one of the figures stands for: 1, 1,000 or 1,000,000. Rates (`per thousand people`) scale nothing."""
    words = folded(text)
    for scale, form in _WORDS.items():
        if any(not _RATE.search(words[: found.start()]) for found in form.finditer(words)):
            return scale
    return 1
