"""The words names are made of: right in every script, told apart in each, found alike by search."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from mapping.demo.names import mahalla_names
from mapping.demo.place_words import COMMON, PLACES, QUALIFIERS, SINGLE
from mapping.demo.places import UNITS
from mapping.model.names import fold

WORDS = (*COMMON, *SINGLE, *PLACES, *QUALIFIERS)


def test_words_are_written_in_their_own_letters() -> None:
    for latin, cyrillic, russian in WORDS:
        assert re.fullmatch(r"[A-Za-z‘’ -]+", latin), latin
        assert re.fullmatch(r"[А-Яа-яЁёЎўҚқҒғҲҳ -]+", cyrillic), cyrillic
        assert re.fullmatch(r"[А-Яа-яЁё -]+", russian), russian
        assert not set("щыЩЫ") & set(cyrillic), cyrillic


def test_the_apostrophe_of_letters_stands_after_o_and_g_only_and_the_tutuq_elsewhere() -> None:
    for latin, _, _ in WORDS:
        assert not re.search(r"(?<![oOgG])‘|[oOgG]’", latin), latin


def test_latin_and_cyrillic_are_one_name_to_search() -> None:
    assert [latin for latin, cyrillic, _ in WORDS if fold(latin) != fold(cyrillic)] == []


def test_no_two_words_are_written_alike() -> None:
    for writing in zip(*WORDS, strict=True):
        assert [word for word, times in Counter(writing).items() if times > 1] == []


@pytest.mark.parametrize("seed", range(5))
def test_about_one_in_eight_shares_its_name_and_only_the_planted_pair_within_a_district(seed: int) -> None:
    owners = np.repeat(np.arange(len(UNITS)), 52)
    names = [name.uz_latn for name in mahalla_names(np.random.default_rng(seed), owners)]
    times = Counter(names)
    assert 92 <= sum(times[name] > 1 for name in names) <= 112
    within = Counter(zip(owners.tolist(), names, strict=True))
    assert [pair for pair, times in within.items() if times > 1] == [(0, names[1])]
    assert names[1] == names[4]


def test_plain_latin_has_no_apostrophe_and_otherwise_the_same_letters() -> None:
    for name in mahalla_names(np.random.default_rng(1), np.zeros(500, dtype=np.int64)):
        assert name.en == re.sub("[‘’]", "", name.uz_latn)


def test_names_beyond_the_stock_get_numbers() -> None:
    names = [name.uz_latn for name in mahalla_names(np.random.default_rng(1), np.zeros(6000, dtype=np.int64))]
    assert sum(times > 1 for times in Counter(names).values()) == 1
    assert any(name.endswith("-2") for name in names)
