"""Names of areas for people who type: one search key for every alphabet, and an index to search with it.

Names do not identify areas; codes do. The key only helps to find: it merges what people confuse. The
letters follow the official Uzbek alphabets (Latin of 1995, Cyrillic of 1940) and what Russian makes of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

APOSTROPHES = "'`´‘’‛ʻʼʽʹˈ′＇"
DISTRICT_WORDS = (" tumani", " тумани", " район", " district")
_LATIN_OF = {
    **dict(zip("абвгдеэзийклмнопрстуфхқғўҳы", "abvgdeeziyklmnoprstufxqgohi", strict=True)),
    **{"ё": "yo", "ж": "j", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya", "ъ": "", "ь": ""},
    **{"ş": "sh", "ç": "ch", "ğ": "g", "ı": "i", "ø": "o", "ə": "a"},  # ş, ç: the reformed Latin alphabet
}
_TO_LATIN = str.maketrans(_LATIN_OF)
_NO_APOSTROPHES = str.maketrans("", "", APOSTROPHES)
_MERGED = str.maketrans({"q": "k", "x": "h", "w": "v"})
_RUSSIAN_ENDINGS = re.compile(r"(?<=[a-z]{3})(?:inskiy|skiy)\b")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
# Letters of other scripts are letters: what is no letter there is parted by `_without_marks`.
_SEPARATORS = re.compile(r"[^0-9a-z\x80-\U0010ffff]+")
_BETWEEN = "\x1f"  # the sign that parts texts from one another
_SEPARATORS_WITHIN = re.compile(rf"[^0-9a-z{_BETWEEN}\x80-\U0010ffff]+")
_VOWELS = str.maketrans({"o": "a", "u": "a", "h": None})

SIMILAR_ENOUGH = 74.0
SHORTEST_LIKENESS = 3


def bare_name(name: str) -> str:
    """A district's name without the word for district, which every name of a map or a list would repeat.

    A city keeps its word: a city and the district around it bear one name.
    """
    return next((name.removesuffix(word) for word in DISTRICT_WORDS if name.endswith(word)), name)


def latin(name: str) -> str:
    """The name in lower-case plain Latin letters (a-z, digits, single spaces), without any apostrophe.

    Uzbek Cyrillic as the official Latin alphabet has it, without the marks of o‘ and g‘; Russian the same way. Letters that
    neither knows stay as they are: two names that differ in them are two.
    """
    return _SEPARATORS.sub(" ", _in_latin(name)).strip()


def _in_latin(text: str) -> str:
    text = unicodedata.normalize("NFC", text.translate(_NO_APOSTROPHES)).casefold()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.translate(_TO_LATIN))
    return _BEYOND_ASCII.sub(_without_marks, text)


def _without_marks(found: re.Match[str]) -> str:
    """Letters, digits and the vowel signs of scripts that write them so; accents are dropped, other signs part words."""
    return "".join(sign if _is_letter(sign) else " " for sign in found[0] if not unicodedata.combining(sign))


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNM"


def fold(name: str) -> str:
    """The search key of a name: equal for one name in Uzbek Latin (any apostrophe) and Uzbek Cyrillic.

    Merges besides what Russian spelling and hasty typing merge: q and k, h and x, o‘ and o, g‘ and g, the
    `ye` that begins a Latin word for Cyrillic е, `dj` for j. Different names may share a key.
    """
    return _merged(latin(name))


def fold_all(texts: Sequence[str]) -> list[str]:
    """The search key of each text, as `fold` makes it: in one go, which is what tens of thousands need."""
    if not texts:
        return []
    whole = _in_latin(_BETWEEN.join(text.replace(_BETWEEN, " ") for text in texts))
    return [key.strip() for key in _merged(_SEPARATORS_WITHIN.sub(" ", whole)).split(_BETWEEN)]


def _merged(key: str) -> str:
    return key.translate(_MERGED).replace("ye", "e").replace("dj", "j")


def _sound(key: str) -> str:
    """A rougher key, for similarity only: Russian writes many an Uzbek o as а, o‘ as у, and drops an h."""
    return _RUSSIAN_ENDINGS.sub("", key).translate(_VOWELS)


@dataclass(frozen=True)
class SearchIndex:
    """Areas prepared for search by code or by any of their names. Build once, `find` many times.

    `codes`: all codes, wider areas first. `keys`: every search key of every area once, with `owners`, the
    positions in `codes` of its areas; `words` and `word_owners`: the same for rough keys of whole names and
    of their single words.
    """

    codes: tuple[str, ...]
    keys: tuple[str, ...]
    owners: tuple[tuple[int, ...], ...]
    words: tuple[str, ...]
    word_owners: tuple[tuple[int, ...], ...]

    @classmethod
    def build(cls, areas: pd.DataFrame) -> SearchIndex:
        """The index of a frame with `code` and any columns beginning with `name`; empty names are passed over."""
        ordered = areas.iloc[np.lexsort((areas["code"], areas["code"].str.len()))]
        keys: dict[str, dict[int, None]] = {}
        words: dict[str, dict[int, None]] = {}
        for column in [column for column in areas.columns if str(column).startswith("name")]:
            for position, name in enumerate(ordered[column].tolist()):
                key = fold(name) if isinstance(name, str) else ""
                if key:
                    keys.setdefault(key, {})[position] = None
                    for word in _rough_words(key):
                        words.setdefault(word, {})[position] = None
        return cls(tuple(ordered["code"].tolist()), *_split(keys), *_split(words))

    def find(self, query: str, limit: int = 8) -> list[str]:
        """At most `limit` codes of areas that a query may mean, the likeliest first.

        In this order: the code begins with the query; the name is the query; it begins with it; one of its
        words does; the query stands within it; it is spelt similarly. Within each, shorter names first, then
        wider areas, then by code. An empty query finds nothing.
        """
        found: dict[int, None] = {}
        digits = query.strip()
        if digits.isascii() and digits.isdigit():
            found.update((n, None) for n, code in enumerate(self.codes) if code.startswith(digits))
        key = fold(query)
        if key and len(found) < limit:
            found.update(dict.fromkeys(self._by_key(key)))
        if key and len(found) < limit:
            found.update(dict.fromkeys(self._by_likeness(key, limit)))
        return [self.codes[position] for position in list(found)[:limit]]

    def _by_key(self, key: str) -> Iterable[int]:
        """Positions of the areas in whose key the query stands, best first."""
        hits = [n for n, candidate in enumerate(self.keys) if key in candidate]
        ranked = sorted(
            (_rank(key, self.keys[n]), len(self.keys[n]), len(self.codes[position]), position)
            for n in hits
            for position in self.owners[n]
        )
        return (position for *_, position in ranked)

    def _by_likeness(self, key: str, limit: int) -> Iterable[int]:
        """Positions of the areas whose name, or a word of it, is spelt like the query, best first."""
        if len(key) < SHORTEST_LIKENESS:
            return ()
        hits = process.extract(
            _sound(key), self.words, scorer=fuzz.ratio, processor=None, score_cutoff=SIMILAR_ENOUGH, limit=4 * limit
        )
        ranked = sorted(
            (-score, len(self.codes[position]), position) for _, score, n in hits for position in self.word_owners[n]
        )
        return (position for *_, position in ranked)


def _rough_words(key: str) -> set[str]:
    """The rough keys of a name: of the whole, and of its longer words."""
    rough = _sound(key)
    return {rough, *(word for word in rough.split() if len(word) >= SHORTEST_LIKENESS)}


def _rank(query: str, key: str) -> int:
    """How well a key that holds the query answers it: 0 equal, 1 from its start, 2 from a word's start, 3 within."""
    if key == query:
        return 0
    if key.startswith(query):
        return 1
    return 2 if f" {query}" in key else 3


def _split(found: dict[str, dict[int, None]]) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    return tuple(found), tuple(tuple(positions) for positions in found.values())
