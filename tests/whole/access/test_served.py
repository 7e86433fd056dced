"""The server as it is started for people who sign in: refusals at its start, and pages that close when they must."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from mapping.access import managing, signing_in
from mapping.access.person import ANYBODY
from mapping.access.rights import Grant, Right
from mapping.model.locale import Lang, text
from mapping.store.sql import Database
from tests.conftest import REGION
from tests.serving import ROOT, command, free_port, serving
from tests.whole.access.signed_in import PASSWORD

VIEW, REPORT = Grant(Right.VIEW, REGION), Grant(Right.REPORT, REGION)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("people") / "people.sqlite"


@pytest.fixture(scope="module")
def server(tiny_home: Path, people: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    more = {"RISKMAP_SIGN_IN": "local", "RISKMAP_DATABASE": f"sqlite:///{people}"}
    log = tmp_path_factory.mktemp("log") / "server.log"
    with serving(tiny_home, more=more, log=log) as address:
        yield address
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture
def base(server: str, people: Path) -> Iterator[Database]:
    """The server's own database, seen by another process."""
    assert server
    opened = Database(people)
    yield opened
    opened.close()


def token_of(base: Database, login: str) -> str:
    invitation = managing.add(base, ANYBODY, login=login, name=login, area=REGION, grants=[VIEW, REPORT])
    return signing_in.take_up(base, token=invitation, password=PASSWORD, peer="").token


async def stream(server: str, token: str) -> connect:
    """The websocket of a page."""
    host = urlsplit(server).netloc
    headers = {"Cookie": f"riskmap={token}"}
    return await connect(
        f"ws://{host}/_stcore/stream", origin=server, subprotocols=["streamlit"], additional_headers=headers
    )  # type: ignore[misc, return-value, arg-type, list-item]


@pytest.mark.parametrize("how", ["close", "sign_out", "withdrawn", "report_withdrawn", "signed_out_here"])
def test_an_open_page_is_closed_when_its_person_is_no_longer_to_be_there(server: str, base: Database, how: str) -> None:
    token = token_of(base, f"karim.{how.replace('_', '.')}")
    login = f"karim.{how.replace('_', '.')}"

    async def closed() -> tuple[int | None, float]:
        line = await stream(server, token)
        await asyncio.sleep(1.2)  # it stands, and the server looks again and again
        began = time.monotonic()
        match how:
            case "close":
                await asyncio.to_thread(managing.close, base, ANYBODY, login)
            case "sign_out":
                await asyncio.to_thread(managing.sign_out_everywhere, base, ANYBODY, login)
            case "signed_out_here":
                assert await asyncio.to_thread(signed_out, server, token) == 303
            case _:
                taken = REPORT if how == "report_withdrawn" else VIEW
                await asyncio.to_thread(managing.withdraw, base, ANYBODY, login, taken)
        try:
            while True:
                await asyncio.wait_for(line.recv(), 20)  # type: ignore[attr-defined]
        except ConnectionClosed as fault:
            return fault.rcvd.code if fault.rcvd else None, time.monotonic() - began

    code, seconds = asyncio.run(closed())
    assert code == 1008
    assert seconds < 20  # how soon is measured in bench/


def signed_out(server: str, token: str) -> int:
    """The status of the press of a button, which leads to the page of sign-in."""

    class Here(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_args: object) -> None:
            return None

    headers = {"Cookie": f"riskmap={token}", "Origin": server}
    asked = urllib.request.Request(f"{server}/auth/sign-out", method="POST", headers=headers)
    try:
        urllib.request.build_opener(Here).open(asked, timeout=30)
    except urllib.error.HTTPError as fault:
        return fault.code
    return 200


def test_a_websocket_without_a_session_is_refused(server: str) -> None:
    for token in ("", "x" * 43):
        with pytest.raises(InvalidStatus) as told:
            asyncio.run(stream(server, token))
        assert told.value.response.status_code == 401


def test_a_proxys_word_counts_by_the_connection_and_reaches_the_websocket(tiny_home: Path, tmp_path: Path) -> None:
    """uvicorn puts what the proxy says of the browser's address in the place of the proxy's own."""
    people = tmp_path / "people.sqlite"
    base = Database(people)
    token_of(base, "karim")
    more = {"RISKMAP_DATABASE": f"sqlite:///{people}", "RISKMAP_SIGN_IN": "proxy"}
    named = {"Remote-User": "karim", "X-Forwarded-For": "10.0.0.9"}
    for addresses, is_in in (("127.0.0.1", True), ("10.0.0.9", False)):
        with serving(tiny_home, more={**more, "RISKMAP_PROXY_FROM": addresses}) as address:
            assert (answered(address, named) == 200) is is_in
            assert answered(address, {"X-Forwarded-For": "10.0.0.9"}) == 401
            if is_in:
                asyncio.run(_opened(address, named))
    base.close()


async def _opened(address: str, headers: Mapping[str, str]) -> None:
    line = await connect(
        f"ws://{urlsplit(address).netloc}/_stcore/stream", origin=address, subprotocols=["streamlit"], additional_headers=headers
    )  # type: ignore[call-overload]  # fmt: skip
    await line.close()


def answered(address: str, headers: Mapping[str, str]) -> int:
    """The status of a list of decisions."""
    asked = urllib.request.Request(f"{address}/riskmap/decisions.json", headers=dict(headers))
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as fault:
        return fault.code


STARTS = {
    "open": ({}, "0.0.0.0"),
    "proxy_from": ({"RISKMAP_SIGN_IN": "proxy"}, "127.0.0.1"),
}


@pytest.mark.parametrize("why", STARTS)
def test_a_server_that_would_let_everybody_in_or_nobody_does_not_start(why: str, tmp_path: Path) -> None:
    more, host = STARTS[why]
    told = run(more, host, tmp_path)
    assert told.returncode != 0
    assert text(f"start.{why}", Lang.RU, host=host) in told.stderr
    assert "Traceback" not in told.stderr


def test_a_database_that_is_away_is_told_and_nothing_starts(tmp_path: Path) -> None:
    more = {"RISKMAP_SIGN_IN": "local", "RISKMAP_DATABASE": f"postgresql://me:secret@/base?host={tmp_path}"}
    told = run(more, "127.0.0.1", tmp_path)
    assert told.returncode != 0
    assert "База данных postgresql+psycopg://me:***@/base" in told.stderr
    assert "secret" not in told.stderr


def run(more: Mapping[str, str], host: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "RISKMAP_HOME": str(home), "RISKMAP_LANG": "ru", **more}
    line = command(free_port(), host)
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
