"""`riskmap people`: accounts made, listed, given rights, closed; what is wrong is told and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mapping.access import accounts, managing, signing_in
from mapping.access.person import ANYBODY
from mapping.access.presence import presence
from mapping.access.rights import Grant, Right
from mapping.access.tokens import digest
from mapping.access.vouched import Voucher
from mapping.cli.app import app
from mapping.cli.people.invented import ROLES
from mapping.model.locale import Lang, text
from mapping.store.sql import Database, database
from tests.whole.access.signed_in import PASSWORD, asking_who_comes


@pytest.fixture(autouse=True)
def base(tmp_path: Path, tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    with asking_who_comes(monkeypatch, tmp_path):
        yield database()


def run(*line: str) -> Result:
    return CliRunner().invoke(app, ["people", *line, "--lang", "en"])


def added(login: str = "karim", *more: str) -> str:
    """The token in the link that was printed."""
    result = run("add", login, "--name", "Karim", "--area", "1710207", *more)
    assert result.exit_code == 0, result.output
    return re.search(r"^http://127\.0\.0\.1:8501/auth/invitation/(\S+)\?lang=en$", result.stdout, re.MULTILINE)[1]  # type: ignore[index]


def test_from_the_link_to_the_list(base: Database) -> None:
    token = added("karim", "--right", "view:1710", "--right", "report:1710207", "--post", "1710207:iib:head")
    assert "invited" in run("list").stdout
    signing_in.take_up(base, token=token, password=PASSWORD, peer="")
    (_, line) = run("list").stdout.splitlines()
    *told, day, month, year, moment = line.split()
    assert told == ["karim", "Karim", "1710207", "open", "report:1710207", "view:1710", "1710207:iib:head"]
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d", f"{day} {month} {year} {moment}")


def test_rights_are_given_and_withdrawn_and_the_account_closed(base: Database) -> None:
    added()
    assert run("grant", "karim", "view:1710", "audit:1710").exit_code == 0
    assert run("withdraw", "karim", "audit:1710").exit_code == 0
    with base.reading() as connection:
        assert accounts.account_of(connection, "karim").person.grants == {Grant(Right.VIEW, "1710")}
    assert run("sign-out", "karim").exit_code == 0
    assert run("invite", "karim").exit_code == 0
    assert run("close", "karim").exit_code == 0
    assert "closed" in run("list").stdout
    again = run("grant", "karim", "view:1710")
    assert again.exit_code == 1
    assert text("access_refused.no_account", Lang.EN, login="karim") in again.stderr


def test_a_token_is_printed_once_listed_and_withdrawn(base: Database) -> None:
    added()
    assert run("token", "karim").stdout.strip() == text("people.no_tokens", Lang.EN, login="karim")
    *_, token = run("token", "karim", "--name", "E-social", "--days", "30").stdout.split()
    present = presence().by_token(digest(token), datetime.now(UTC))
    assert present is not None
    assert present.person.login == "karim"
    (_, line) = run("token", "karim").stdout.splitlines()
    assert token not in line
    assert line.split()[1] == "E-social"
    assert run("token", "karim", "--withdraw", line.split()[0]).exit_code == 0
    presence().look()
    assert presence().by_token(digest(token), datetime.now(UTC)) is None
    for wrong in (("--name", "E", "--days", "0"), ("--name", " "), ("--withdraw", "none")):
        assert run("token", "karim", *wrong).exit_code == 1


def test_an_account_is_unpinned(base: Database) -> None:
    added()
    word = Voucher("id-of-karim", "one", "word", "https://sign-in.example")
    signing_in.vouched_for(base, login="karim", voucher=word, peer="")
    assert run("unpin", "karim").exit_code == 0
    with base.reading() as connection:
        assert accounts.account_of(connection, "karim").subject == ""


def test_the_book_is_printed_the_last_line_first(base: Database) -> None:
    added()
    managing.close(base, ANYBODY, "karim")
    (_, first, second) = (" ".join(line.split()) for line in run("audit", "--last", "2").stdout.splitlines())
    assert first.endswith("closed Guzar district Karim (karim)"), first
    assert second.endswith("link given Guzar district Karim (karim)")


@pytest.mark.parametrize("right", ["view", "view:", "look:1710", "view:17", ":1710", ""])
def test_what_is_no_right_is_wrong_usage(base: Database, right: str) -> None:
    result = run("add", "karim", "--name", "K", "--area", "1710", "--right", right)
    assert result.exit_code == 2
    with base.reading() as connection:
        assert accounts.listed(connection) == []


@pytest.mark.parametrize("post", ["", "1710", "1710:iib", "17:iib:head", "1710:iib:head:x"])
def test_what_is_no_post_is_wrong_usage(post: str) -> None:
    assert run("add", "karim", "--name", "K", "--area", "1710", "--post", post).exit_code == 2


def test_invented_accounts_come_in_with_what_is_printed_and_never_among_real_ones(base: Database) -> None:
    printed = run("demo")
    assert printed.exit_code == 0
    rows = {line.split()[0]: line.split()[1] for line in printed.stdout.splitlines()[2:]}
    assert set(rows) == set(ROLES)
    for login, password in rows.items():
        signing_in.enter(base, login=login, password=password, peer="10.0.0.1")
    with base.reading() as connection:
        people = {login: accounts.account_of(connection, login).person for login in ROLES}
    assert all(person.may_somewhere(Right.VIEW) for person in people.values())
    assert [login for login, person in people.items() if person.may(Right.PUBLISH, "1710")] == [
        "publisher",
        "administrator",
    ]
    assert run("demo").exit_code == 1


def test_without_a_region_there_is_nobody_to_invent(tmp_path: Path, base: Database) -> None:
    assert run("demo", "--home", str(tmp_path / "none")).exit_code == 1
    with base.reading() as connection:
        assert accounts.listed(connection) == []


def test_a_list_is_taken_row_by_row_and_each_new_account_has_its_link(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("login;name;area;rights\nbotir;Botir;1710207;view\nx y;Nobody;1710207;\n", encoding="utf-8")
    told = run("import", str(path))
    assert told.exit_code == 1
    first, link, second, last = told.stdout.splitlines()
    assert first == "Row 2: botir: added"
    assert re.fullmatch(r"http://127\.0\.0\.1:8501/auth/invitation/[\w-]{43}\?lang=en", link)
    assert second.startswith("Row 3: x y: “x y” cannot be a login")
    assert last == "Rows: 2; refused: 1."
    assert run("import", str(path)).stdout.splitlines()[0] == "Row 2: botir: was there, what was lacking was given"
    path.write_text("a;b\n", encoding="utf-8")
    told = run("import", str(path))
    assert (told.exit_code, "The list lacks columns: login, name, area" in told.stderr) == (1, True)


def test_areas_that_there_are_not_are_refused_with_what_to_do(base: Database, tmp_path: Path) -> None:
    refused = text("access_refused.area_unknown", Lang.EN, area="1710999")
    for line in (("--area", "1710999"), ("--area", "1710", "--right", "view:1710999"), ("--area", "1710", "--post", "1710999:iib:head")):  # fmt: skip
        result = run("add", "karim", "--name", "Karim", *line)
        assert (result.exit_code, refused in result.stderr) == (1, True), result.output
    added()
    assert refused in run("grant", "karim", "view:1710999").stderr
    file = tmp_path / "people.csv"
    file.write_text("login,name,area\nbotir,Botir,1710999\n", encoding="utf-8")
    assert refused in run("import", str(file)).output
    with base.reading() as connection:
        assert [one.person.login for one in accounts.listed(connection)] == ["karim"]


def test_where_nothing_is_published_areas_are_taken_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path / "empty"))
    result = run("add", "karim", "--name", "Karim", "--area", "1710999")
    assert result.exit_code == 0, result.output
    assert text("people.areas_unchecked", Lang.EN) in result.stderr
