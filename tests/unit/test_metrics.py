"""What the running server tells Prometheus, and its log as lines of JSON."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse

from mapping.store import Snapshot
from mapping.web.logs import JsonLines
from mapping.web.metrics import REGISTRY, Measured
from mapping.web.rules import template_of
from tests.asgi import ask

NAMES = "/riskmap/names/{snapshot}/{lang}.json"


@pytest.fixture(autouse=True)
def _home(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    yield


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_requests_are_counted_and_timed_by_template_and_status() -> None:
    before = value("riskmap_requests_total", address=NAMES, status="418")
    timed = value("riskmap_request_seconds_count", address=NAMES)
    app = Measured(PlainTextResponse("short and stout", status_code=418))
    ask(app, "/riskmap/names/20260115-00000000/uz.json?x=1")
    ask(app, "/riskmap/names/20260116-00000000/ru.json")
    assert value("riskmap_requests_total", address=NAMES, status="418") == before + 2
    assert value("riskmap_request_seconds_count", address=NAMES) == timed + 2
    assert value("riskmap_requests_under_way") == 0


def test_addresses_have_few_names() -> None:
    assert {template_of(path) for path in ("/", "/measures", "/no/such/page", "/%00")} == {"page"}
    assert template_of("/static/js/index.abc.js") == "/static/{path:path}"


def test_the_current_snapshot_and_its_day_are_told(tiny_snapshot: Snapshot) -> None:
    day = value("riskmap_snapshot_as_of_seconds", snapshot=tiny_snapshot.id)
    assert day // 86_400 in (20_467, 20_468)  # midnight of 15 January 2026 by the clock of the machine


def test_nothing_is_told_of_a_snapshot_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path))
    (family,) = [family for family in REGISTRY.collect() if family.name == "riskmap_snapshot_as_of_seconds"]
    assert family.samples == []


def test_a_line_of_the_log_is_one_object_whatever_it_holds() -> None:
    try:
        json.loads("by\nnothing")
    except ValueError:
        record = logging.LogRecord("riskmap.web", logging.ERROR, "", 0, "so‘rov %s\n{", ("“1”",), sys.exc_info())
    line = JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert told["level"] == "error"
    assert told["logger"] == "riskmap.web"
    assert told["message"] == "so‘rov “1”\n{"
    assert "json.loads" in told["traceback"]
    assert "JSONDecodeError" in told["traceback"]
    assert told["time"].endswith("+00:00")
