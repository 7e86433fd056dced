"""The text catalogue is whole: every key in four languages, with the same placeholders, in the right letters."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from mapping.access.audit import Act
from mapping.model import wording
from mapping.model.locale import Lang, has_text
from mapping.model.locale.plural import FORMS
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


def test_everything_that_the_book_holds_has_a_name() -> None:
    assert [act for act in Act if not has_text(f"audit.act_{act}")] == []


def test_placeholders_are_the_same_in_every_language() -> None:
    found = {
        key: {
            lang: frozenset(_SAME.get(name, name) for _, name, _, _ in Formatter().parse(words) if name)
            for lang, words in texts.items()
        }
        for key, texts in catalogue().items()
    }
    assert {key: names for key, names in found.items() if len(set(names.values())) > 1} == {}


def test_words_that_go_by_a_number_have_the_forms_of_their_language() -> None:
    wrong = [
        (key, lang, forms)
        for key, texts in catalogue().items()
        for lang, words in texts.items()
        for _, _, forms, _ in Formatter().parse(words)
        if forms and len(forms.split("|")) != len(FORMS[lang])
    ]
    assert wrong == []


def test_a_word_that_goes_by_a_number_stands_beside_it() -> None:
    """The form chooses the word alone: “{count:day|days} left” says no number."""
    bare = []
    for key, texts in catalogue().items():
        for lang, words in texts.items():
            parts = [(name, forms) for _, name, forms, _ in Formatter().parse(words) if name]
            bare += [(key, lang, name) for name, forms in parts if forms and (name, "") not in parts]
    assert bare == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 мер"),
        (1, "1 мера"),
        (2, "2 меры"),
        (5, "5 мер"),
        (11, "11 мер"),
        (61, "61 мера"),
        (1001, "1\u00a0001 мера"),
        (1.5, "1,5 меры"),
    ],
)
def test_a_number_chooses_the_form_of_its_word(number: float, words: str) -> None:
    written = wording.number(number, Lang.RU, digits=int(number % 1 > 0))
    assert f"{written} {written:мера|меры|мер}" == words


def test_a_figure_that_is_not_there_has_a_form_too() -> None:
    assert f"{wording.number(None, Lang.RU):мера|меры|мер}" == "мер"
    assert (
        f"{wording.number(1, Lang.EN):measure|measures} {wording.number(-1, Lang.EN):measure|measures}"
        == "measure measure"
    )


def test_a_form_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        format(wording.number(1, Lang.EN), "a|b|c")


def test_uzbek_latin_has_its_own_apostrophes() -> None:
    found = {key: texts[Lang.UZ] for key, texts in catalogue().items()}
    assert {key: words for key, words in found.items() if WRONG_APOSTROPHES.search(words)} == {}
