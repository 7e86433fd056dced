"""The person guard over columns as people have them, half of them of persons: docs/persons.md tells the error rates.

`tests/corpus/columns` holds a column a line, heading and cells parted by `|`. Of `persons.txt` and `others.txt` every second
line was put aside while the rules were written; `_later` and `_last` were written after them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from mapping.export.columns import closed_list
from mapping.export.plan_form import heading
from mapping.model.locale import Lang, name_column
from mapping.model.schemas import MEASURE
from mapping.reading.persons import person_columns

ROOT = Path(__file__).parents[2]
COLUMNS = ROOT / "tests" / "corpus" / "columns"
CASE = ROOT.parent / "shared" / "cases" / "audit-columns" / "mahallas.geojson"
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


@pytest.mark.parametrize("lang", list(Lang))
def test_the_words_of_the_product_s_own_plans_are_let_through(lang: Lang) -> None:
    terms = pd.read_csv(ROOT / "data" / "terms.csv", dtype=str)
    named = {str(kind): frame[name_column(lang)].tolist() for kind, frame in terms.groupby("kind")}
    listed = {one.name: named[str(one.term)] for one in MEASURE.columns if one.term is not None}
    listed |= {"seven_member": list(closed_list("seven_member", lang).values())}
    assert person_columns({heading(name, lang): words for name, words in listed.items()}) == []
    titled = [word.title() for words in listed.values() for word in words if len(word) < 40]
    seven = [word.title() for word in closed_list("seven_member", lang).values()]
    assert person_columns({"Mas’ul": seven, "Ответственный": titled}) == []


@pytest.mark.skipif(not CASE.exists(), reason="the cases lie beside the project, in ../shared")
def test_boundaries_with_the_days_of_their_records_are_let_through() -> None:
    features = json.loads(CASE.read_text(encoding="utf-8"))["features"]
    columns = {name: [str(one["properties"][name]) for one in features] for name in features[0]["properties"]}
    assert "updated_at" in columns
    assert person_columns(columns) == []


def test_boundaries_with_councillors_are_refused_by_their_column() -> None:
    columns = {
        "wardname": ["Rajiv Nagar", "Nana Peth", "Kasba Peth"],
        "nameofthecorporator": ["Meena Patankar", "Sudhir Kale", "Asha Mhatre"],
        "updated_at": ["2015-06-03T10:00:00Z"] * 3,
    }
    assert person_columns(columns)[0] == "nameofthecorporator"
    assert "wardname" not in person_columns(columns)
