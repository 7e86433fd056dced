"""Every route that writes × every role × own area, another, none: what lies outside one's right changes nothing and tells nothing.

The list is made of the application's own routes: one that is not named here fails.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from mapping.access import api_tokens, managing
from mapping.access.person import ANYBODY
from mapping.access.presence import presence
from mapping.access.rights import Grant, Right
from mapping.model.settings import settings
from mapping.store.opened import opened, snapshot_by_id
from mapping.store.scope import WHOLE, scoped
from mapping.store.sql import database
from mapping.web import guard
from mapping.web import reports as reports_module
from mapping.web.limits import Limits
from mapping.web.routes import routes
from tests.asgi import Answer
from tests.conftest import DISTRICTS, MAHALLAS, REGION
from tests.whole.access.signed_in import ask, asking_who_comes, token_of
from tests.whole.decisions.conftest import own_home

__all__ = ["own_home"]

HERE, OTHER = DISTRICTS
MEASURES = {"M3": MAHALLAS[0], "M4": MAHALLAS[4]}
JSON = ("content-type", "application/json")
LOOK, SAY, ABOVE = Right.VIEW, Right.REPORT, Right.CONFIRM
ROLES: dict[str, tuple[Grant, ...]] = {
    "chair": tuple(Grant(what, REGION) for what in (LOOK, SAY, ABOVE)),
    "district leader": tuple(Grant(what, HERE) for what in (LOOK, SAY, ABOVE)),
    "inspector": tuple(Grant(what, MAHALLAS[0]) for what in (LOOK, SAY)),
    "reports beyond the own view": (Grant(LOOK, HERE), Grant(SAY, REGION), Grant(ABOVE, REGION)),
    "publisher": (Grant(LOOK, REGION), Grant(Right.PUBLISH, REGION)),
    "administrator": (Grant(LOOK, REGION), Grant(Right.ADMINISTER, REGION)),
    "auditor": (Grant(LOOK, REGION), Grant(Right.AUDIT, REGION)),
    "nothing": (),
}


@dataclass(frozen=True)
class Way:
    """One way to write about a measure, or its area; `needs`: the right there."""

    send: Callable[[str, str, str], Answer]
    needs: Right


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "PNG")
    return written.getvalue()


def _report(token: str, measure: str, key: str, act: str = "comment") -> Answer:
    sent = {"measure": measure, "version": 0, "act": act, "words": "Ko‘rildi", "key": key}
    return ask("/riskmap/reports?lang=en", token, method="POST", content=json.dumps(sent).encode(), headers=[JSON])


def _reports(token: str, measure: str, key: str) -> Answer:
    sent = {"reports": [{"measure": measure, "version": 0, "act": "comment", "words": "Ko‘rildi", "key": key}]}
    answer = ask("/riskmap/reports?lang=en", token, method="POST", content=json.dumps(sent).encode(), headers=[JSON])
    status = answer.data["outcomes"][0]["status"] if answer.status == 200 else answer.status
    return Answer(status, answer.headers, answer.content)


def _file(token: str, measure: str, key: str) -> Answer:
    address = f"/riskmap/reports/file?measure={measure}&key={key}&name=rasm.png&lang=en"
    return ask(address, token, method="POST", content=picture())


def _by_token(token: str, measure: str, key: str) -> Answer:
    """With the person's session, which the API takes from our own pages too."""
    sent = json.dumps({"version": 0, "act": "comment", "words": "Ko‘rildi"}).encode()
    headers = [JSON, ("idempotency-key", key), ("accept-language", "en")]
    return ask(f"/api/v1/measures/{measure}/reports", token, method="POST", content=sent, headers=headers)


def _typed(measure: str) -> dict[str, object]:
    return {"area": MEASURES[measure], "post": "head", "deadline": "2028-06-30", "text": "Yoritgich o‘rnatilsin"}


def _decision(token: str, measure: str, key: str) -> Answer:
    sent = json.dumps({**_typed(measure), "key": key}).encode()
    return ask("/riskmap/decisions?lang=en", token, method="POST", content=sent, headers=[JSON])


def _taken(measure: str) -> str:
    """A decision for the measure's area, taken by one who may."""
    login = f"taker{len(managing.listed(presence().base, ANYBODY))}"
    answer = _decision(token_of(login, *ROLES["chair"]), measure, login)
    assert answer.status == 201
    return str(answer.data["id"])


def _amended(token: str, measure: str, _key: str) -> Answer:
    sent = json.dumps({**_typed(measure), "version": 1, "text": "Boshqacha"}).encode()
    return ask(f"/riskmap/decisions/{_taken(measure)}?lang=en", token, method="PUT", content=sent, headers=[JSON])


def _withdrawn(token: str, measure: str, _key: str) -> Answer:
    return ask(f"/riskmap/decisions/{_taken(measure)}?lang=en", token, method="DELETE")


WAYS = {
    ("POST", "/riskmap/reports"): [Way(_report, SAY), Way(_reports, SAY)],
    ("POST", "/riskmap/reports/file"): [Way(_file, SAY)],
    ("POST", "/api/v1/measures/{measure:path}/reports"): [Way(_by_token, SAY)],
    ("POST", "/riskmap/decisions"): [Way(_decision, SAY)],
    ("PUT", "/riskmap/decisions/{decision}"): [Way(_amended, SAY)],
    ("DELETE", "/riskmap/decisions/{decision}"): [Way(_withdrawn, SAY)],
}
NOWHERE = "/api/v1/{path:path}"
"""What answers that there is nothing, by each method."""


@pytest.fixture(autouse=True)
def _asking(own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(guard, "_limits", Limits())
    monkeypatch.setattr(reports_module, "ASKED_EVERY", -1)
    with asking_who_comes(monkeypatch, tmp_path):
        snapshot_by_id.cache_clear()
        yield
        snapshot_by_id.cache_clear()
    database().close()


def test_every_route_that_writes_is_named_here() -> None:
    found = {
        (method, route.path)
        for route in routes()
        for method in (route.methods or ()) - {"GET", "HEAD", "OPTIONS"}
        if not route.path.startswith("/auth/") and route.path != NOWHERE
    }
    assert found == set(WAYS)
    token = token_of("karim", *ROLES["chair"])
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        assert ask("/api/v1/measures/M3", token, method=method).status == 405
        assert ask("/api/v1/none", token, method=method).status == 404


def written(watcher: str) -> tuple[object, ...]:
    """All that was written of measures and meetings, as one who sees the region is told."""
    decisions = ask("/riskmap/decisions.json?lang=en", watcher).data["decisions"]
    reports = ask("/api/v1/reports?limit=1000", watcher).data["items"]
    return reports, [(one["id"], one["text"]) for one in decisions]


@pytest.mark.parametrize("view", ["all", "own"])
@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_nothing_is_written_where_one_may_not(monkeypatch: pytest.MonkeyPatch, way: tuple[str, str], view: str) -> None:
    monkeypatch.setenv("RISKMAP_VIEW", view)
    settings.cache_clear()
    watcher = token_of("watcher", *ROLES["auditor"])
    for role, grants in ROLES.items():
        token = token_of(role.replace(" ", "."), *grants)
        person = presence().named(role.replace(" ", "."))
        assert person is not None
        for number, one in enumerate(WAYS[way]):
            for measure, area in MEASURES.items():
                may = person.person.may(LOOK, area) and person.person.may(one.needs, area)
                before = written(watcher)
                answer = one.send(token, measure, f"{role}{number}{measure}"[:60].replace(" ", "."))
                if may:
                    assert answer.status in {200, 201}, (role, measure, answer.content)
                    continue
                assert answer.status in {403, 404, 422}, (role, measure, answer.content)
                after = written(watcher)
                taken = len(after[1]) - len(before[1])  # type: ignore[arg-type]
                assert after[0] == before[0], (role, measure)
                assert taken == (1 if way[1].endswith("}") else 0), "the decision that was there is there as it was"
                if view == "own" and not person.person.may(LOOK, area):
                    assert not foreign_in(answer.content.decode(), area), answer.content


def foreign_in(said: str, area: str) -> list[str]:
    """Names of another area in what is said; what was sent may be said again."""
    with scoped(WHOLE):
        rows = opened(None).areas.loc[[area, area[:7]], ["name_uz_latn", "name_ru", "name_en"]]
    names = [str(one) for one in rows.to_numpy().ravel()]
    return [one for one in names if one and re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said)]


@pytest.mark.parametrize("view", ["all", "own"])
def test_a_file_is_given_to_those_who_see_its_area_and_guessed_by_nobody(
    monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    monkeypatch.setenv("RISKMAP_VIEW", view)
    settings.cache_clear()
    sent = _file(token_of("chair", *ROLES["chair"]), "M4", "k")
    address = sent.data["report"]["file"]["address"]
    looks = {
        "region": (Grant(LOOK, REGION), 200),
        "other": (Grant(LOOK, OTHER), 200),
        "here": (Grant(LOOK, HERE), 404 if view == "own" else 200),
    }
    for login, (grant, status) in looks.items():
        assert ask(address, token_of(login, grant)).status == status, login
    assert ask(address).status == 401
    assert ask(address, token_of("none")).status == 403
    digest, reader = address.rpartition("/")[2], token_of("reader", Grant(LOOK, REGION))
    for guessed in (
        digest[:-1],
        digest[:12],
        digest[::-1],
        digest.upper(),
        "..%2F" + digest,
        "0" * 64,
        "%00",
        "../../people.sqlite",
    ):
        assert ask(f"/riskmap/evidence/{guessed}", reader).status == 404, guessed


def test_a_token_writes_where_its_account_may_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for view in ("all", "own"):
        monkeypatch.setenv("RISKMAP_VIEW", view)
        settings.cache_clear()
        for role, grants in ROLES.items():
            login = f"{view}.{role.replace(' ', '.')}"
            managing.add(presence().base, ANYBODY, login=login, name=login, area=REGION, grants=grants)
            token = api_tokens.make(presence().base, ANYBODY, login, name="E-social")
            presence().look()
            person = presence().named(login)
            assert person is not None
            for measure, area in MEASURES.items():
                headers = [JSON, ("idempotency-key", measure), ("authorization", f"Bearer {token}")]
                sent = json.dumps({"version": 0, "act": "comment", "words": "Ko‘rildi"}).encode()
                address = f"/api/v1/measures/{measure}/reports"
                answer = ask(address, method="POST", content=sent, headers=headers)
                assert (answer.status == 201) is person.person.may(SAY, area), (view, role, measure)
                read = ask(f"/api/v1/measures/{measure}", headers=headers[2:]).status
                sees = person.person.may(LOOK, area) if view == "own" else bool(grants)
                assert (read == 200) is sees, (view, role, measure)
