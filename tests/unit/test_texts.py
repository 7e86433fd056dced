"""The text catalogue is whole: every key in four languages, with the same placeholders, in the right letters."""

from __future__ import annotations

import re
from string import Formatter

from mapping.model.locale import Lang
from mapping.model.locale.texts import catalogue

_SAME = {"roman": "number"}  # one number, written with Roman digits where the language does so
WRONG_APOSTROPHES = re.compile(r"[A-Za-z]['`ʻʼ´][A-Za-z]|[OoGg]’")


def test_every_text_stands_in_four_languages() -> None:
    assert len(catalogue()) > 1000
    lacking = {
        key: sorted(set(Lang) - {lang for lang, words in texts.items() if words.strip()})
        for key, texts in catalogue().items()
    }
    assert {key: langs for key, langs in lacking.items() if langs} == {}


def test_placeholders_are_the_same_in_every_language() -> None:
    found = {
        key: {
            lang: frozenset(_SAME.get(name, name) for _, name, _, _ in Formatter().parse(words) if name)
            for lang, words in texts.items()
        }
        for key, texts in catalogue().items()
    }
    assert {key: names for key, names in found.items() if len(set(names.values())) > 1} == {}


def test_uzbek_latin_has_its_own_apostrophes() -> None:
    found = {key: texts[Lang.UZ] for key, texts in catalogue().items()}
    assert {key: words for key, words in found.items() if WRONG_APOSTROPHES.search(words)} == {}
