"""A fault is a fault: told in the reader's words, logged with address, snapshot and cause, and never a 404."""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from mapping.model.locale import Lang, text
from mapping.model.periods import Period
from mapping.model.selection import Selection
from mapping.stats.category_rules import RulesFault
from mapping.store import Snapshot, current_id, use_snapshot
from mapping.store.opened import opened, snapshot_by_id
from mapping.views.map import addresses
from mapping.views.map.display import FOLDER
from mapping.web import painting, present, routes
from mapping.web.faults import Faults
from tests.asgi import Answer, ask
from tests.conftest import REGION

VIEW = Selection(REGION, "crime_total", Period.parse("2025"))


def app() -> ASGIApp:
    return Starlette(routes=routes.routes(), middleware=[Middleware(Faults)])


def get(address: str) -> Answer:
    return ask(app(), address)


@pytest.fixture(autouse=True)
def home(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own, to be damaged."""
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    return home


def broken(*_: object, **__: object) -> Any:
    raise KeyError("a defect of ours")


@pytest.mark.parametrize("lang", list(Lang))
def test_a_defect_is_a_fault_with_address_snapshot_and_cause_in_the_log(
    lang: Lang, tiny_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(routes, "compute", broken)
    address = f"{addresses.values(tiny_snapshot.id, VIEW)}&lang={lang}"
    answer = get(address)
    assert answer.status == 500
    assert answer.headers["cache-control"] == "no-store"
    assert answer.plain.decode().startswith(text("failed.request", lang, time="|").partition("|")[0])
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert f"GET {address}" in record.getMessage()
    assert tiny_snapshot.id in record.getMessage()
    assert "a defect of ours" in caplog.text
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(
    ("where", "name", "address"),
    [
        (routes, "about", lambda snapshot: addresses.about(snapshot, Lang.RU)),
        (routes, "as_json", lambda snapshot: addresses.names(snapshot, Lang.RU)),
        (painting, "compute", lambda snapshot: addresses.painting(snapshot, VIEW, "light")),
        (routes, "outlined", lambda snapshot: addresses.outlines(snapshot, VIEW)),
        (routes, "area_lines", lambda snapshot: addresses.changes(snapshot, snapshot, "figures", Lang.RU)),
        (routes, "category_lines", lambda snapshot: addresses.categories(snapshot, 2025, Lang.RU)),
        (routes, "_index", lambda snapshot: f"{addresses.search(snapshot, Lang.RU)}&q=a"),
        (present, "brief", lambda snapshot: f"{addresses.briefing(snapshot, VIEW)}&area=1710&period=2025"),
        (present, "brief", lambda snapshot: f"{addresses.overview(snapshot, VIEW)}&period=2025"),
    ],
)
def test_no_route_takes_a_defect_for_what_is_not_there(
    where: Any, name: str, address: Any, tiny_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert get(address(tiny_snapshot.id)).status == 200
    snapshot_by_id.cache_clear()  # and with it what is kept on the snapshot
    monkeypatch.setattr(where, name, broken)
    assert get(address(tiny_snapshot.id)).status == 500


def test_what_is_not_there_is_one_line_without_a_cause(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert get("/riskmap/names/20990101-00000000/uz.json").status == 404
    assert caplog.messages == ["GET /riskmap/names/20990101-00000000/uz.json: 404"]


def test_a_fault_that_says_what_to_do_says_it(
    tiny_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fault = RulesFault("empty", file="rules.toml")

    def refuse() -> None:
        raise fault

    address = addresses.categories(tiny_snapshot.id, 2025, Lang.RU)
    monkeypatch.setattr(routes, "rules_in_force", refuse)
    answer = get(address)
    assert (answer.status, answer.plain.decode()) == (503, fault.told(Lang.RU) + "\n")
    assert "Traceback" not in caplog.text


def damage(path: Path) -> None:
    """Every byte another, the size as it was."""
    path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))


@pytest.mark.parametrize("file", ["riskmap.duckdb", "areas.parquet", "display/index.json"])
@pytest.mark.parametrize("is_open", [False, True], ids=["before it is opened", "while it is open"])
def test_a_damaged_file_is_told_as_damage(home: Path, file: str, is_open: bool, tiny_snapshot: Snapshot) -> None:
    if is_open:
        opened(None)
    damage(home / tiny_snapshot.id / file)
    assert get("/healthz").status == 503
    assert get("/healthz").data["status"] == "damaged"
    for address in (addresses.values(tiny_snapshot.id, VIEW), "/present", f"/present?snapshot={tiny_snapshot.id}"):
        answer = get(f"{address}{'&' if '?' in address else '?'}lang=ru")
        assert answer.status == 503, address
        assert "повреждён" in answer.plain.decode(), address


def test_a_display_file_damaged_while_the_snapshot_is_open_is_told(home: Path, tiny_snapshot: Snapshot) -> None:
    opened(None)
    file = next((home / tiny_snapshot.id / FOLDER).glob("*.gz"))
    damage(file)
    answer = get(f"{addresses.geometry(tiny_snapshot.id, file.name)}?lang=en")
    assert answer.status == 503
    assert file.name in answer.plain.decode()


def test_health_finds_a_single_bit(home: Path, tiny_snapshot: Snapshot) -> None:
    assert get("/healthz").status == 200
    path = home / tiny_snapshot.id / "areas.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert get("/healthz").data == {"status": "damaged", "snapshot": tiny_snapshot.id, "as_of": None}


def test_what_was_mended_is_shown_again(home: Path, tiny_home: Path, tiny_snapshot: Snapshot) -> None:
    opened(None)
    path = home / tiny_snapshot.id / "riskmap.duckdb"
    damage(path)
    assert get("/healthz").status == 503
    shutil.copy(tiny_home / tiny_snapshot.id / "riskmap.duckdb", path)
    use_snapshot(home, tiny_snapshot.id)
    assert get("/healthz").status == 200
    assert get(addresses.values(tiny_snapshot.id, VIEW)).status == 200


def test_a_snapshot_taken_away_while_it_is_open_is_not_there(home: Path, tiny_snapshot: Snapshot) -> None:
    """As `prune` does it."""
    opened(None)
    kept = home / "20300101-00000000"
    shutil.copytree(home / tiny_snapshot.id, kept)
    (kept / "manifest.json").write_text(
        (kept / "manifest.json").read_text(encoding="utf-8").replace(tiny_snapshot.id, kept.name), encoding="utf-8"
    )
    (home / "current").write_text(f"{kept.name}\n")
    shutil.rmtree(home / tiny_snapshot.id)
    assert current_id(home) == kept.name
    assert get(addresses.values(tiny_snapshot.id, VIEW)).status == 404
    answer = get(f"/present?snapshot={tiny_snapshot.id}&lang=en")
    assert answer.status == 200
    assert kept.name in answer.plain.decode()


def test_whoever_goes_away_while_sending_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    sent: list[Any] = []
    parts: list[dict[str, Any]] = [
        {"type": "http.request", "body": b'{"text": ', "more_body": True}, {"type": "http.disconnect"}
    ]  # fmt: skip

    async def receive() -> dict[str, Any]:
        return parts.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"sec-fetch-site", b"same-origin")]
    scope = {
        "type": "http", "method": "POST", "path": "/riskmap/decisions", "raw_path": b"/riskmap/decisions", "query_string": b"",
        "headers": headers,
    }  # fmt: skip
    asyncio.run(app()(scope, receive, send))  # type: ignore[arg-type]
    assert caplog.messages == ["POST /riskmap/decisions: gone before all of it had come"]
    assert "Traceback" not in caplog.text
    assert sent == []


def test_a_fault_behind_a_websocket_closes_it_and_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/x", "raw_path": b"/x", "query_string": b"", "headers": []}
    asyncio.run(Faults(failing)(scope, None, send))  # type: ignore[arg-type]
    assert sent == [{"type": "websocket.close", "code": 1011}]
    (record,) = caplog.records
    assert "websocket /x" in record.getMessage()
    assert record.exc_info is not None


async def failing(*_: object) -> None:
    raise TypeError("a defect")
