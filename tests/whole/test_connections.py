"""Connections on which nothing moves end, those on which something does stay."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mapping.web import connections
from mapping.web.connections import Connection, Patience

LARGE = b"x" * (32 << 20)  # more than the buffers of a socket hold


async def swallow(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def large(_request: Request) -> Response:
    return Response(LARGE)


@contextmanager
def served() -> Iterator[int]:
    """The middleware in front of a small application, under the uvicorn that Streamlit would start; gives the port."""
    app = Starlette(
        routes=[Route("/body", swallow, methods=["GET", "POST"]), Route("/large", large)],
        middleware=[Middleware(Patience)],
    )
    listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="on"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])))
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(connections, "PACE_SECONDS", 0.3)
    monkeypatch.setattr(connections, "MOST_WAITING", 5)
    with served() as port:
        yield port


@pytest.fixture
def _patient(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Times that a busy machine does not miss, for what must not end."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 3.0)
    monkeypatch.setattr(connections, "PACE_SECONDS", 1.0)
    monkeypatch.setattr(connections, "LEAST_BYTES", 1)


def connected(port: int, sent: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=10)
    made.sendall(sent)
    return made


def ended(connection: socket.socket) -> bool:
    """Wait until the server says something; whether what it says is that the connection is over."""
    try:
        return connection.recv(1000) == b""
    except ConnectionResetError:
        return True


def answered(connection: socket.socket) -> bool:
    """Whether the next answer, which has a single sign, is a right one."""
    got = part = connection.recv(1000)
    while part and not got.partition(b"\r\n\r\n")[2]:
        part = connection.recv(1000)
        got += part
    return got.startswith(b"HTTP/1.1 200")


HEAD = b"POST /body HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [b"", b"\r\n", b"GET /body", b"GET /body HTTP/1.1\r\nHost: 127.0.0.1\r\n", HEAD, HEAD + b"x" * 50],
    ids=["nothing", "an empty line", "half a line", "half a head", "no body", "half a body"],
)
def test_a_request_that_does_not_come_whole_ends(port: int, sent: bytes) -> None:
    with closing(connected(port, sent)) as connection:
        assert ended(connection)
    assert not Connection.waiting


def test_dribbling_does_not_lengthen_the_time_for_a_head(port: int) -> None:
    with closing(connected(port, b"GET /body HTTP/1.1\r\n")) as connection, pytest.raises(ConnectionError):
        for _ in range(200):  # in all 10 s
            connection.sendall(b"X: y\r\n")
            time.sleep(0.05)


@pytest.mark.usefixtures("_patient")
def test_after_an_answer_the_next_request_has_its_own_time(port: int) -> None:
    whole = b"GET /body HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with closing(connected(port, whole)) as connection:
        assert answered(connection)
        connection.sendall(whole)
        assert answered(connection)
        connection.sendall(b"\r\n")  # no request has begun, and the wait for one is over
        assert ended(connection)


@pytest.mark.usefixtures("_patient")
def test_a_body_that_moves_is_waited_for(port: int) -> None:
    with closing(connected(port, HEAD)) as connection:
        for _ in range(20):  # in all more than twice PACE_SECONDS
            connection.sendall(b"x" * 5000)
            time.sleep(0.15)
        assert answered(connection)


def test_an_answer_that_nobody_takes_ends(port: int) -> None:
    with closing(connected(port, b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")) as connection:
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
        time.sleep(1)  # more than twice PACE_SECONDS
        assert taken(connection) < len(LARGE)


@pytest.mark.usefixtures("_patient")
def test_an_answer_that_is_taken_slowly_comes_whole(port: int) -> None:
    with closing(connected(port, b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")) as connection:
        assert taken(connection, pause=0.02) > len(LARGE)


def taken(connection: socket.socket, pause: float = 0.0) -> int:
    """How many bytes come until the connection is over."""
    total = 0
    try:
        while part := connection.recv(1 << 18):
            total += len(part)
            time.sleep(pause)
    except ConnectionResetError:
        pass
    return total


def test_whoever_waits_longest_makes_room(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 60)
    waiting = [connected(port, b"GET /body") for _ in range(8)]
    assert [ended(connection) for connection in waiting[:3]] == [True] * 3
    for connection in waiting[3:]:
        connection.sendall(b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert answered(connection)
    for connection in waiting:
        connection.close()


def test_the_server_ends_at_once_whatever_is_half_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 60)
    with served() as port:
        open_still = [connected(port, b"GET /body") for _ in range(3)]
    assert all(ended(connection) for connection in open_still)
    assert not Connection.waiting
