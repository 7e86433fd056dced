"""What a page offers, and does, follows from who looks at it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mapping.access import audit, managing
from mapping.access.audit import Act
from mapping.access.person import ANYBODY
from mapping.access.presence import presence
from mapping.access.rights import Grant, Right
from mapping.model.locale import Lang, text
from mapping.store import current_id
from mapping.ui import person as person_module
from tests.app.test_changes_page import Pair, opened, pair
from tests.conftest import DISTRICTS, REGION
from tests.whole.access.signed_in import asking_who_comes

__all__ = ["pair"]
WRITES = (Grant(Right.VIEW, REGION), Grant(Right.PUBLISH, REGION))


@pytest.fixture(autouse=True)
def _asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with asking_who_comes(monkeypatch, tmp_path):
        yield


def comes(monkeypatch: pytest.MonkeyPatch, *grants: Grant) -> None:
    """One with these rights has been let in by the door."""
    base = presence().base
    managing.add(base, ANYBODY, login="karim", name="Karim O‘tkir", area=REGION, grants=grants)
    found = presence().named("karim")
    assert found is not None
    monkeypatch.setattr(person_module, "_named", lambda: found.person.id)
    monkeypatch.setattr(person_module, "_peer", lambda: "10.0.0.1")


def head_of(app: AppTest) -> dict[str, Any]:
    """What the head of the page was told."""
    for part in app.get("bidi_component"):
        told = json.loads(part.proto.json or "[]")
        told = told[0] if isinstance(told, list) and told else told
        if "navigation" in told:
            return dict(told)
    raise AssertionError("the page has no head")


@pytest.mark.parametrize(
    "grants", [(), (Grant(Right.VIEW, REGION),), (Grant(Right.VIEW, REGION), Grant(Right.PUBLISH, DISTRICTS[0]))]
)
def test_who_may_not_publish_the_region_switches_no_snapshot(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, grants: tuple[Grant, ...]
) -> None:
    comes(monkeypatch, *grants)
    app = opened()
    button = app.button(key=f"use_{pair.first}")
    assert button.disabled
    assert current_id(pair.home) == pair.second


def test_who_may_publish_switches_and_it_stands_in_the_book(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    comes(monkeypatch, *WRITES)
    app = opened()
    app.button(key=f"use_{pair.first}").click().run()
    app.button(key="confirm_use").click().run()
    assert not app.exception
    assert current_id(pair.home) == pair.first
    with presence().base.reading() as connection:
        last = audit.entries(connection, most=1)[0]
    assert (last.act, last.login, last.area, last.about) == (Act.SWITCHED, "karim", REGION, pair.first)


def test_a_right_that_is_withdrawn_meanwhile_holds_no_more(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    comes(monkeypatch, *WRITES)
    app = opened()
    app.button(key=f"use_{pair.first}").click().run()
    managing.withdraw(presence().base, ANYBODY, "karim", WRITES[1])
    presence().look()
    app.button(key="confirm_use").click().run()
    assert current_id(pair.home) == pair.second


def test_files_are_brought_by_those_alone_who_may_publish(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pair.home
    comes(monkeypatch, WRITES[0])
    told = [one.value for one in opened("pages/data.py").info]
    assert text("data.no_right", Lang.EN) in told
    managing.give(presence().base, ANYBODY, "karim", [WRITES[1]])
    presence().look()
    assert text("data.no_right", Lang.EN) not in [one.value for one in opened("pages/data.py").info]


def test_the_head_says_who_it_is_and_offers_what_they_may(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pair.home
    comes(monkeypatch, WRITES[0])
    head = head_of(opened())
    assert head["person"]["name"] == "Karim O‘tkir"
    assert head["person"]["address"] == "/auth/sign-out?lang=en"
    assert "data" not in [one["name"] for one in head["places"]]
