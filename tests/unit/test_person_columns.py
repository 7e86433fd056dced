"""The person guard over columns as people have them, half of them of persons: docs/persons.md tells the error rates.

`tests/corpus/columns` holds a column a line, heading and cells parted by `|`. Of `persons.txt` and `others.txt` every second
line was put aside while the rules were written; `_later` and `_last` were written after them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping.reading.persons import person_columns

COLUMNS = Path(__file__).parents[1] / "corpus" / "columns"
MISSED = {"прізвище", "주소지"}  # a bare family name of Ukraine, an address of Korea


def columns_of(name: str) -> list[tuple[str, list[str]]]:
    lines = (COLUMNS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [(heading, cells) for heading, *cells in (line.split("|") for line in lines)]


@pytest.mark.parametrize("name", ["persons", "persons_later", "persons_last"])
def test_columns_of_persons_are_found_but_those_that_the_docs_list(name: str) -> None:
    missed = {heading for heading, cells in columns_of(name) if not person_columns({heading: cells})}
    assert missed <= MISSED


@pytest.mark.parametrize("name", ["others", "others_later", "others_last"])
def test_other_columns_are_let_through(name: str) -> None:
    assert [heading for heading, cells in columns_of(name) if person_columns({heading: cells})] == []


def test_the_set_is_half_of_persons() -> None:
    assert [len(columns_of(name)) for name in ("persons", "others")] == [150, 150]


def test_numbers_of_fourteen_digits_that_pass_by_chance_are_codes() -> None:
    """One in some 450 passes; a file of ten thousand such codes was always refused."""
    codes = [f"1{day:02}0{n:010}" for day in range(1, 30) for n in range(0, 900, 9)]
    assert person_columns({"id": codes, "uid": [*codes, "kod"]}) == []


def test_under_a_heading_of_persons_numbers_of_persons_are_figures() -> None:
    assert person_columns({"Jabrlanuvchilar": ["Jabrlanuvchilar", "12", "0", "-", "1 204"]}) == []
    assert person_columns({"Telefon": ["901234567", "931112233"]}) == ["Telefon"]
    assert person_columns({"Tug‘ilgan": ["1985", "1990", "2001"]}) == ["Tug‘ilgan"]
