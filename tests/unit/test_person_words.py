"""Persons in sentences: sets of what is written in reports, judged as docs/persons.md says."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping.reading.persons import persons_in

SETS = Path(__file__).parents[1] / "corpus" / "words"
SENTENCES = [
    line.partition(" ")[::2]
    for name in ("sentences.txt", "later.txt")
    for line in (SETS / name).read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("mark", "words"), SENTENCES)
def test_a_sentence_is_judged_as_it_is_said(mark: str, words: str) -> None:
    """`+`: tells of a person, `-`: does not; with `?` judged wrongly, as the page about the guard says."""
    assert (persons_in(words) is not None) == (mark in {"+", "-?"})


def test_the_page_says_how_often_it_is_wrong() -> None:
    marks = [mark for mark, _ in SENTENCES]
    page = (Path(__file__).parents[2] / "docs" / "persons.md").read_text(encoding="utf-8")
    missed, found = marks.count("+?"), marks.count("+?") + marks.count("+")
    refused, others = marks.count("-?"), marks.count("-?") + marks.count("-")
    assert f"| both, now | {missed} of {found} | {refused} of {others} |" in page


@pytest.mark.parametrize(
    "street", ["U. Yusupov ko‘chasi", "ул. У. Юсупова", "U. A. Yusupov nomidagi maktab", "У. Юсупов кўчасида"]
)
def test_a_person_beside_a_street_named_for_one_is_found(street: str) -> None:
    assert persons_in(street) is None
    assert persons_in(f"{street}, Karimov A. uyi") == "name"
    assert persons_in(f"Karimov A. bilan {street}") == "name"
