"""Where the server listens, or is to listen; and the mail server."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator

from mapping.cli.doctor.finding import Asked, Finding, State
from mapping.model.settings import settings

_WAIT_SECONDS = 5
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (asked here, not listened on)


def server(asked: Asked) -> Iterator[Finding]:
    """Whether ours answers there; else whether the port is free."""
    said: dict[str, object] = {"host": asked.host, "port": asked.port}
    try:
        status = _health(_EVERYWHERE.get(asked.host, asked.host), asked.port)
    except ConnectionRefusedError:
        yield _bound(asked, said)
    except (
        OSError,
        http.client.HTTPException,
        ValueError,
    ) as fault:  # ValueError: what answers is none of ours, or the name is none
        yield Finding("server", State.FAULT, "server_other", {**said, "reason": fault})
    else:
        state = State.WELL if status == "ok" else State.FAULT
        yield Finding("server", state, "server" if status == "ok" else "server_unwell", {**said, "status": status})


def _health(host: str, port: int) -> str:
    connection = http.client.HTTPConnection(host, port, timeout=_WAIT_SECONDS)
    try:
        connection.request("GET", "/healthz")
        told = json.loads(connection.getresponse().read(10_000))
    finally:
        connection.close()
    if not isinstance(told, dict) or "status" not in told:
        raise ValueError(str(told)[:100])
    return str(told["status"])


def _bound(asked: Asked, said: dict[str, object]) -> Finding:
    family = socket.AF_INET6 if ":" in asked.host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((asked.host, asked.port))
    except OSError as fault:
        return Finding("server", State.FAULT, "server_cannot", {**said, "reason": fault.strerror or fault})
    return Finding("server", State.WELL, "server_free", said)


def mail(_asked: Asked) -> Iterator[Finding]:
    """Whether the mail server takes us; without one nothing is sent, which is well."""
    from mapping.live.reminders.mail import MailRefused, post_office  # noqa: PLC0415 (heavy)

    chosen = settings()
    if chosen.smtp is None:
        yield Finding("mail", State.WELL, "mail_none")
        return
    try:
        with post_office(chosen) as office:
            office.noop()
    except MailRefused as fault:
        yield Finding.of("mail", fault, State.NOTE)
        return
    rule = "mail" if chosen.smtp_from else "mail_no_sender"
    yield Finding("mail", State.WELL if chosen.smtp_from else State.NOTE, rule, {"sender": chosen.smtp_from or ""})
