"""The one way in: every address × every role, forged and replayed things, other pages, and what is passed on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, WebSocketRoute

from mapping.access import audit, managing
from mapping.access.audit import Act
from mapping.access.person import ANYBODY, Person
from mapping.access.presence import PEER_HEADER, PERSON_HEADER, presence
from mapping.access.rights import Grant, Right
from mapping.access.tables import SIGNED_IN
from mapping.model.locale import Lang, text
from mapping.web.noted import Lately
from mapping.web.routes import routes
from mapping.web.rules import RULES, SIGN_IN, STREAMLIT_RULES, rule_of
from tests.asgi import Answer
from tests.conftest import DISTRICTS, REGION
from tests.whole.access.signed_in import HOST, ask, asking_who_comes, token_of

HERE = DISTRICTS[0]
VIEW = Grant(Right.VIEW, REGION)
ROLES = {
    "chair": tuple(Grant(what, REGION) for what in (Right.VIEW, Right.REPORT, Right.CONFIRM)),
    "district leader": tuple(Grant(what, HERE) for what in (Right.VIEW, Right.REPORT, Right.CONFIRM, Right.ADMINISTER)),
    "inspector": (Grant(Right.VIEW, "1710207001"), Grant(Right.REPORT, "1710207001")),
    "publisher": (VIEW, Grant(Right.PUBLISH, REGION)),
    "administrator": (VIEW, Grant(Right.ADMINISTER, REGION)),
    "auditor": (VIEW, Grant(Right.AUDIT, REGION)),
    "reports without view": (Grant(Right.REPORT, REGION),),
    "nothing": (),
}


@pytest.fixture(autouse=True)
def _asking(tmp_path: Path, tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    with asking_who_comes(monkeypatch, tmp_path):
        yield


def streamlit_routes() -> list[BaseRoute]:
    """Those that Streamlit makes beside ours, as it is set up here."""
    from streamlit.runtime import Runtime, RuntimeConfig  # noqa: PLC0415
    from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage  # noqa: PLC0415
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager  # noqa: PLC0415
    from streamlit.web.server.starlette.starlette_app import create_streamlit_routes  # noqa: PLC0415

    storage = MemoryMediaFileStorage("/media")
    config = RuntimeConfig(
        script_path="app.py", media_file_storage=storage, uploaded_file_manager=MemoryUploadedFileManager("/x")
    )  # fmt: skip
    known = Runtime._instance
    Runtime._instance = None
    try:
        return create_streamlit_routes(Runtime(config))
    finally:
        Runtime._instance = known


def methods_of(route: Any) -> set[str]:
    return set(getattr(route, "methods", None) or {"GET"})


def filled(template: str) -> str:
    """An address of a template of addresses."""
    parts = {"{path:path}": "a/b.js", "{file_id:path}": "x.csv", "{lang}": "uz"}
    for part, value in parts.items():
        template = template.replace(part, value)
    return "/".join("x" + one.partition("}")[2] if one.startswith("{") else one for one in template.split("/"))


def test_every_route_of_ours_has_a_rule_and_no_rule_is_without_a_route() -> None:
    assert {route.path for route in routes()} == set(RULES)


def test_every_route_of_streamlit_has_a_rule() -> None:
    found = {route.path for route in streamlit_routes() if not isinstance(route, Mount)}
    named = {path for path in found if path not in STREAMLIT_RULES and not path.startswith("/_stcore/agent/")}
    assert named == set()
    assert "/_stcore/stream" in {route.path for route in streamlit_routes() if isinstance(route, WebSocketRoute)}


@pytest.fixture
def tokens() -> dict[str, str]:
    return {role: token_of(role.replace(" ", "."), *grants) for role, grants in ROLES.items()}


def reached(template: str, method: str, token: str, kind: str = "http") -> bool:
    """Whether what stands behind the door hears of it."""
    heard: list[bool] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        heard.append(True)
        await Response("behind")(scope, receive, send)

    answer = ask(filled(template), token, method=method, kind=kind, app=behind)
    assert bool(heard) is (answer.content == b"behind")
    assert heard or answer.status in {303, 401, 403}
    return bool(heard)


def test_every_address_lets_in_whom_it_may_and_nobody_else(tokens: dict[str, str]) -> None:
    """The application's own routes, and Streamlit's, with every method that they have, for every role."""
    every = [(route.path, method) for route in routes() for method in methods_of(route)]
    every += [(path, "GET") for path in STREAMLIT_RULES] + [("/_stcore/upload_file/{session_id}/{file_id}", "PUT")]
    every += [(page, "GET") for page in ("/", "/mahalla", "/data", "/none")]
    people = {role: Person("", "", "", HERE, frozenset(grants)) for role, grants in ROLES.items()}
    for template, method in every:
        needed = rule_of(filled(template)).needs(method)
        assert (needed is None) == (template == "/healthz" or (template.startswith("/auth/") and template in RULES)), (
            template
        )
        assert reached(template, method, "") is (needed is None), template
        for role, token in tokens.items():
            is_right = rule_of(filled(template)).lets(people[role], method)
            assert reached(template, method, token) is is_right, (template, method, role)
    writing = {
        (template, method): rule_of(filled(template)).needs(method)
        for template, method in every
        if method in {"POST", "PUT", "DELETE"}
    }
    assert {right for (template, _), right in writing.items() if not template.startswith("/auth/")} == {
        Right.VIEW,  # reports: who may say what of a measure the route itself looks at
        Right.REPORT,
        Right.PUBLISH,
    }


def test_the_websocket_of_the_pages_is_for_those_who_may_look(tokens: dict[str, str]) -> None:
    for token in ("", tokens["nothing"]):
        assert not reached("/_stcore/stream", "GET", token, "websocket")


def test_a_page_sends_one_to_sign_in_and_back_and_the_rest_is_told() -> None:
    page = ask("/mahalla?area=1710&lang=ru", headers=[("accept", "text/html")])
    assert page.status == 303
    assert page.headers["location"] == f"{SIGN_IN}?lang=ru&next=%2Fmahalla%3Farea%3D1710%26lang%3Dru"
    for headers in ([], [("accept", "text/html"), ("sec-fetch-dest", "empty")]):
        told = ask("/riskmap/decisions.json?lang=en", headers=headers)
        assert (told.status, told.content.decode()) == (401, text("auth.needed", Lang.EN) + "\n")
        assert told.headers["cache-control"] == "no-store"


def passed_on(token: str, **more: Any) -> tuple[Answer, dict[str, Any]]:
    seen: dict[str, Any] = {}

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope)
        await PlainTextResponse("in", headers={"Cache-Control": "public, max-age=31536000, immutable"})(
            scope, receive, send
        )

    return ask("/x", token, app=behind, **more), seen


def test_who_it_is_goes_on_and_headers_of_ours_do_not_come_in() -> None:
    token = token_of("karim", VIEW)
    forged = [
        (PERSON_HEADER, "forged"),
        ("X-RiskMap-Person", "forged"),
        ("X-RISKMAP-Other", "forged"),
        (PEER_HEADER, "1.1.1.1"),
    ]
    answer, seen = passed_on(token, headers=forged)
    person = presence().named("karim")
    assert person is not None
    assert seen["user"] == person.person
    ours = [(name, value) for name, value in seen["headers"] if name.startswith(b"x-riskmap-")]
    assert ours == [
        (PERSON_HEADER.encode(), person.person.id.encode()),
        (PEER_HEADER.encode(), seen["client"][0].encode()),
    ]
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert passed_on("", headers=forged)[0].status == 401


def test_tokens_that_are_none_let_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of("karim", VIEW)
    assert ask("/x", token, app=PlainTextResponse("in")).status == 200
    with presence().base.reading() as connection:
        from sqlalchemy import select  # noqa: PLC0415

        kept = connection.execute(select(SIGNED_IN.c.digest)).scalar_one()
    for wrong in (
        kept,
        token[:-1],
        token + "x",
        token.upper(),
        "x" * 43,
        "‘; --",
        token + "; riskmap=" + token,
        f'"{token}"',
    ):
        assert ask("/x", headers=[("cookie", f"riskmap={wrong}".encode().decode("latin-1"))]).status == 401, wrong
    assert ask("/x", token, scheme="https").status == 401  # over TLS only the name that is bound to this host counts
    assert (
        ask("/x", headers=[("cookie", f"__Host-riskmap={token}")], scheme="https", app=PlainTextResponse("in")).status
        == 200
    )
    assert ask("/x", headers=[("cookie", f"__Host-riskmap={token}")]).status == 401


def test_a_token_is_worth_nothing_once_its_session_has_ended() -> None:
    token, now = token_of("karim", VIEW), datetime.now(UTC)
    with presence().base.writing() as connection:
        connection.execute(update(SIGNED_IN).values(seen=now - timedelta(minutes=31)))
    assert ask("/x", token).status == 401
    again = token_of("botir", VIEW)
    assert ask("/x", again, app=PlainTextResponse("in")).status == 200
    managing.close(presence().base, ANYBODY, "botir")
    presence().look()
    assert ask("/x", again).status == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_writes_comes_from_a_page_of_ours(method: str) -> None:
    token = token_of("karim", *(Grant(what, REGION) for what in Right))
    foreign = [
        [("origin", "http://evil.example")],
        [("origin", "null")],
        [("origin", "")],
        [("origin", f"http://{HOST}"), ("sec-fetch-site", "cross-site")],
        [("origin", f"http://{HOST}"), ("sec-fetch-site", "same-site")],
        [("origin", f"http://{HOST}"), ("sec-fetch-site", "none")],
    ]
    for headers in foreign:
        for path in ("/riskmap/decisions", "/auth/sign-in", "/auth/sign-out", "/x"):
            assert ask(path, token, method=method, headers=headers).status == 403, (headers, path)


def test_what_is_refused_and_what_is_taken_away_stands_in_the_book() -> None:
    token = token_of("karim", VIEW)
    ask("/_stcore/metrics?x=1", token)
    attached = PlainTextResponse("a;b", headers={"Content-Disposition": 'attachment; filename="measures.csv"'})
    for method in ("HEAD", "GET", "GET"):  # Streamlit's page fetches what is saved once more
        ask("/media/abc.csv", token, app=attached, method=method)
    with presence().base.reading() as connection:
        last = audit.entries(connection, most=2)
    assert [(one.act, one.login, one.peer, one.about) for one in last] == [
        (Act.DOWNLOADED, "karim", "127.0.0.1", 'GET /media/abc.csv "measures.csv"'),
        (Act.REFUSED, "karim", "127.0.0.1", "GET /_stcore/metrics?x=1"),
    ]


def test_what_is_given_once_more_within_ten_seconds_is_one_download() -> None:
    given = Lately()
    asked = [
        (("a", "x"), 0.0),
        (("a", "x"), 9.9),
        (("b", "x"), 9.9),
        (("a", "y"), 9.9),
        (("a", "x"), 10.0),
        (("b", "x"), 10.0),
    ]
    assert [given.is_first(*one) for one in asked] == [True, False, True, True, True, False]


@pytest.mark.parametrize("lang", list(Lang))
def test_one_without_rights_is_told_who_they_are_here_and_how_to_leave(lang: Lang) -> None:
    page = ask(f"/?lang={lang}", token_of("nobody"), headers=[("accept", "text/html")])
    assert page.status == 403
    assert text("auth.no_rights_lines", lang, name="nobody O‘tkir") in page.content.decode()
    assert 'action="/auth/sign-out"' in page.content.decode()


def test_where_nobody_signs_in_everybody_is_let_in_and_forged_headers_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    from mapping.model.settings import settings  # noqa: PLC0415

    monkeypatch.setenv("RISKMAP_SIGN_IN", "off")
    settings.cache_clear()
    answer, seen = passed_on("", headers=[(PERSON_HEADER, "forged")])
    assert answer.status == 200
    assert answer.headers["cache-control"].startswith("public")
    assert seen["user"] == ANYBODY
    assert not [name for name, _ in seen["headers"] if name.startswith(b"x-riskmap")]
    assert ask(SIGN_IN).status == 404


NAMED = [("remote-user", "Karim")]


@pytest.mark.parametrize(
    ("peer", "headers", "is_in"),
    [
        ("10.0.0.5", NAMED, True),
        ("::ffff:10.0.0.5", NAMED, True),
        ("10.0.1.5", NAMED, False),
        ("127.0.0.1", NAMED, False),
        ("", NAMED, False),
        ("10.0.0.5", [], False),
        ("10.0.0.5", [("remote-user", "")], False),
        ("10.0.0.5", [("remote-user", "nobody")], False),
        ("10.0.0.5", [*NAMED, ("remote-user", "boss")], False),
    ],
)
def test_a_proxy_names_people_from_its_own_addresses_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, peer: str, headers: list[tuple[str, str]], is_in: bool
) -> None:
    with asking_who_comes(monkeypatch, tmp_path, "proxy", PROXY_FROM="10.0.0.0/24"):
        token_of("karim", VIEW)
        assert (ask("/x", peer=peer, headers=headers, app=PlainTextResponse("in")).status == 200) is is_in


def test_a_cookie_is_no_way_in_where_only_a_proxy_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asking_who_comes(monkeypatch, tmp_path, "proxy", PROXY_FROM="10.0.0.0/24"):
        assert ask("/x", token_of("karim", VIEW)).status == 401
        page = ask(f"{SIGN_IN}?lang=en")
        assert (page.status, text("auth.by_proxy_lines", Lang.EN) in page.content.decode()) == (403, True)


def test_rules_are_found_for_addresses_however_they_are_written() -> None:
    """What a rule does not fit is a page: never open, never more than looking."""
    for path in (
        "//healthz",
        "/healthz/",
        "/HEALTHZ",
        "/auth/sign-in/",
        "/auth/..",
        "/auth/invitation/a/b",
        "/healthz\n",
        "",
        "/riskmap/../healthz",
    ):
        assert rule_of(path).right is Right.VIEW, path


def test_the_door_stands_in_the_application() -> None:
    written = (Path(__file__).parents[3] / "app.py").read_text(encoding="utf-8")
    order = [
        written.index(f"Middleware({name})")
        for name in ("Patience", "SafeHeaders", "Door", "Faults", "Guard", "Bundle")
    ]
    assert all(before < after for before, after in itertools.pairwise(order))
