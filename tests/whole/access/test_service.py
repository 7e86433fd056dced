"""Coming in through a sign-in service: a real one (oidc-provider, of npm), and what is forged in its name."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from mapping.access import accounts, audit, managing
from mapping.access.audit import Act
from mapping.access.person import ANYBODY
from mapping.access.rights import Grant, Right
from mapping.model.locale import Lang, text
from mapping.store.sql import Database
from tests.conftest import REGION
from tests.serving import ROOT, free_port, serving

CLIENT = "riskmap"
SECRET = "a secret of tests that is long enough"
LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"


class Plain(urllib.request.HTTPRedirectHandler):
    """Each step is looked at: nothing is followed."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Visitor:
    """A browser without scripts, with cookies of its own."""

    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def ask(self, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and what is on the page."""
        opener = urllib.request.build_opener(Plain, urllib.request.HTTPCookieProcessor(self.jar))
        parts = urlsplit(address)
        asked = urllib.request.Request(address, data=None if form is None else urlencode(form).encode())
        asked.add_header("Accept", "text/html")
        if form is not None:
            asked.add_header("Origin", f"{parts.scheme}://{parts.netloc}")
        try:
            with opener.open(asked, timeout=30) as answer:
                return answer.status, "", answer.read().decode()
        except urllib.error.HTTPError as told:
            return told.code, urljoin(address, told.headers.get("location", "")), told.read().decode()

    def follow(self, address: str) -> tuple[str, int, str]:
        """Go where one is led; gives the last address, its status and its page."""
        for _ in range(20):
            status, there, page = self.ask(address)
            if status not in {302, 303}:
                return address, status, page
            address = there
        raise AssertionError(address)


@dataclass(frozen=True)
class Both:
    """Our server and the service. `people`: our database."""

    ours: str
    issuer: str
    people: Database


@contextmanager
def provider(ours: str) -> Iterator[str]:
    port = free_port()
    client = {
        "client_id": CLIENT, "client_secret": SECRET, "redirect_uris": [f"{ours}/auth/service/back"],
        "post_logout_redirect_uris": [f"{ours}/auth/sign-in"], "backchannel_logout_uri": f"{ours}/auth/service/signed-out",
        "backchannel_logout_session_required": True,
    }  # fmt: skip
    if not (ROOT / "node_modules" / "oidc-provider").is_dir():
        pytest.fail("no oidc-provider: run `npm ci`, as `make test` does")
    process = subprocess.Popen(
        ["node", str(ROOT / "tests" / "oidc" / "provider.mjs")], stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PORT": str(port), "CLIENT": json.dumps(client), "NODE_NO_WARNINGS": "1"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == "ready":
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def both(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    people = tmp_path_factory.mktemp("people") / "people.sqlite"
    base, port = Database(people), free_port()
    with provider(f"http://127.0.0.1:{port}") as issuer:
        more = {
            "RISKMAP_SIGN_IN": "local,oidc", "RISKMAP_DATABASE": f"sqlite:///{people}", "RISKMAP_OIDC_ISSUER": issuer,
            "RISKMAP_OIDC_CLIENT": CLIENT, "RISKMAP_OIDC_SECRET": SECRET, "RISKMAP_OIDC_NAME": "E-kirish",
        }  # fmt: skip
        managing.add(base, ANYBODY, login="karim", name="Karim", area=REGION, grants=[Grant(Right.VIEW, REGION)])
        with serving(tiny_home, more=more, port=port) as ours:
            yield Both(ours, issuer, base)
    base.close()


def signed_in_there(
    visitor: Visitor, both: Both, login: str, start: str = "/auth/service?lang=en&next=%2Fmahalla"
) -> str:
    """Where the service sends one back to, after login and consent."""
    address = f"{both.ours}{start}"
    for _ in range(20):
        status, there, page = visitor.ask(address)
        if status in {302, 303}:
            if there.startswith(f"{both.ours}/auth/service/back"):
                return there
            address = there
            continue
        action = re.search(r'action="([^"]+)"', page)
        assert action is not None, page
        form = {"prompt": "login", "login": login, "password": "x"} if 'name="login"' in page else {"prompt": "consent"}
        _, address, _ = visitor.ask(urljoin(address, action[1]), form)
    raise AssertionError(address)


def is_in(visitor: Visitor, both: Both) -> bool:
    return visitor.ask(f"{both.ours}/riskmap/decisions.json")[0] == 200


def test_one_page_offers_both_ways(both: Both) -> None:
    status, _, page = Visitor().ask(f"{both.ours}/auth/sign-in?lang=en&next=%2Fmahalla")
    assert status == 200
    assert 'name="password"' in page
    assert "Sign in through E-kirish" in page
    assert "/auth/service?lang=en&amp;next=%2Fmahalla" in page


def test_in_through_the_service_and_out_at_both(both: Both) -> None:
    visitor = Visitor()
    back = signed_in_there(visitor, both, "karim")
    status, there, _ = visitor.ask(back)
    assert (status, there) == (303, f"{both.ours}/mahalla")
    assert is_in(visitor, both)
    assert visitor.ask(back)[0] == 403  # an answer holds once
    assert is_in(visitor, both)
    status, there, _ = visitor.ask(f"{both.ours}/auth/sign-out?lang=en", {})
    asked = parse_qs(urlsplit(there).query)
    assert there.startswith(f"{both.issuer}/session/end?")
    assert asked["post_logout_redirect_uri"] == [f"{both.ours}/auth/sign-in"]
    assert not is_in(visitor, both)
    _, _, page = visitor.ask(there)  # the service asks once more, then sends one back to us
    action, secret = re.search(r'action="([^"]+)"', page), re.search(r'name="xsrf" value="([^"]+)"', page)
    assert action is not None
    assert secret is not None
    status, there, _ = visitor.ask(action[1], {"xsrf": secret[1], "logout": "yes"})
    assert there.startswith(f"{both.ours}/auth/sign-in")


def test_signing_out_at_the_service_ends_our_session(both: Both) -> None:
    visitor = Visitor()
    visitor.ask(signed_in_there(visitor, both, "karim"))
    assert is_in(visitor, both)
    _, _, page = visitor.ask(f"{both.issuer}/session/end")
    action, secret = re.search(r'action="([^"]+)"', page), re.search(r'name="xsrf" value="([^"]+)"', page)
    assert action is not None
    assert secret is not None
    visitor.ask(action[1], {"xsrf": secret[1], "logout": "yes"})
    until = time.monotonic() + 20
    while is_in(visitor, both) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_in(visitor, both)
    with both.people.reading() as connection:
        assert Act.SIGNED_OUT_THERE in [one.act for one in audit.entries(connection, most=5)]


def test_one_without_an_account_is_told_which_login_to_ask_for(both: Both) -> None:
    visitor = Visitor()
    status, _, page = visitor.ask(signed_in_there(visitor, both, "Zafar"))
    assert status == 403
    assert text("access_refused.not_known_here", Lang.UZ, login="zafar") in page
    assert not is_in(visitor, both)
    with both.people.reading() as connection:
        last = audit.entries(connection, most=1)[0]
    assert (last.act, last.about) == (Act.SIGN_IN_REFUSED, "zafar")


def test_another_account_of_the_service_that_bears_the_name_is_refused(both: Both) -> None:
    first, other = Visitor(), Visitor()
    first.ask(signed_in_there(first, both, "karim"))
    assert is_in(first, both)
    status, _, page = other.ask(signed_in_there(other, both, "other:karim"))
    assert status == 403
    assert text("access_refused.other_subject", Lang.UZ, login="karim") in page
    assert not is_in(other, both)
    with both.people.reading() as connection:
        last = audit.entries(connection, most=1)[0]
        pinned = accounts.account_of(connection, "karim")
    assert (last.act, last.about) == (Act.OTHER_SUBJECT, "karim")
    assert (pinned.issuer, pinned.subject) == (both.issuer, "karim")


def test_an_answer_fits_only_the_browser_that_asked(both: Both) -> None:
    """Whoever lures another into an answer of their own (login CSRF), or steals one, gets nowhere."""
    asking, other = Visitor(), Visitor()
    back = signed_in_there(asking, both, "karim")
    assert other.ask(back)[0] == 403
    assert not is_in(other, both)
    other.ask(f"{both.ours}/auth/service")  # with a sign-in of its own on the way
    assert other.ask(back)[0] == 403
    assert not is_in(other, both)
    assert asking.ask(back.replace("state=", "state=x"))[0] == 403
    assert asking.ask(back)[0] == 403  # it was tried, and holds no more
    assert not is_in(asking, both)


def test_a_refusal_at_the_service_is_told(both: Both) -> None:
    visitor = Visitor()
    _, there, _ = visitor.ask(f"{both.ours}/auth/service?lang=ru")
    state = parse_qs(urlsplit(there).query)["state"][0]
    status, _, page = visitor.ask(f"{both.ours}/auth/service/back?error=access_denied&state={state}&lang=ru")
    assert (status, text("access_refused.arrival_gone", Lang.RU) in page) == (403, True)


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_one_is_sent_on_within_this_server_alone(both: Both, wanted: str) -> None:
    visitor = Visitor()
    back = signed_in_there(visitor, both, "karim", f"/auth/service?{urlencode({'lang': 'en', 'next': wanted})}")
    assert visitor.ask(back)[1] == f"{both.ours}/?lang=en"


def test_a_word_of_sign_out_that_is_forged_ends_nothing(both: Both) -> None:
    visitor = Visitor()
    visitor.ask(signed_in_there(visitor, both, "karim"))
    now = int(time.time())
    said = {
        "iss": both.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "jti": "x", "sub": "id-of-karim", "events": {LOGGED_OUT: {}},
    }  # fmt: skip
    key = RSAKey.generate_key(2048)
    forged = [
        jwt.encode({"alg": "RS256"}, said, key),
        f"{jwt.encode({'alg': 'RS256'}, said, key).rpartition('.')[0]}.",
        "",
        "x.y.z",
    ]
    for token in forged:
        assert visitor.ask(f"{both.ours}/auth/service/signed-out", {"logout_token": token})[0] == 400
    assert is_in(visitor, both)


def test_a_second_step_that_is_asked_for_is_asked_here_too(both: Both) -> None:
    managing.add(both.people, ANYBODY, login="lola", name="L", area=REGION, second_required=True)
    visitor = Visitor()
    _, there, _ = visitor.ask(signed_in_there(visitor, both, "lola"))
    assert there == f"{both.ours}/auth/code?next=%2Fmahalla"
    assert not is_in(visitor, both)
    assert "svg" in visitor.ask(there)[2]


def test_the_secret_is_in_no_log_and_the_service_away_is_told(tiny_home: Path, tmp_path: Path) -> None:
    people, log = tmp_path / "people.sqlite", tmp_path / "log"
    more = {
        "RISKMAP_SIGN_IN": "oidc", "RISKMAP_DATABASE": f"sqlite:///{people}", "RISKMAP_OIDC_CLIENT": CLIENT,
        "RISKMAP_OIDC_ISSUER": f"http://127.0.0.1:{free_port()}", "RISKMAP_OIDC_SECRET": SECRET,
    }  # fmt: skip
    with serving(tiny_home, more=more, log=log) as ours:
        page = Visitor().ask(f"{ours}/auth/sign-in?lang=en")[2]
        assert 'name="password"' not in page
        status, _, page = Visitor().ask(f"{ours}/auth/service?lang=en")
        assert (status, text("access_refused.service_away", Lang.EN) in page) == (502, True)
        assert Visitor().ask(f"{ours}/auth/invitation/x")[0] == 404
    assert SECRET not in log.read_text()
