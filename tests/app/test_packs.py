"""Take away: the page makes what is asked for and offers it, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapping.export.packs.formats import FORMATS
from mapping.model.locale import Lang, text
from tests.conftest import DISTRICTS, REGION

APP = str(Path(__file__).resolve().parents[2] / "app.py")


@pytest.fixture
def app(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    return AppTest.from_file(APP, default_timeout=60)


def opened(app: AppTest, area: str, lang: Lang) -> AppTest:
    app.query_params["lang"], app.query_params["area"] = str(lang), area
    app.run()
    app.switch_page("pages/packs.py").run()
    assert not app.exception
    return app


@pytest.mark.parametrize("lang", list(Lang))
def test_a_pack_is_made_and_told(app: AppTest, lang: Lang) -> None:
    opened(app, DISTRICTS[0], lang)
    app.button(key="packs_make").click().run()
    assert not app.exception
    (ready,) = app.success
    assert DISTRICTS[0] in ready.value
    assert ready.value.endswith(text("packs.ready", lang, name="x", size="y").split("y")[-1])


def test_all_districts_come_in_one_archive(app: AppTest) -> None:
    opened(app, REGION, Lang.EN)
    app.toggle(key="packs_every").set_value(True).run()
    app.button(key="packs_make").click().run()
    assert ".zip" in app.success[0].value


def test_another_choice_takes_back_what_was_made(app: AppTest) -> None:
    opened(app, DISTRICTS[0], Lang.EN)
    app.button(key="packs_make").click().run()
    app.selectbox(key="packs_lang").set_value(Lang.RU).run()
    assert not app.success


@pytest.mark.parametrize("lang", list(Lang))
def test_every_format_has_its_word(lang: Lang) -> None:
    assert all(text(f"packs.format_{name}", lang) for name in FORMATS)
