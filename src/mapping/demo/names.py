"""Invented mahalla names out of usual Uzbek place-words, written out in every script."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mapping.demo.place_words import COMMON, PLACES, QUALIFIERS, SINGLE, Word
from mapping.demo.places import Names
from mapping.demo.projection import Ints

COMMON_SHARE = 0.13
"""How many mahallas bear a common name. In one listing 102 of 832 share theirs with another."""

_NO_APOSTROPHES = str.maketrans("", "", "‘’")


def mahalla_names(rng: np.random.Generator, owners: Ints) -> list[Names]:
    """A name for each mahalla, given the index of each one's district: unique within a district but for one pair.

    Common names recur from district to district. The others are dealt out like cards, and begin anew only when
    all are dealt; a district that gets more than there are has them again with a number. The second mahalla of
    the first district bears the name of its fifth (the planted fault).
    """
    counts = np.bincount(owners)
    common = np.minimum(counts * COMMON_SHARE + rng.uniform(0, 1, len(counts)), len(COMMON)).astype(np.int64)
    cards = _cards(rng, int((counts - common).sum()))
    found: list[Names] = []
    dealt = 0
    for count, known in zip(counts.tolist(), common.tolist(), strict=True):
        names = [_names(COMMON[word]) for word in rng.permutation(len(COMMON))[:known]]
        names += [_numbered(cards[(dealt + at) % len(cards)], at // len(cards)) for at in range(count - known)]
        dealt += count - known
        found.extend(names[at] for at in rng.permutation(count))
    first = np.flatnonzero(owners == 0)
    if len(first) >= 5:
        found[int(first[1])] = found[int(first[4])]
    return found


def _cards(rng: np.random.Generator, wanted: int) -> list[Names]:
    """The names to deal, shuffled: those without a qualifier first, with one only as far as they are needed."""
    plain = [_names(word) for word in (*SINGLE, *PLACES)]
    pairs = [(word, place) for word in QUALIFIERS for place in PLACES]
    needed = int(np.clip(wanted - len(plain), 0, len(pairs)))
    cards = plain + [_names(*pairs[at]) for at in rng.permutation(len(pairs))[:needed]]
    return [cards[at] for at in rng.permutation(len(cards))]


def _names(*words: Word) -> Names:
    latin, cyrillic, russian = (" ".join(writing) for writing in zip(*words, strict=True))
    return Names(latin, cyrillic, russian, latin.translate(_NO_APOSTROPHES))


def _numbered(names: Names, before: int) -> Names:
    """The name as it is, or with a number when the district has had it `before` times."""
    if not before:
        return names
    tail = f"-{before + 1}"
    return replace(
        names, uz_latn=names.uz_latn + tail, uz_cyrl=names.uz_cyrl + tail, ru=names.ru + tail, en=names.en + tail
    )
