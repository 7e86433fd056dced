"""Decisions over HTTP: who may write, what comes back, and in which language."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import insert, select
from starlette.routing import Router

from mapping.access.person import ANYBODY
from mapping.live.decisions.journal import read_journal
from mapping.live.decisions.tables import DECISION
from mapping.store import current_id
from mapping.store.home import default_home
from mapping.store.sql import database
from mapping.web.routes import routes
from tests.conftest import DISTRICTS, MAHALLAS, REGION

TYPED = {"area": MAHALLAS[0], "post": "head", "deadline": "2099-06-30", "text": "Yoritgich o‘rnatilsin"}
OURS = {"origin": "http://testserver"}


@dataclass(frozen=True)
class Answer:
    status_code: int
    headers: dict[str, str]
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


class Client:
    """What a browser sends, without a network."""

    def get(self, address: str) -> Answer:
        return self._send("GET", address, b"", {})

    def delete(self, address: str, headers: Mapping[str, str]) -> Answer:
        return self._send("DELETE", address, b"", headers)

    def put(self, address: str, json: object, headers: Mapping[str, str]) -> Answer:
        return self._send("PUT", address, _body(json), {"content-type": "application/json", **headers})

    def post(self, address: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        return self._send("POST", address, content, headers)

    def _send(self, method: str, address: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        parts, sent = urlsplit(address), []
        halves = [content[: len(content) // 2], content[len(content) // 2 :]]
        scope = {
            "type": "http", "user": ANYBODY, "method": method, "path": parts.path, "raw_path": parts.path.encode(), "query_string": parts.query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in {"host": "testserver", **headers}.items()],
        }  # fmt: skip

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": halves.pop(0), "more_body": bool(halves)}

        async def send(message: Any) -> None:
            sent.append(dict(message))

        asyncio.run(Router(routes())(scope, receive, send))
        start, *rest = sent
        told = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], told, b"".join(part["body"] for part in rest))


def _body(content: object) -> bytes:
    return json.dumps(content).encode()


@pytest.fixture(autouse=True)
def _years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapping.live.decisions.form.YEARS_AHEAD", 100)  # the deadline of these tests never passes


@pytest.fixture
def client(own_home: Path) -> Client:
    return Client()


def post(client: Client, lang: str = "uz", headers: dict[str, str] = OURS, **changes: object) -> Any:
    kind = {"content-type": "application/json"}
    return client.post(f"/riskmap/decisions?lang={lang}", _body({**TYPED, **changes}), {**kind, **headers})


def listed(client: Client, area: str = REGION, more: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/riskmap/decisions.json?area={area}&lang=ru{more}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    found: list[dict[str, Any]] = answer.json()["decisions"]
    return found


def test_a_decision_is_taken_and_listed_where_it_belongs(client: Client) -> None:
    answer = post(client)
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    assert [one["id"] for one in listed(client)] == [answer.json()["id"]]
    (one,) = listed(client, DISTRICTS[0])
    assert (one["text"], one["deadline_text"], one["quarter"]) == (TYPED["text"], "30.06.2099", "2099Q2")
    assert (one["area_name"], one["post_name"], one["agency_name"]) == ("Mahalla 1", "Начальник", "Внутренние дела")
    assert listed(client, DISTRICTS[1]) == []


def test_the_last_taken_comes_first(client: Client) -> None:
    for text in ("bir", "ikki", "uch"):
        post(client, text=text)
    assert [one["text"] for one in listed(client)] == ["uch", "ikki", "bir"]


def test_a_decision_on_a_district_shows_in_the_mahallas_chosen(client: Client) -> None:
    post(client, area=DISTRICTS[0], mahallas=[MAHALLAS[1]])
    assert len(listed(client, MAHALLAS[1])) == 1
    assert listed(client, MAHALLAS[0]) == []


@pytest.mark.parametrize(
    ("lang", "said"), [("uz", "Muddatni"), ("uz-Cyrl", "Муддатни"), ("ru", "Укажите срок"), ("en", "Give the deadline")]
)
def test_what_is_wrong_is_told_in_the_language_asked_for(client: Client, lang: str, said: str) -> None:
    answer = post(client, lang, deadline="")
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert problem["field"] == "deadline"
    assert said in problem["message"]
    assert listed(client) == []


def test_sending_again_under_the_same_key_takes_it_once(client: Client) -> None:
    assert post(client, key="k1").json()["id"] == post(client, key="k1").json()["id"]
    assert len(listed(client)) == 1


def test_what_was_changed_before_it_was_sent_again_is_not_lost(client: Client) -> None:
    """The first answer was lost on its way, so the text was corrected in the same form."""
    first = post(client, key="k1").json()
    again = post(client, key="k1", text="Uchta yoritgich").json()
    assert (again["id"], again["version"], again["text"]) == (first["id"], 2, "Uchta yoritgich")
    assert [one["text"] for one in listed(client)] == ["Uchta yoritgich"]
    assert post(client, key="k1").json()["version"] == 2  # the first form, late: what was changed since stands


def test_half_a_character_is_no_key(client: Client) -> None:
    assert post(client, key="\ud800").status_code == 201
    assert len(listed(client)) == 1


@pytest.mark.parametrize("meeting", ["26.11.0026", "9999-12-31"])
def test_a_slip_in_the_year_stops_the_list_for_nobody(client: Client, meeting: str) -> None:
    taken = post(client).json()["id"]
    answer = post(client, meeting=meeting, deadline=meeting)
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["problems"]} == {"meeting", "deadline"}
    assert [one["id"] for one in listed(client)] == [taken]


def test_a_line_with_no_quarter_is_told_and_stops_nothing(client: Client, own_home: Path) -> None:
    taken = post(client).json()["id"]
    with database(own_home).writing() as connection:
        row = dict(connection.execute(select(DECISION)).mappings().one())
        quarter = json.loads(row["content"])["quarter"]
        other = {**row, "decision": "D-other", "content": row["content"].replace(quarter, "9999Q4")}
        connection.execute(insert(DECISION), {name: value for name, value in other.items() if name != "seq"})
    answer = client.get(f"/riskmap/decisions.json?area={REGION}").json()
    assert ([one["id"] for one in answer["decisions"]], answer["unreadable"]) == ([taken], 1)


STRANGERS = [
    {}, {"origin": "null"}, {"origin": "http://evil.example"}, {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver:81"}, {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "none"},
]  # fmt: skip


@pytest.mark.parametrize("headers", STRANGERS)
def test_strangers_write_nothing(client: Client, own_home: Path, headers: dict[str, str]) -> None:
    taken = post(client).json()["id"]
    before = read_journal(own_home)
    assert post(client, headers=headers).status_code == 403
    assert client.delete(f"/riskmap/decisions/{taken}", headers=headers).status_code == 403
    assert client.put(f"/riskmap/decisions/{taken}", json=TYPED, headers=headers).status_code == 403
    assert read_journal(own_home) == before


@pytest.mark.parametrize("headers", [OURS, {"sec-fetch-site": "same-origin"}, {"origin": "https://TESTSERVER"}])
def test_our_own_pages_write(client: Client, headers: dict[str, str]) -> None:
    assert post(client, headers=headers).status_code == 201


@pytest.mark.parametrize(
    ("content", "kind"),
    [(json.dumps(TYPED), "text/plain"), (json.dumps(TYPED), "application/x-www-form-urlencoded"), ("[]", "application/json"),
     ("{", "application/json"), ("[" * 9000, "application/json"), (json.dumps({**TYPED, "x": "y" * 20_000}), "application/json"), (b"\xff", "application/json")],
)  # fmt: skip
def test_what_is_no_small_json_object_is_refused(client: Client, content: str | bytes, kind: str) -> None:
    sent = content if isinstance(content, bytes) else content.encode()
    answer = client.post("/riskmap/decisions", sent, {**OURS, "content-type": kind})
    assert answer.status_code == 400
    assert listed(client) == []


def test_a_half_character_is_taken_out(client: Client) -> None:
    content = json.dumps(TYPED).replace("Yoritgich", "Yoritgich\\ud800")
    answer = client.post("/riskmap/decisions", content.encode(), {**OURS, "content-type": "application/json"})
    assert answer.json()["text"] == TYPED["text"]


def test_withdrawn_is_marked_and_kept(client: Client) -> None:
    taken = post(client).json()["id"]
    answer = client.delete(f"/riskmap/decisions/{taken}", headers=OURS)
    assert (answer.status_code, answer.json()["withdrawn"]) == (200, True)
    assert listed(client) == []
    assert [one["id"] for one in listed(client, more="&withdrawn=1")] == [taken]
    assert client.delete("/riskmap/decisions/D-none", headers=OURS).status_code == 404


def test_two_who_change_one_decision_do_not_write_over_each_other(client: Client) -> None:
    taken = post(client).json()["id"]
    address = f"/riskmap/decisions/{taken}"
    first = client.put(address, json={**TYPED, "text": "ikki", "version": 1}, headers=OURS)
    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert client.put(address, json={**TYPED, "text": "uch", "version": 1}, headers=OURS).status_code == 409
    assert listed(client)[0]["text"] == "ikki"


def test_a_change_whose_answer_was_lost_is_sent_again_and_kept_once(client: Client) -> None:
    taken = post(client).json()["id"]
    change = {**TYPED, "text": "ikki", "version": 1}
    answers = [client.put(f"/riskmap/decisions/{taken}", json=change, headers=OURS) for _ in range(2)]
    assert [(one.status_code, one.json()["version"]) for one in answers] == [(200, 2), (200, 2)]


def test_a_disk_that_takes_nothing_is_told(client: Client, own_home: Path) -> None:
    (own_home / "meeting").write_text("in the way")
    answer = post(client, "en")
    assert answer.status_code == 507
    assert "Nothing was kept" in answer.json()["problems"][0]["message"]


def test_the_form_offers_a_deadline_and_posts(client: Client) -> None:
    offered = client.get(f"/riskmap/decisions/form.json?area={MAHALLAS[0]}&lang=ru").json()
    assert offered["posts"][0]["agency_name"]
    assert offered["deadline"][5:] in ("03-31", "06-30", "09-30", "12-31")
    assert client.get("/riskmap/decisions/form.json?area=9&lang=ru").status_code == 404


def test_without_a_snapshot_nothing_is_taken(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path / "empty"))
    assert post(client).status_code == 503
    assert client.get("/riskmap/decisions.json?area=1710").status_code == 503


def test_files_hold_the_rows_of_the_area_and_meeting_asked_for(client: Client) -> None:
    post(client, area=DISTRICTS[0], mahallas=[MAHALLAS[0], MAHALLAS[1]], text="bir", meeting="2026-01-20")
    post(client, area=MAHALLAS[4], text="ikki", meeting="2026-02-20")

    def texts(more: str) -> list[str]:
        answer = client.get(f"/riskmap/decisions.csv?lang=en&separator=,{more}")
        assert answer.headers["content-disposition"].startswith('attachment; filename="1710')
        lines = answer.content.decode("utf-8-sig").splitlines()
        return [line.split(",")[lines[0].split(",").index("Measure")] for line in lines[1:]]

    assert texts("") == ["bir", "bir", "ikki"]
    assert texts(f"&area={MAHALLAS[1]}") == ["bir"]
    assert texts("&area=1710&meeting=2026-02-20") == ["ikki"]
    assert texts("&meeting=2026-03-20") == []
    book = client.get("/riskmap/decisions.xlsx?lang=en&area=1710")
    assert book.content[:2] == b"PK"
    assert book.headers["cache-control"] == "no-store"


def test_history_has_every_version(client: Client) -> None:
    taken = post(client, text="bir").json()["id"]
    client.put(f"/riskmap/decisions/{taken}", json={**TYPED, "text": "ikki", "version": 1}, headers=OURS)
    client.delete(f"/riskmap/decisions/{taken}", headers=OURS)
    versions = client.get(f"/riskmap/decisions/{taken}/history.json?lang=ru").json()["versions"]
    assert [(one["text"], one["withdrawn"]) for one in versions] == [("bir", False), ("ikki", False), ("ikki", True)]
    assert client.get("/riskmap/decisions/D-none/history.json").status_code == 404


def test_mahallas_of_an_area_are_found_alone(client: Client) -> None:
    snapshot = current_id(default_home())
    found = client.get(f"/riskmap/search/{snapshot}?lang=uz&q=Mahalla&mahallas_of={DISTRICTS[1]}").json()["found"]
    assert [one["code"] for one in found] == list(MAHALLAS[4:])
    assert client.get(f"/riskmap/search/{snapshot}?lang=uz&q=Mahalla&mahallas_of=9").status_code == 404
