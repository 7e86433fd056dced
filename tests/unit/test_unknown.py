"""Addresses at which there is nothing: 404 and our own words, in the reader's language; every page and route goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.convertors import IntegerConvertor
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mapping.model.locale import DEFAULT_LANG, Lang, text
from mapping.model.locale.preferred import preferred
from mapping.ui.links import PAGES, page_path
from mapping.web.routes import routes
from mapping.web.unknown import Unknown
from tests.asgi import Answer
from tests.asgi import ask as asked

PAGE = {"Accept": "text/html,*/*", "Sec-Fetch-Dest": "document"}
SCRIPT = {"Accept": "*/*", "Sec-Fetch-Dest": "script"}
NOWHERE = [
    "/riskmap/typo", "/riskmap", "/riskmap/", "/typo", "/map/below", "/measures/x", "/present/x", "/favicon.ico", "/auth/typo",
    "//evil.example/x", "/%5Cevil.example", "/Measures", "/measures.html", "/<b>x</b>", "/healthz/x", "/decisions.pdf",
]  # fmt: skip


def ask(address: str, *, inside: Response | None = None, method: str = "GET", **headers: str) -> Answer:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await (inside or PlainTextResponse("in"))(scope, receive, send)

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return asked(Unknown(app, map(page_path, PAGES)), address, method=method, headers=named)


@pytest.mark.parametrize("path", NOWHERE)
def test_an_address_at_which_there_is_nothing_is_404_with_a_way_back(path: str) -> None:
    answer = ask(f"{path}?lang=ru", **PAGE)
    page = answer.content.decode()
    assert answer.status == 404
    assert answer.headers["cache-control"] == "no-store"
    assert '<html lang="ru">' in page
    assert text("unknown.title", Lang.RU) in page
    assert 'href="/?lang=ru"' in page
    assert "<b>x</b>" not in page
    assert 'href="//' not in page
    assert 'href="/\\' not in page


@pytest.mark.parametrize("path", NOWHERE)
def test_what_a_page_asks_for_is_told_in_a_sentence(path: str) -> None:
    answer = ask(f"{path}?lang=en", **SCRIPT)
    assert answer.status == 404
    assert answer.content.decode().strip() == text("unknown.lines", Lang.EN)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent_to_an_address_at_which_there_is_nothing(method: str) -> None:
    assert ask("/riskmap/typo", method=method, **PAGE).status == 404


@pytest.mark.parametrize(
    "script", sorted(Path(__file__).parents[2].joinpath("pages").glob("*.py")), ids=lambda it: it.stem
)
def test_every_page_is_let_on(script: Path) -> None:
    path = page_path(script.stem)
    assert ask(f"{path}?lang=ru", **PAGE).content == b"in"
    assert ask(f"{path.rstrip('/')}/", **PAGE).content == b"in"


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.path)
def test_every_route_is_let_on(route: Route) -> None:
    values = {name: 7 if isinstance(kind, IntegerConvertor) else "x" for name, kind in route.param_convertors.items()}
    assert ask(str(route.url_path_for(route.name, **values)), **SCRIPT).content == b"in"


@pytest.mark.parametrize(
    "path", ["/_stcore/health", "/_stcore/host-config", "/static/js/x.js", "/component/x/y", "/media/x", "/favicon.png"]
)
def test_what_streamlit_answers_is_let_on(path: str) -> None:
    assert ask(path, **SCRIPT).content == b"in"


def test_what_a_route_does_not_find_is_told_to_a_person_and_left_as_it_is_for_a_page() -> None:
    missing = PlainTextResponse("not found", status_code=404)
    assert text("unknown.title", Lang.UZ) in ask("/riskmap/search/x", inside=missing, **PAGE).content.decode()
    assert ask("/riskmap/search/x", inside=missing, **SCRIPT).content == b"not found"


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", Lang.UZ),
        ("ru", Lang.RU),
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", Lang.RU),
        ("en-GB, en; q=0.5", Lang.EN),
        ("uz-Cyrl-UZ", Lang.UZ_CYRL),
        ("UZ-CYRL;q=0.4, uz;q=0.3", Lang.UZ_CYRL),
        ("uz-UZ,ru;q=0.8", Lang.UZ),
        ("fr,de;q=0.9,en;q=0.1", Lang.EN),
        ("ru;q=0.3,en;q=0.8", Lang.EN),
        ("ru;q=0", Lang.UZ),
        ("fr, *", Lang.UZ),
        ("english;q=x,,;", Lang.UZ),
    ],
)
def test_the_language_is_that_of_the_link_else_of_the_browser_else_uzbek(header: str, lang: Lang) -> None:
    assert preferred(header) is lang
    by_browser = ask("/typo", Accept_Language=header, **PAGE).content.decode()
    assert text("unknown.title", lang) in by_browser
    by_link = ask("/typo?lang=uz-Cyrl", Accept_Language=header, **PAGE).content.decode()
    assert text("unknown.title", Lang.UZ_CYRL) in by_link


@given(st.text())
def test_whatever_a_browser_writes_gives_a_language(header: str) -> None:
    assert preferred(header) in list(Lang)
    assert preferred(f"{header},ru;q=0.5".replace("uz", "")) in list(Lang)
    assert preferred("") is DEFAULT_LANG
