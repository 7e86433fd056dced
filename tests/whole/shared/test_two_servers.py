"""Two servers as they run, over one database and behind one proxy: a publication is seen on both, and one may be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.databases import address, postgresql
from tests.proxy import CONFIGURATION, haproxy, proxied
from tests.serving import ROOT, serving, started

__all__ = ["address", "postgresql"]
SEEN_SECONDS = 5


def told(server: str) -> dict[str, Any]:
    """What a server says of itself."""
    with urlopen(f"{server}/healthz", timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def publish(files: Path, home: Path, more: Mapping[str, str]) -> None:
    """As the one who looks after the server does."""
    subprocess.run(
        [sys.executable, "-m", "mapping.cli", "publish", "--geo", str(files / "geo"), "--data", str(files / "data"), "--home", str(home)],
        check=True, cwd=ROOT, env={**os.environ, **more}, stdout=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def shared(address: str) -> dict[str, str]:
    return {
        "RISKMAP_DATABASE": address,
        "RISKMAP_SNAPSHOTS": "database",
        "STREAMLIT_SERVER_COOKIE_SECRET": "the same on both",
    }


def test_a_publication_is_current_on_the_other_server_within_seconds(
    tiny_dataset: Path, tmp_path: Path, shared: dict[str, str]
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    publish(tiny_dataset, one, shared)
    with serving(other, more=shared, log=tmp_path / "other.log") as server:
        first = told(server)["snapshot"]
        assert first is not None  # fetched before it answered
        subprocess.run(
            [sys.executable, "-m", "mapping.cli", "publish", "--geo", str(tiny_dataset / "geo"), "--data", str(tiny_dataset / "data"), "--home", str(one), "--as-of", "2026-02-15"],
            check=True, cwd=ROOT, env={**os.environ, **shared}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + SEEN_SECONDS
        while told(server)["snapshot"] == first:
            assert time.monotonic() < until, (tmp_path / "other.log").read_text(encoding="utf-8")
            time.sleep(0.1)
        assert told(server)["as_of"] == "2026-02-15"
        assert "published by another server" in (tmp_path / "other.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_behind_the_proxy_one_stays_with_a_server_and_moves_when_it_is_killed(
    tiny_dataset: Path, tmp_path: Path, shared: dict[str, str]
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    publish(tiny_dataset, one, shared)
    with (
        started(one, more=shared) as (first, process),
        started(other, more=shared) as (second, _),
        proxied(first, second) as outer,
    ):
        cookies = {_asked(outer)[1] for _ in range(6)}
        assert cookies == {"riskmap_server=one", "riskmap_server=two"}
        assert [_asked(outer, "riskmap_server=one") for _ in range(6)] == [(200, "")] * 6
        process.kill()
        process.wait()
        begun = time.monotonic()
        status, cookie = _asked(outer, "riskmap_server=one")
        assert (status, cookie) == (200, "riskmap_server=two")
        assert time.monotonic() - begun < SEEN_SECONDS


def _asked(outer: str, cookie: str = "") -> tuple[int, str]:
    """Status, and the cookie that the proxy gives; "" for none."""
    request = Request(f"{outer}/", headers={"Cookie": cookie, "Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        given = [line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie") or []]
        return answer.status, next((line for line in given if line.startswith("riskmap_server")), "")


def test_the_proxys_configuration_is_one() -> None:
    given = {"RISKMAP_BIND": "127.0.0.1:1", "RISKMAP_ONE": "127.0.0.1:2", "RISKMAP_TWO": "127.0.0.1:3"}
    checked = subprocess.run(
        [haproxy(), "-c", "-f", str(CONFIGURATION)],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "WARNING" not in checked.stderr
