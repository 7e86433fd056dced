"""The server as it is started for people: what every answer says, who is refused, what ends, what stays behind, what is logged."""

from __future__ import annotations

import http.client
import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mapping.model.locale import Lang, text
from mapping.web.headers import ALWAYS
from tests.serving import ROOT, command, free_port, serving

HALF_OPEN = 1200
ENDED_SECONDS = 60  # much longer than connections.HEAD_SECONDS: a busy machine is no fault of the server


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "server.log"


@pytest.fixture(scope="module")
def server(tiny_home: Path, log: Path) -> Iterator[str]:
    with serving(tiny_home, log=log, more={"RISKMAP_HOSTS": "riskmap.example", "RISKMAP_LANGS": "misspelt"}) as address:
        yield address


def asked(
    server: str, path: str, headers: Mapping[str, str] | None = None, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(server)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)) as connection:
        connection.request(method, path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def new_lines(log: Path, since: int) -> list[str]:
    """What was written since the log had so many bytes, once it has stood still for a moment."""
    size = -1
    while size != log.stat().st_size:
        size = log.stat().st_size
        time.sleep(0.3)
    return log.read_bytes()[since:].decode().splitlines()


def test_every_answer_keeps_to_its_type_its_frame_and_its_address(server: str) -> None:
    _, _, page = asked(server, "/")
    script = re.search(rb'src="\./(static/js/[^"]+)"', page)
    assert script is not None
    statuses = set()
    for path in (
        "/", f"/{script[1].decode()}", "/present", "/healthz", "/_stcore/health", "/_stcore/host-config", "/media/none.csv",
        "/riskmap/names/x/uz.json", "/riskmap/look/light/uz.json", "/component/none/x.js", "/..%2f..%2fetc/passwd",
    ):  # fmt: skip
        status, told, _ = asked(server, path)
        statuses.add(status)
        assert told["x-content-type-options"] == "nosniff", path
        assert told["x-frame-options"] == "SAMEORIGIN", path
        assert told["referrer-policy"] == "same-origin", path
        assert "frame-ancestors 'self'" in told["content-security-policy"], path
    assert statuses == {200, 404}
    for headers, method in (({"Host": "evil"}, "GET"), ({"Origin": "http://evil"}, "POST"), ({}, "DELETE")):
        status, told, _ = asked(server, "/", headers, method)
        assert status in {403, 405}
        assert set(map(str.lower, ALWAYS)) <= set(told)


def test_what_is_no_request_is_told_so_with_the_same_headers(server: str) -> None:
    parts = urlsplit(server)
    with closing(socket.create_connection((str(parts.hostname), parts.port), timeout=30)) as connection:
        connection.sendall(b"no request\r\n\r\n")
        told = connection.recv(4000).decode().lower()
    assert told.startswith("http/1.1 400")
    assert all(f"\r\n{name.lower()}: {value.lower()}\r\n" in told for name, value in ALWAYS.items())


def test_only_our_pages_under_our_names_are_answered(server: str) -> None:
    port = urlsplit(server).port
    for host in (
        f"127.0.0.1:{port}",
        f"localhost:{port}",
        "riskmap.example",
        f"riskmap.example:{port}",
        f"10.0.0.7:{port}",
    ):
        assert asked(server, "/healthz", {"Host": host})[0] == 200
    for path in ("/healthz", "/", "/riskmap/decisions.json"):
        status, _, content = asked(server, f"{path}?lang=en", {"Host": "evil.example", "Origin": "http://evil.example"})
        assert status == 403
        assert content.decode() == text("door.host", Lang.EN, host="evil.example") + "\n"


def test_half_open_connections_end_and_lock_nobody_out(server: str) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < HALF_OPEN + 200:
        pytest.skip("this machine lets no test have so many connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, HALF_OPEN + 200), hard))
    parts = urlsplit(server)
    begun = [
        b"",
        b"GET /heal",
        b"GET /healthz HTTP/1.1\r\nHost: x",
        b"POST /_stcore/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nx",
    ]
    half_open = [socket.create_connection((str(parts.hostname), parts.port), timeout=10) for _ in range(HALF_OPEN)]
    try:
        for number, connection in enumerate(half_open):
            try:
                connection.sendall(begun[number % len(begun)])
            except ConnectionError:
                continue  # it gave way already
            connection.setblocking(False)
        assert asked(server, "/healthz")[0] == 200
        until = time.monotonic() + ENDED_SECONDS
        left = half_open
        while left and time.monotonic() < until:
            time.sleep(0.5)
            assert asked(server, "/healthz")[0] == 200
            left = [connection for connection in left if not _ended(connection)]
        assert not left
    finally:
        for connection in half_open:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _ended(connection: socket.socket) -> bool:
    try:
        while connection.recv(1000):
            continue
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def test_a_request_that_is_broken_off_is_one_line_of_the_log(server: str, log: Path) -> None:
    since, parts = log.stat().st_size, urlsplit(server)
    head = (
        f"POST /riskmap/decisions HTTP/1.1\r\nHost: {parts.netloc}\r\nOrigin: {server}\r\nContent-Type: application/json\r\n"
        'Content-Length: 5000\r\n\r\n{"text": '
    )
    with closing(socket.create_connection((str(parts.hostname), parts.port))) as connection:
        connection.sendall(head.encode())
        time.sleep(0.3)
    (line,) = new_lines(log, since)
    assert line.endswith("INFO riskmap.web: POST /riskmap/decisions: gone before all of it had come")


def test_what_fails_is_in_the_log_and_what_does_not_is_not(server: str, log: Path) -> None:
    since = log.stat().st_size
    asked(server, "/healthz")
    asked(server, "/riskmap/names/20990101-00000000/uz.json?x=%0Aforged")
    asked(server, "/healthz", {"Host": "evil"})
    missing, refused = new_lines(log, since)
    assert missing.endswith(" INFO riskmap.web: GET /riskmap/names/20990101-00000000/uz.json?x=%0Aforged: 404")
    assert " WARNING riskmap.web: refused GET /healthz: host 'evil'" in refused


def test_a_misspelt_setting_is_in_the_log(server: str, log: Path) -> None:
    assert asked(server, "/healthz")[0] == 200
    assert "RISKMAP_LANGS is no setting of this version" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("level", ["error", "info"])
def test_the_level_of_the_log_is_a_setting(tiny_home: Path, tmp_path: Path, level: str) -> None:
    log = tmp_path / "server.log"
    with serving(tiny_home, log=log, more={"RISKMAP_LOG_LEVEL": level}) as address:
        asked(address, "/riskmap/none/x")
        asked(address, "/healthz", {"Host": "evil"})
    told = log.read_text(encoding="utf-8")
    assert ("refused GET /healthz" in told) is (level == "info")
    assert ("Finished server process" in told) is (level == "info")


def test_figures_of_the_server_have_an_address_of_their_own(tiny_home: Path, tmp_path: Path) -> None:
    log, at = tmp_path / "server.log", f"127.0.0.1:{free_port()}"
    with serving(tiny_home, log=log, more={"RISKMAP_METRICS": at, "RISKMAP_LOG_FORM": "json"}) as address:
        asked(address, "/riskmap/none/x")
        told = asked(f"http://{at}", "/metrics")[2].decode()
        with serving(tiny_home, log=tmp_path / "second.log", more={"RISKMAP_METRICS": at}) as second:
            assert asked(second, "/healthz")[0] == 200  # without the figures, whose address is taken
    assert 'riskmap_requests_total{address="page",status="404"} 1.0' in told
    assert "riskmap_open_pages 0.0" in told
    assert "process_resident_memory_bytes" in told
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    assert any(line["message"] == "GET /riskmap/none/x: 404" and line["level"] == "info" for line in lines)
    assert f"no figures for Prometheus at {at}" in (tmp_path / "second.log").read_text(encoding="utf-8")


WRONG = {
    "RISKMAP_KEEP_LAST": "0",
    "RISKMAP_KEEP_MONTHS": "1.5",
    "RISKMAP_SMALLEST_COUNT": "few",
    "RISKMAP_PUBLISHING": "yes",
    "RISKMAP_TILES": "ftp://tiles",
    "RISKMAP_HOSTS": "http://riskmap.example:8501",
    "RISKMAP_DATABASE": "mysql://base",
    "RISKMAP_SNAPSHOTS": "somewhere",
    "RISKMAP_SIGN_IN": "local,off",
    "RISKMAP_PROXY_HEADER": "Remote User",
    "RISKMAP_PROXY_FROM": "proxy.example",
    "RISKMAP_SESSION_IDLE_MINUTES": "0",
    "RISKMAP_SESSION_HOURS": "half",
    "RISKMAP_LOG_LEVEL": "loud",
    "RISKMAP_LOG_FORM": "xml",
    "RISKMAP_METRICS": "9109",
    "RISKMAP_LANG": "tlh",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_setting_that_cannot_be_followed_is_told_in_plain_words_by_commands(name: str, tmp_path: Path) -> None:
    told = _run(
        [sys.executable, "-m", "mapping.cli", "snapshots", "list"], {"RISKMAP_LANG": "en", name: WRONG[name]}, tmp_path
    )
    assert told.returncode == 2
    lang = Lang.UZ if name == "RISKMAP_LANG" else Lang.EN
    field = name.removeprefix("RISKMAP_").lower()
    allowed = text(f"settings.{field}", lang)
    assert told.stderr.strip() == text("settings.fault", lang, name=name, value=WRONG[name], allowed=allowed)
    assert told.stdout == ""


def test_a_setting_that_cannot_be_followed_is_told_by_the_server(tmp_path: Path) -> None:
    told = _run(command(free_port()), {"RISKMAP_LANG": "ru", "RISKMAP_KEEP_LAST": "0"}, tmp_path)
    assert told.returncode == 2
    assert "Настройка RISKMAP_KEEP_LAST не может быть «0»" in told.stderr
    assert "Traceback" not in told.stderr


def test_an_empty_setting_is_none(tmp_path: Path) -> None:
    listing = [sys.executable, "-m", "mapping.cli", "snapshots", "list"]
    assert _run(listing, {**dict.fromkeys(WRONG, ""), "RISKMAP_LANG": "en"}, tmp_path).returncode in {0, 1}


def _run(line: list[str], more: Mapping[str, str], home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "RISKMAP_HOME": str(home), **more}
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_nothing_is_asked_of_the_outside_and_nobody_waits(tiny_home: Path) -> None:
    """A page of another address asked for a websocket, and Streamlit looked up names outside while everybody waited."""
    apart = ["unshare", "--net", "--mount"] if os.geteuid() == 0 else ["unshare", "--net", "--mount", "--map-root-user"]
    tools = all(shutil.which(tool) for tool in ("unshare", "ip", "mount"))
    if not tools or subprocess.run([*apart, "ip", "link"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this account may not make a network of its own (unshare)")
    environment = {**os.environ, "RISKMAP_HOME": str(tiny_home), "PYTHONPATH": os.pathsep.join([*sys.path, str(ROOT)])}
    told = subprocess.run(
        [*apart, sys.executable, "-m", "tests.whole.silent_network"], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=False, timeout=180,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    seen = json.loads(told.stdout)
    assert seen["answers"] == ["HTTP/1.1 403 Forbidden"] * 2
    assert seen["own"] == "HTTP/1.1 101 Switching Protocols"
    assert (seen["at_start"], seen["asked"]) == (0, 0)
    assert seen["health_seconds"] < 10  # a name that is not answered takes 20 s
