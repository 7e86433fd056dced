"""The pages by which people come in: no scripts, nothing from outside, and nobody is sent elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pyotp
import pytest

from mapping.access import accounts, managing
from mapping.access.delays import FREE
from mapping.access.person import ANYBODY
from mapping.access.presence import presence
from mapping.access.rights import Grant, Right
from mapping.model.locale import Lang, text
from mapping.web import auth
from tests.asgi import Answer
from tests.conftest import REGION
from tests.whole.access.signed_in import PASSWORD, ask, asking_who_comes, token_of

VIEW = Grant(Right.VIEW, REGION)


@pytest.fixture(autouse=True)
def _asking(tmp_path: Path, tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    with asking_who_comes(monkeypatch, tmp_path):
        yield


def enter(
    login: str = "karim", password: str = PASSWORD, query: str = "lang=en", token: str = "", **more: str
) -> Answer:
    return ask(f"/auth/sign-in?{query}", token, method="POST", form={"login": login, "password": password}, **more)


def cookie_of(answer: Answer) -> str:
    return answer.headers["set-cookie"].partition(";")[0].partition("=")[2]


def test_signing_in_lays_a_cookie_that_no_script_reads_and_no_other_host_gets() -> None:
    token_of("karim", VIEW)
    answer = enter()
    assert answer.status == 303
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith("riskmap=")
    assert set(attributes) == {"HttpOnly", "Path=/", "SameSite=lax"}
    assert ask("/riskmap/decisions.json", cookie_of(answer)).status == 200
    secure = enter(scheme="https").headers["set-cookie"]
    assert secure.startswith("__Host-riskmap=")
    assert "; Secure" in secure
    assert "Domain" not in secure


def test_a_token_from_before_is_not_the_one_after() -> None:
    """Somebody lays their own cookie into another's browser, and waits for the other to sign in with it."""
    token_of("karim", VIEW)
    theirs = token_of("evil")
    answer = enter(token=theirs)
    assert cookie_of(answer) not in {theirs, ""}
    assert ask("/riskmap/decisions.json", theirs).status == 403


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/mahalla?area=1710&lang=ru", "/mahalla?area=1710&lang=ru"),
        ("/", "/"),
        ("", "/?lang=en"),
        ("http://evil.example/", "/?lang=en"),
        ("//evil.example", "/?lang=en"),
        ("/\\evil.example", "/?lang=en"),
        ("/\nSet-Cookie: a=b", "/?lang=en"),
        ("javascript:alert(1)", "/?lang=en"),
    ],
)
def test_afterwards_one_is_where_one_wanted_to_go_within_this_host(wanted: str, goes_to: str) -> None:
    from urllib.parse import urlencode  # noqa: PLC0415

    token_of("karim", VIEW)
    assert enter(query=urlencode({"lang": "en", "next": wanted})).headers["location"] == goes_to


@pytest.mark.parametrize("lang", list(Lang))
def test_a_slip_is_told_in_the_readers_language_and_the_login_stays(lang: Lang) -> None:
    answer = enter(login='"><script>alert(1)</script>', query=f"lang={lang}")
    assert answer.status == 422
    page = answer.content.decode()
    assert text("access_refused.sign_in_wrong", lang) in page
    assert "<script" not in page
    assert "&#34;&gt;&lt;script&gt;" in page
    assert "set-cookie" not in answer.headers


def test_after_slips_one_waits_and_is_told_for_how_long() -> None:
    for _ in range(FREE):
        assert enter(password="wrong").status == 422
    answer = enter()
    assert answer.status == 429
    assert text("access_refused.too_many_slips", Lang.EN, seconds=1) in answer.content.decode()


def test_too_many_at_once_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "MOST_WAITING", 0)
    answer = enter()
    assert (answer.status, text("access_refused.too_many_at_once", Lang.EN) in answer.content.decode()) == (429, True)


def test_what_is_no_form_is_a_slip_and_no_fault() -> None:
    for login, password in (("", ""), ("x" * 9000, "x"), ("\x00", "\ud800".encode("utf-8", "replace").decode())):
        assert enter(login, password).status == 422


def test_an_invitation_leads_to_a_password_and_in() -> None:
    token = managing.add(presence().base, ANYBODY, login="karim", name="Karim", area=REGION, grants=[VIEW])
    address = f"/auth/invitation/{token}?lang=en"
    assert 'value="karim"' in ask(address).content.decode()
    for typed, rule in (((PASSWORD, "another"), "passwords_differ"), (("short", "short"), "password_short")):
        answer = ask(address, method="POST", form=dict(zip(("password", "again"), typed, strict=True)))
        assert answer.status == 422
        assert text(f"access_refused.{rule}", Lang.EN, least=10) in answer.content.decode()
    answer = ask(address, method="POST", form={"password": PASSWORD, "again": PASSWORD})
    assert answer.status == 303
    assert ask("/riskmap/decisions.json", cookie_of(answer)).status == 200
    assert ask(address).status == 410


def test_the_second_step_from_the_picture_to_the_code() -> None:
    base = presence().base
    token = managing.add(base, ANYBODY, login="karim", name="Karim", area=REGION, grants=[VIEW], second_required=True)
    answer = ask(f"/auth/invitation/{token}?lang=en", method="POST", form={"password": PASSWORD, "again": PASSWORD})
    assert answer.headers["location"] == "/auth/code?lang=en"
    half = cookie_of(answer)
    assert ask("/riskmap/decisions.json", half).status == 401
    page = ask("/auth/code?lang=en", half).content.decode()
    with base.reading() as connection:
        secret = accounts.account_of(connection, "karim").second_secret
    assert "<svg" in page
    assert secret in page.replace(" ", "")
    wrong = ask("/auth/code?lang=en", half, method="POST", form={"code": "12"})
    assert (wrong.status, text("access_refused.code_wrong", Lang.EN) in wrong.content.decode()) == (422, True)
    through = ask("/auth/code?lang=en&next=/post", half, method="POST", form={"code": pyotp.TOTP(secret).now()})
    assert through.headers["location"] == "/post"
    assert ask("/riskmap/decisions.json", cookie_of(through)).status == 200
    again = enter()
    assert again.headers["location"] == "/auth/code?lang=en"
    assert secret not in ask("/auth/code?lang=en", cookie_of(again)).content.decode().replace(" ", "")


def test_a_code_is_asked_for_only_half_way() -> None:
    for token in ("", token_of("karim", VIEW)):
        for method in ("GET", "POST"):
            assert ask("/auth/code?lang=en", token, method=method).headers["location"] == "/auth/sign-in?lang=en"


def test_signing_out_ends_the_session_and_clears_the_browser() -> None:
    token = token_of("karim", VIEW)
    answer = ask("/auth/sign-out?lang=en", token, method="POST")
    assert (answer.status, answer.headers["location"]) == (303, "/auth/sign-in?lang=en")
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert answer.headers["set-cookie"].startswith('riskmap=""; ')
    presence().look()
    assert ask("/riskmap/decisions.json", token).status == 401
    assert ask("/auth/sign-out?lang=en", method="POST").status == 303
    assert ask("/auth/sign-out").status == 405


class Parts(HTMLParser):
    """Elements of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.parametrize("lang", list(Lang))
def test_a_page_asks_nothing_of_the_outside_and_keeps_to_its_policy(lang: Lang) -> None:
    answer = ask(f"/auth/sign-in?lang={lang}&next=%2Fpost")
    parts = Parts(answer.content.decode())
    assert not parts.all("script")
    assert [one["href"] for one in parts.all("link")] == ["data:,", "/auth/style.css"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not any("style" in attributes for _, attributes in parts.found)
    assert parts.all("html") == [{"lang": "uz-Latn" if lang is Lang.UZ else str(lang)}]
    languages = [str(one["href"]) for one in parts.all("a")]
    assert [re.search(r"lang=([\w-]+)", one)[1] for one in languages] == list(Lang)  # type: ignore[index]
    assert all("next=%2Fpost" in one for one in languages)
    assert [one["autocomplete"] for one in parts.all("input")] == ["username", "current-password"]
    assert parts.all("form")[0]["action"] == f"/auth/sign-in?next=%2Fpost&lang={lang}"
    assert ask("/auth/style.css").status == 200
