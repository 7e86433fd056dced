"""A list of people: columns found by their heads, each row taken or refused for itself, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from mapping.access import accounts, managing, roster, signing_in
from mapping.access.errors import (
    AccessRefused,
    AreaUnknown,
    AreaWrong,
    ListColumnMissing,
    ListEmpty,
    LoginTaken,
    LoginWrong,
    NameMissing,
    NotYours,
    PostWrong,
    RightWrong,
    YesNoWrong,
)
from mapping.access.person import ANYBODY, Person, Post
from mapping.access.rights import Grant, Right
from mapping.access.roster import Outcome, Row
from mapping.model.locale import Lang, text
from mapping.model.problems import Refused
from mapping.store.sql import Database
from tests.conftest import DISTRICTS, MAHALLAS, REGION

HERE, OTHER = DISTRICTS
COLUMNS = ("login", "name", "area", "rights", "posts", "second_step")


def row(*cells: str, number: int = 2) -> Row:
    return Row(number, dict(zip(COLUMNS, (*cells, "", "", ""), strict=False)))


def district(base: Database) -> Person:
    grants = [Grant(what, HERE) for what in (Right.VIEW, Right.REPORT, Right.ADMINISTER)]
    managing.add(base, ANYBODY, login="dilnoza", name="Dilnoza", area=HERE, grants=grants)
    return person(base, "dilnoza")


def person(base: Database, login: str) -> Person:
    with base.reading() as connection:
        return accounts.account_of(connection, login).person


@pytest.mark.parametrize("lang", list(Lang))
def test_columns_are_found_by_their_heads_in_each_language_in_any_order(tmp_path: Path, lang: Lang) -> None:
    heads = [text(f"people.{name}", lang) for name in reversed(COLUMNS)]
    path = tmp_path / "people.csv"
    path.write_text(
        f"{text('people.title', lang)};;;;;\n{';'.join(heads)}\n\nha;;;{HERE};Botir;botir\n", encoding="utf-8-sig"
    )
    assert [
        (one.number, one.cells["login"], one.cells["area"], one.cells["second_step"]) for one in roster.read(path)
    ] == [(4, "botir", HERE, "ha")]


def test_a_workbook_has_codes_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Логин", "Имя", "Территория"])
        sheet.write_row(1, 0, ["botir", "Ботир", 1710207])
    assert roster.read(path)[0].cells == {"login": "botir", "name": "Ботир", "area": HERE}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("login;name\na;b\n", ListColumnMissing),
        ("login;name;area\n;;\n", ListEmpty),
        ("{}", AccessRefused),
        ("", Refused),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, content: str, fault: type[Exception]) -> None:
    path = tmp_path / "people.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(fault):
        roster.read(path)


def test_each_row_is_taken_or_refused_for_itself(base: Database) -> None:
    by = district(base)
    rows = [
        row("botir", "Botir B.", MAHALLAS[0], "view, report", "iib:inspector", "ha"),
        row("zafar", "Zafar", OTHER, "view"),
        row("Каримов", "Karim", HERE),
        row("nobody", "", HERE),
        row("karim", "Karim", "Qarshi"),
        row("karim", "Karim", HERE, "see"),
        row("karim", "Karim", HERE, f"view:{REGION}"),
        row("karim", "Karim", HERE, "", "head"),
        row("karim", "Karim", HERE, "", "", "maybe"),
        row("lola", "Lola", HERE, "Кўриш; ҳисобот бериш"),
    ]
    taken = list(roster.take(base, by, rows, known=None))
    assert [type(one.fault) for one in taken] == [
        type(None), NotYours, LoginWrong, NameMissing, AreaWrong, RightWrong, NotYours, PostWrong, YesNoWrong, type(None),
    ]  # fmt: skip
    assert signing_in.invited(base, taken[0].token).second_required
    assert person(base, "botir").grants == {Grant(Right.VIEW, MAHALLAS[0]), Grant(Right.REPORT, MAHALLAS[0])}
    assert person(base, "botir").posts == {Post(MAHALLAS[0], "iib", "inspector")}
    assert person(base, "lola").grants == {Grant(Right.VIEW, HERE), Grant(Right.REPORT, HERE)}
    assert {one.person.login for one in managing.listed(base, ANYBODY)} == {"dilnoza", "botir", "lola"}


def test_a_list_that_is_brought_twice_gives_what_is_lacking_and_no_second_link(base: Database) -> None:
    first = row("botir", "Botir", HERE, "view")
    again = row("botir", "Botir", HERE, "view, report", f"{MAHALLAS[1]}:iib:head", "1")
    assert [one.outcome for one in roster.take(base, ANYBODY, [first, again], known=None)] == [
        Outcome.ADDED,
        Outcome.GIVEN_MORE,
    ]
    with base.reading() as connection:
        known = accounts.account_of(connection, "botir")
    assert known.second_required
    assert known.person.grants == {Grant(Right.VIEW, HERE), Grant(Right.REPORT, HERE)}
    assert known.person.posts == {Post(MAHALLAS[1], "iib", "head")}
    other = next(iter(roster.take(base, ANYBODY, [row("botir", "Another Botir", OTHER)], known=None)))
    assert isinstance(other.fault, LoginTaken)


def test_areas_that_the_figures_do_not_have_are_refused_wherever_they_stand(base: Database) -> None:
    known = {REGION, HERE, MAHALLAS[0]}
    rows = [
        row("a1", "A", OTHER), row("a2", "A", HERE, f"view:{OTHER}"), row("a3", "A", HERE, "", f"{OTHER}:iib:head"),
        row("a4", "A", "17"), row("a5", "A", HERE, f"view:{REGION}", f"{MAHALLAS[0]}:iib:head"),
    ]  # fmt: skip
    faults = [one.fault for one in roster.take(base, ANYBODY, rows, known=known)]
    assert [type(one) for one in faults] == [AreaUnknown, AreaUnknown, AreaUnknown, AreaWrong, type(None)]
    assert OTHER in str(faults[0])
    assert {one.person.login for one in managing.listed(base, ANYBODY)} == {"a5"}


def test_a_row_that_is_refused_in_its_last_cell_changes_nothing(base: Database) -> None:
    by = district(base)
    managing.add(base, ANYBODY, login="boss", name="Boss", area=HERE, grants=[Grant(Right.CONFIRM, REGION)])
    taken = next(iter(roster.take(base, by, [row("boss", "Boss", HERE, "view", "", "yes")], known=None)))
    assert isinstance(taken.fault, NotYours)  # who may more is not managed
    assert Grant(Right.VIEW, HERE) not in person(base, "boss").grants
