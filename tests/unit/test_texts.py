"""The text catalogue is whole: every key in four languages, with the same placeholders, in the right letters."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from mapping.model.locale import Lang
from mapping.model.locale.texts import catalogue

_SAME = {"roman": "number"}  # one number, written with Roman digits where the language does so
KEYS = sorted(catalogue())
WRONG_APOSTROPHES = re.compile(r"[A-Za-z]['`ʻʼ´][A-Za-z]|[OoGg]’")


@pytest.mark.parametrize("key", KEYS)
def test_text_stands_in_four_languages(key: str) -> None:
    assert set(catalogue()[key]) == set(Lang)
    assert all(words.strip() for words in catalogue()[key].values())


@pytest.mark.parametrize("key", KEYS)
def test_placeholders_are_the_same_in_every_language(key: str) -> None:
    found = {
        lang: {_SAME.get(name, name) for _, name, _, _ in Formatter().parse(words) if name}
        for lang, words in catalogue()[key].items()
    }
    assert len({frozenset(names) for names in found.values()}) == 1, found


@pytest.mark.parametrize("key", KEYS)
def test_uzbek_latin_has_its_own_apostrophes(key: str) -> None:
    assert not WRONG_APOSTROPHES.search(catalogue()[key][Lang.UZ])
