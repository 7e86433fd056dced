"""Help is there for every page, and the guided visit has five steps, in every language."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from mapping.locale import Lang
from mapping.ui.links import PAGES
from mapping.web.help import KEYS
from mapping.web.routes import routes


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=routes()))


@pytest.mark.parametrize("lang", list(Lang))
def test_every_page_has_help_in_every_language(client: TestClient, lang: Lang) -> None:
    said = client.get(f"/riskmap/help/{lang}.json").json()
    assert set(PAGES) <= set(said["pages"])
    assert all(page["shows"] and all(page["can"]) for page in said["pages"].values())
    assert [sign for sign, _ in said["keys"]] == list(KEYS)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_guided_visit_has_five_steps(client: TestClient, lang: Lang) -> None:
    steps = client.get(f"/riskmap/help/{lang}.json").json()["guide"]["steps"]
    assert [step["part"] for step in steps] == ["map", "choose", "place", "list", "pages"]
    assert all(step["title"] and step["text"] for step in steps)


def test_a_language_that_is_not_spoken_has_no_help(client: TestClient) -> None:
    assert client.get("/riskmap/help/tlh.json").status_code == 404
