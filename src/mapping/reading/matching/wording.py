"""A name taken apart: what the area is called, and which kind of unit the words beside the name tell."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from mapping.model.names import fold, latin


class Unit(StrEnum):
    """The kind of unit that a word such as `tumani`, `город` or `sh.` tells."""

    REGION = "region"
    DISTRICT = "district"
    CITY = "city"
    MAHALLA = "mahalla"


class Called(NamedTuple):
    """A name without its kind words: the search key of what remains, and the kind (None when no word tells it)."""

    key: str
    unit: Unit | None


_WORDS = {
    Unit.REGION: "viloyati viloyat viloyatlar vil oblasti oblast obl region province provinsiya respublikasi respublika republic of",
    Unit.DISTRICT: "tumani tuman tumanlar tum rayon rayoni rayona rayone r-n rn district dist",
    Unit.CITY: "shahri shahar shaharlar shaxri shaxar gorod goroda gorode gor city town",
    Unit.MAHALLA: "mahalla mahallasi mahallalar mahalli maxalli maxallalar maxalla maxallasi maxallya mahallya mfy mfi msg",
}
_SHORT = {"t": Unit.DISTRICT, "r": Unit.DISTRICT, "sh": Unit.CITY, "g": Unit.CITY, "v": Unit.REGION}
_UNIT_OF = {word: unit for unit, words in _WORDS.items() for word in words.split()}
_HYPHENED = re.compile(r"\bр\s*-\s*н\b|\br-n\b", re.IGNORECASE)
_ASSEMBLY = re.compile(r"\b(?:mahalla )?fuqarolar yigini\b")


def called(name: str) -> Called:
    """Take a name apart. Kind words are taken away wherever they stand, the short ones (t., sh., g.) at the ends only.

    A name made of nothing but kind words stays as it is.
    """
    words = _ASSEMBLY.sub("mahalla", latin(_HYPHENED.sub("rayon", name))).split()
    kept, unit = _without_kind_words(words)
    if not kept:
        return Called(fold(name), None)
    return Called(fold(" ".join(kept)), unit)


def _without_kind_words(words: list[str]) -> tuple[list[str], Unit | None]:
    kept, unit = [], None
    for position, word in enumerate(words):
        at_an_end = position in (0, len(words) - 1)
        told = _UNIT_OF.get(word) or (_SHORT.get(word) if at_an_end else None)
        if told is None:
            kept.append(word)
        else:
            unit = unit or told
    return kept, unit
