"""Reports over HTTP: who may say what where, what is answered, and what comes back of files."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from PIL import Image
from starlette.routing import Router

from mapping.access.person import ANYBODY, Person
from mapping.access.rights import Grant, Right
from mapping.live import evidence
from mapping.live.current import live
from mapping.live.reports.errors import ReportRefused
from mapping.model.locale import Lang, text
from mapping.model.settings import settings
from mapping.store.opened import opened
from mapping.store.sql import database
from mapping.views.oversight.situation import all_measures
from mapping.web import reports as module
from mapping.web.routes import routes
from tests.asgi import Answer
from tests.conftest import DISTRICTS, MAHALLAS, REGION

OURS = {"origin": "http://testserver", "content-type": "application/json"}
SENT = {"measure": "M3", "version": 0, "act": "progress", "progress": 60, "words": "Ish boshlandi", "key": "k1"}


def person(name: str, *grants: Grant) -> Person:
    return Person(name, name, name, REGION, frozenset(grants))


def at(area: str, *rights: Right) -> list[Grant]:
    return [Grant(right, area) for right in (Right.VIEW, *rights)]


INSPECTOR = person("inspector", *at(MAHALLAS[0], Right.REPORT))
LEADER = person("leader", *at(DISTRICTS[0], Right.CONFIRM))
NEXT_DOOR = person("nextdoor", *at(MAHALLAS[1], Right.REPORT), *at(MAHALLAS[0], Right.CONFIRM))
VIEWER = person("viewer", *at(REGION))


@pytest.fixture(autouse=True)
def _asked_each_time(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The number of the last report is asked of the database at each question."""
    monkeypatch.setattr(module, "ASKED_EVERY", -1)
    yield
    database().close()


def ask(address: str, by: Person = ANYBODY, *, content: bytes | None = None, headers: dict[str, str] = OURS) -> Answer:
    parts, sent = urlsplit(address), []
    scope = {
        "type": "http", "user": by, "method": "GET" if content is None else "POST", "path": parts.path, "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(), "client": ("10.0.0.9", 1),
        "headers": [(name.encode(), value.encode()) for name, value in {"host": "testserver", **headers}.items()],
    }  # fmt: skip
    coming = [{"type": "http.request", "body": content or b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        return coming.pop() if coming else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(Router(routes())(scope, receive, send))
    start, *rest = sent
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], told, b"".join(part.get("body", b"") for part in rest))


def post(by: Person = ANYBODY, *, lang: str = "en", **changed: object) -> tuple[int, Any]:
    answer = ask(f"/riskmap/reports?lang={lang}", by, content=json.dumps({**SENT, **changed}).encode())
    return answer.status, json.loads(answer.content)


def history(by: Person = ANYBODY, measure: str = "M3", lang: str = "en") -> Any:
    return json.loads(ask(f"/riskmap/reports.json?{urlencode({'measure': measure, 'lang': lang})}", by).content)


def may(by: Person) -> set[str]:
    return {one["act"] for one in history(by)["may"]}


def test_a_report_is_taken_told_and_seen_by_whoever_looks() -> None:
    status, told = post(INSPECTOR)
    assert status == 201
    assert (told["report"]["said"], told["report"]["words"], told["report"]["version"]) == (
        "Progress: 60%",
        "Ish boshlandi",
        1,
    )
    assert all_measures(live(opened(None))).set_index("id")["progress"]["M3"] == 60
    assert post(INSPECTOR)[1] == told, "sent again it counts once"
    assert post(INSPECTOR, progress=90)[0] == 422, "another under its key is not answered with the first"
    found = history(VIEWER)
    assert (found["version"], [one["seq"] for one in found["reports"]]) == (1, [told["report"]["seq"]])
    assert found["may"] == []


@pytest.mark.parametrize("lang", list(Lang))
def test_what_was_said_is_told_in_every_language(lang: Lang) -> None:
    post(act="done", done_on="2026-01-15")
    said = history(lang=lang)["reports"][0]["said"]
    assert "15" in said and "2026" in said
    assert history(lang=lang)["reports"][0]["person"] == text("report.nobody", lang)


def test_a_conflict_is_answered_with_both_texts_and_mine_is_put_on_top() -> None:
    post(INSPECTOR)
    status, told = post(ANYBODY, key="k2", words="Tugadi", progress=100)
    assert status == 409
    assert (told["theirs"]["words"], told["theirs"]["said"]) == ("Ish boshlandi", "Progress: 60%")
    assert (told["mine"]["words"], told["mine"]["said"], told["version"]) == ("Tugadi", "Progress: 100%", 1)
    assert told["problems"][0]["message"] == text("report_refused.overtaken", Lang.EN)
    assert post(ANYBODY, key="k2", words="Tugadi", progress=100, version=told["version"])[0] == 201
    assert [one["words"] for one in history()["reports"]] == ["Tugadi", "Ish boshlandi"]


def test_who_reports_in_the_area_says_how_it_goes_and_who_confirms_above_asks_for_it() -> None:
    assert may(INSPECTOR) == {"progress", "done", "comment", "file"}
    assert may(LEADER) == {"comment", "file", "deadline", "cancel"}
    assert may(NEXT_DOOR) == may(VIEWER) == set()
    assert post(VIEWER)[0] == post(NEXT_DOOR)[0] == post(LEADER)[0] == 403
    assert post(INSPECTOR, act="deadline", deadline="2099-01-01", words="Qish")[0] == 403
    assert post(INSPECTOR, act="done", done_on="2026-01-15", key="d")[0] == 201
    assert may(INSPECTOR) == {"progress", "comment", "file"}
    assert may(LEADER) == {"confirm", "return", "comment", "file", "deadline", "cancel"}
    assert post(INSPECTOR, act="confirm", version=1, key="c")[0] == 403
    assert post(NEXT_DOOR, act="confirm", version=1, key="c")[0] == 403, "to confirm is for the area above"
    assert post(LEADER, act="confirm", version=1, key="c")[0] == 201
    assert may(LEADER) == {"return", "comment", "file"}
    assert len(history()["reports"]) == 2


def test_one_who_may_both_does_not_confirm_their_own() -> None:
    both = person("both", *at(DISTRICTS[0], Right.REPORT, Right.CONFIRM))
    post(both, act="done", done_on="2026-01-15", key="d")
    status, told = post(both, act="confirm", version=1, key="c")
    assert (status, told["problems"][0]["message"]) == (422, text("report_refused.own_report", Lang.EN))
    assert "confirm" not in may(both)


def test_where_nobody_signs_in_whoever_is_there_may_everything() -> None:
    post(act="done", done_on="2026-01-15", key="d")
    assert "confirm" in may(ANYBODY)
    assert post(act="confirm", version=1, key="c")[0] == 201


def test_what_is_no_report_is_told_at_its_field() -> None:
    for changed, status, field in (
        ({"measure": "M9"}, 404, "measure"), ({"progress": 101}, 422, "progress"), ({"key": ""}, 422, "key"),
        ({"words": "Karimov Aziz Rustamovich bilan suhbat"}, 422, "words"), ({"act": "file"}, 422, "act"),
    ):  # fmt: skip
        answered, told = post(**changed)
        assert (answered, told["problems"][0]["field"]) == (status, field)
    assert ask("/riskmap/reports.json?measure=M9").status == 404


@pytest.mark.parametrize("changed", [{"act": "\ud800"}, {"measure": "\ud800"}, {"act": "done", "done_on": "\ud800"}])
def test_half_characters_are_told_like_anything_else_that_is_wrong(changed: dict[str, Any]) -> None:
    status, answer = post(**changed)
    assert status in {404, 422}
    assert "?" in answer["problems"][0]["message"]


def test_what_does_not_come_from_our_pages_or_is_no_json_is_refused() -> None:
    body = json.dumps(SENT).encode()
    assert ask("/riskmap/reports", content=body, headers={"origin": "http://elsewhere"}).status == 403
    assert ask("/riskmap/reports", content=body, headers={}).status == 403
    for content in (b"", b"[]", b"{", b'{"reports": []}', b'{"reports": [1]}', b" " * 300_000, b'{"reports": {}}'):
        assert ask("/riskmap/reports", content=content).status == 400
    assert history()["reports"] == []


def test_many_at_once_have_an_outcome_each() -> None:
    sent = [
        {**SENT, "key": "a"},
        {**SENT, "key": "b"},
        {**SENT, "measure": "M9"},
        {**SENT, "measure": "M4", "key": "c"},
    ]
    answer = ask("/riskmap/reports?lang=en", content=json.dumps({"reports": sent}).encode())
    assert (answer.status, [one["status"] for one in json.loads(answer.content)["outcomes"]]) == (
        200,
        [201, 409, 404, 201],
    )


def test_whether_anything_is_new_is_one_small_answer(own_home: Path) -> None:
    assert json.loads(ask("/riskmap/live?since=0").content) == {"seq": 0, "changed": False}
    assert (history()["version"], history()["reports"]) == (0, [])
    assert not (own_home / "meeting").exists(), "asking makes no database"
    post()
    told = json.loads(ask("/riskmap/live?since=0").content)
    assert told == {"seq": 1, "changed": True}
    assert json.loads(ask(f"/riskmap/live?since={told['seq']}").content)["changed"] is False


def test_addresses_with_a_report_give_the_work_of_that_report() -> None:
    post()
    snapshot = opened(None)
    view = "area=1710&indicator=crime_total&period=2025Q4&value=overdue&level=mahalla"
    for seq in (1, 0):
        there = ask(f"/riskmap/figures/{snapshot.id}.{seq}.json?{view}")
        assert there.status == (200 if seq else 404), "without reports the figures have their own address"
    post(act="done", done_on="2026-01-15", version=1, key="d")

    def overdue(address: str) -> list[int]:
        told = json.loads(ask(f"/riskmap/figures/{address}.json?{view}").content)
        return [count for count in told["columns"]["count"] if count]

    assert (overdue(snapshot.id), overdue(f"{snapshot.id}.1"), overdue(f"{snapshot.id}.2")) == ([1], [1], [])
    for none in ("3", "x", "01", "", "9" * 30, "-1"):
        assert ask(f"/riskmap/figures/{snapshot.id}.{none}.json?{view}").status == 404


def jpeg(**more: Any) -> bytes:
    written = io.BytesIO()
    picture = Image.new("RGB", (40, 20), "red")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Phone", {1: "N"}  # turned by 90 degrees, a maker, a place
    picture.save(written, "JPEG", exif=exif, **more)
    return written.getvalue()


def office(*names: str, **more: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, more.get(name, "x"))
    return written.getvalue()


def send_file(
    content: bytes, by: Person = ANYBODY, name: str = "surat.jpg", key: str = "f1", measure: str = "M3"
) -> tuple[int, Any]:
    query = urlencode({"measure": measure, "key": key, "name": name, "lang": "en"})
    answer = ask(f"/riskmap/reports/file?{query}", by, content=content)
    return answer.status, json.loads(answer.content)


def test_a_photo_is_kept_without_what_the_camera_wrote_and_given_back_to_be_saved() -> None:
    status, told = send_file(jpeg(comment=b"secret"), INSPECTOR)
    assert (status, told["report"]["file"]["name"], told["report"]["version"]) == (201, "surat.jpg", 0)
    answer = ask(told["report"]["file"]["address"], VIEWER)
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert (answer.headers["x-content-type-options"], answer.headers["content-type"]) == ("nosniff", "image/jpeg")
    with Image.open(io.BytesIO(answer.content)) as kept:
        assert (kept.size, dict(kept.getexif()), kept.info.get("comment")) == ((20, 40), {}, None)
    assert b"Phone" not in answer.content and b"secret" not in answer.content
    assert send_file(jpeg(comment=b"secret"), INSPECTOR)[1] == told, "sent again it counts once"
    assert ask(f"/riskmap/evidence/{'0' * 64}").status == ask("/riskmap/evidence/..%2f..%2fwork.sqlite").status == 404


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"%PDF-1.7 rest", "application/pdf"),
        (office("[Content_Types].xml", "word/document.xml"), evidence._OFFICE["word/"]),
        (office("[Content_Types].xml", "xl/workbook.xml"), evidence._OFFICE["xl/"]),
        (
            office("mimetype", mimetype="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_content(content: bytes, media: str) -> None:
    told = send_file(content, name="surat.jpg")[1]
    answer = ask(told["report"]["file"]["address"])
    assert (answer.headers["content-type"], answer.content) == (media, content)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "file_kind"), (b"<html><script>", "file_kind"), (b"GIF89a", "file_kind"), (b"MZ program", "file_kind"), (b"PK\x03\x04 no zip", "file_kind"),
        (office("a.txt"), "file_kind"), (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "file_kind"),
        (office("mimetype", mimetype="text/html"), "file_kind"), (b"\xff\xd8\xff broken", "file_broken"), (jpeg()[:300], "file_broken"),
        (b"\x89PNG\r\n\x1a\n", "file_broken"), (b"x" * (evidence.MOST_BYTES + 1), "file_large"),
    ],
)  # fmt: skip
def test_what_is_no_evidence_is_told_and_nothing_is_kept(own_home: Path, content: bytes, rule: str) -> None:
    status, told = send_file(content)
    assert status == 422
    assert (
        told["problems"][0]["message"][:20]
        == text(f"report_refused.{rule}", Lang.EN, most=evidence.MOST_MEGABYTES)[:20]
    )
    assert history()["reports"] == []
    assert not (own_home / evidence.FOLDER).exists()


def test_files_are_for_those_who_report_and_their_names_name_nobody() -> None:
    assert send_file(jpeg(), VIEWER)[0] == send_file(jpeg(), NEXT_DOOR)[0] == 403
    assert send_file(jpeg(), name="Karimov Aziz Rustamovich.jpg")[0] == send_file(jpeg(), name="")[0] == 422


def test_files_take_no_more_room_than_they_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "settings", lambda: settings().model_copy(update={"evidence_megabytes": 1}))
    assert send_file(b"%PDF-" + b"a" * 600_000)[0] == 201
    assert send_file(b"%PDF-" + b"b" * 600_000, key="f2")[0] == 422
    assert send_file(b"%PDF-" + b"b" * 300_000, key="f2")[0] == 201


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("spoilt", [b"\xff", b"\0"])
def test_an_office_file_that_is_broken_within_is_no_evidence(packed: int, spoilt: bytes) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packed) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    content = written.getvalue()
    for first in range(38, 60):  # in what is packed, behind the name
        with pytest.raises(ReportRefused):
            evidence.read_file(content[:first] + spoilt * 6 + content[first + 6 :])


def test_a_file_that_came_from_elsewhere_too_is_given_to_those_who_sent_it(monkeypatch: pytest.MonkeyPatch) -> None:
    content, areas = b"%PDF-1.4 one order for all", all_measures(opened(None)).set_index("id")["area"]
    elsewhere = next(one for one in areas.index if areas[one] != areas["M3"])
    address = send_file(content, measure=elsewhere)[1]["report"]["file"]["address"]
    assert send_file(content, key="f2")[1]["report"]["file"]["address"] == address
    nowhere = next(code for code in MAHALLAS if code not in (areas["M3"], areas[elsewhere]))
    for scope, status in (((areas[elsewhere],), 200), ((areas["M3"],), 200), ((nowhere,), 404), ((), 404)):
        monkeypatch.setattr(module, "current_scope", lambda scope=scope: scope)
        assert ask(address).status == status, scope


def test_a_file_that_was_changed_on_the_disk_is_not_given_out(own_home: Path) -> None:
    told = send_file(b"%PDF-1.7")[1]
    (path,) = (one for one in (own_home / evidence.FOLDER).rglob("*") if one.is_file())
    path.write_bytes(b"%PDF-1.8")
    assert ask(told["report"]["file"]["address"]).status == 404
