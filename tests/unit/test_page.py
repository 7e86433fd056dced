"""The map's page begins with what its first drawing needs, the others with where their server is; all else is left to Streamlit."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Router

from mapping.web import page as module
from mapping.web.page import OwnPage
from mapping.web.routes import routes
from tests.asgi import Answer, ask
from tests.conftest import DISTRICTS, MAHALLAS, REGION

BEHIND = b"answered behind"
STREAMLITS = Path(str(distribution("streamlit").locate_file("streamlit/static/index.html"))).read_text(encoding="utf-8")
START = re.compile(r'<script type="application/json" id="riskmap-start">(.*?)</script>')


@pytest.fixture(scope="module", autouse=True)
def _home(tiny_home: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RISKMAP_HOME", str(tiny_home))
        yield


def own_page() -> OwnPage:
    return OwnPage(PlainTextResponse(BEHIND), pages=["/", "/mine"])


def opened(address: str, **given: Any) -> Answer:
    headers = {"Accept": "text/html", "Accept-Language": "ru"}
    return ask(own_page(), address, headers=headers, **given)


def start(address: str) -> dict[str, Any]:
    found = START.search(opened(address).content.decode())
    assert found is not None
    told: dict[str, Any] = json.loads(found[1])
    return told


@pytest.mark.parametrize(
    "address", ["/", f"/?area={DISTRICTS[0]}", "/?level=district&value=count", "/?value=overdue&lang=en"]
)
def test_all_that_it_names_is_there(address: str) -> None:
    told = start(address)
    named = [told["geometry"], told["around"], *told["painting"].values(), *told["look"].values()]
    answers = [ask(Router(routes()), url) for url in named if url]
    assert [answer.status for answer in answers] == [200] * len(answers)
    painted = json.loads(ask(Router(routes()), told["painting"]["dark"]).content)
    assert len(painted["classes"]) == len(json.loads(ask(Router(routes()), told["geometry"]).plain)["codes"])


def test_the_page_is_streamlits_with_more_before_what_it_fetches() -> None:
    page = opened("/").content.decode()
    at = next(place for place, (own, theirs) in enumerate(zip(page, STREAMLITS, strict=False)) if own != theirs)
    more = len(page) - len(STREAMLITS)
    assert more > 0
    assert page[:at] + page[at + more :] == STREAMLITS
    assert STREAMLITS[:at].count("<link") <= 1
    assert "<script" not in STREAMLITS[:at]


def test_it_speaks_the_readers_language() -> None:
    assert start("/")["look"]["light"].endswith("/ru.json")
    assert start("/?lang=en")["look"]["light"].endswith("/en.json")


def test_what_is_looked_at_is_named_near() -> None:
    assert start(f"/?area={DISTRICTS[0]}")["focus"] == DISTRICTS[0]
    assert start(f"/?area={REGION}")["focus"] is None


@pytest.mark.parametrize("address", [f"/?area={MAHALLAS[0]}", "/?value=clusters", "/measures", "/static/js/main.js"])
def test_what_is_not_drawn_ahead_is_streamlits(address: str) -> None:
    assert opened(address).content == BEHIND


def test_nothing_is_drawn_where_nothing_was_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path))
    assert opened("/").content == BEHIND


def test_only_a_page_that_is_opened_begins_so() -> None:
    assert ask(own_page(), "/", headers={"Accept": "*/*"}).content == BEHIND
    assert opened("/", method="POST").content == BEHIND


def test_a_fault_is_logged_and_the_page_comes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(module, "first_drawing", fail)
    with caplog.at_level(logging.ERROR, "riskmap.web"):
        assert opened("/?area=1710").content == BEHIND
    assert "no first drawing of area=1710" in caplog.text


def test_other_pages_are_told_where_the_server_is_before_anything_else_runs() -> None:
    answer = opened("/mine")
    page = answer.content.decode()
    assert page.index('{ BACKEND_BASE_URL: location.origin + "/" }') < page.index("<link")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache")
    assert opened("/elsewhere").content == BEHIND
    assert ask(own_page(), "/mine", headers={"Sec-Fetch-Dest": "script", "Accept": "*/*"}).content == BEHIND
