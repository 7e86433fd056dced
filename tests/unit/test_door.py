"""Who is answered: our own pages, under names that are ours; everybody else is told in words, before anything is asked."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from mapping.model.locale import Lang, text
from mapping.model.settings import settings
from mapping.web import door
from mapping.web.door import Door
from mapping.web.headers import ALWAYS, SafeHeaders

Header = tuple[bytes, bytes]


@pytest.fixture(autouse=True)
def _named(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RISKMAP_HOSTS", "riskmap.example, Xavf.uz")
    settings.cache_clear()
    door._names.cache_clear()
    yield
    settings.cache_clear()
    door._names.cache_clear()


def asked(*headers: Header, kind: str = "http", query: bytes = b"") -> list[dict[str, Any]]:
    """What is sent back; the application behind the door says b"in"."""
    sent: list[dict[str, Any]] = []

    async def inside(scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"in"})

    async def send(message: Any) -> None:
        sent.append(dict(message))

    async def receive() -> dict[str, Any]:
        raise AssertionError("nothing is read of what is refused")

    scope = {"type": kind, "method": "GET", "path": "/", "raw_path": b"/", "query_string": query, "headers": headers}
    asyncio.run(SafeHeaders(Door(inside))(scope, receive, send))  # type: ignore[arg-type]
    return sent


def host(given: str) -> Header:
    return b"host", given.encode()


def origin(given: str) -> Header:
    return b"origin", given.encode()


OURS = [
    "127.0.0.1:8501", "localhost", "LOCALHOST:8501", "localhost.", "[::1]:8501", "10.20.30.40", "[fe80::1]", "a.localhost:80",
    "riskmap.example", "riskmap.example:8443", "RISKMAP.example.", "xavf.uz", socket.gethostname(),
]  # fmt: skip
NOT_OURS = [
    "evil", "evil:8501", "riskmap.example.evil", "evil.riskmap.example", "127.0.0.1.evil", "localhost.evil", "127.1", "0x7f.1",
    "evil@127.0.0.1", "127.0.0.1/evil", "[evil]", "[::1", "evil#[::1]", " localhost", "localhost evil", "", ":8501", "localhost:x",
]  # fmt: skip


@pytest.mark.parametrize("given", OURS)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_our_names_and_any_address_in_digits_are_answered(given: str, kind: str) -> None:
    assert asked(host(given), kind=kind)[0].get("status", 200) == 200
    assert asked(host(given), origin(f"https://{given}"), kind=kind)[0].get("status", 200) == 200


@pytest.mark.parametrize("given", NOT_OURS)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_name_that_is_not_ours_is_refused_even_to_its_own_page(given: str, kind: str) -> None:
    for headers in ((host(given),), (host(given), origin(f"http://{given}"))):
        assert asked(*headers, kind=kind)[0]["status"] == 403


FOREIGN = [
    "http://evil", "http://127.0.0.1", "http://127.0.0.1:8502", "null", "", "127.0.0.1:8501", "http://", "http://[", "http://localhost:8501",
    "http://127.0.0.1:8501@evil", "file://",
]  # fmt: skip


@pytest.mark.parametrize("given", FOREIGN)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_page_of_another_address_is_refused(given: str, kind: str) -> None:
    assert asked(host("127.0.0.1:8501"), origin(given), kind=kind)[0]["status"] == 403


def test_what_is_said_twice_is_refused() -> None:
    ours = host("127.0.0.1:8501"), origin("http://127.0.0.1:8501")
    assert asked(*ours)[0]["status"] == 200
    assert asked(*ours, host("localhost"))[0]["status"] == 403
    assert asked(*ours, origin("http://evil"))[0]["status"] == 403


def test_without_host_only_what_no_page_sends_is_answered() -> None:
    assert asked()[0]["status"] == 200
    assert asked(origin("http://evil"))[0]["status"] == 403


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_refusal_says_what_to_change_and_is_logged(lang: Lang, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    query = f"lang={lang}".encode()
    start, body = asked(host("maps.office"), kind=kind, query=query)
    assert body["body"].decode() == text("door.host", lang, host="maps.office") + "\n"
    assert "RISKMAP_HOSTS" in body["body"].decode()
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    assert told["content-type"] == "text/plain; charset=utf-8"
    assert {name: told[name.lower()] for name in ALWAYS} == ALWAYS
    _, body = asked(host("riskmap.example:8443"), origin("https://riskmap.example"), kind=kind, query=query)
    assert all(named in body["body"].decode() for named in ("Host", "https://riskmap.example", "riskmap.example:8443"))
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2
    assert "maps.office" in caplog.text


def test_a_line_of_the_log_stays_one(caplog: pytest.LogCaptureFixture) -> None:
    asked((b"host", b"evil\x0b\xff"), (b"origin", b"a\x85b"))
    assert len(caplog.messages) == 1
    assert len(caplog.messages[0].splitlines()) == 1
