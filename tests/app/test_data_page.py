"""The page Data: there for whoever has nothing yet, in every language; what a visit keeps and forgets."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapping.locale import Lang, text
from mapping.settings import settings
from mapping.store.opened import snapshot_by_id
from mapping.ui.changes import snapshot_list
from mapping.ui.data.uploads import digest, forget

APP = str(Path(__file__).resolve().parents[2] / "app.py")


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("published", [True, False])
def test_the_page_is_there_with_and_without_a_snapshot(
    tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang, published: bool
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home if published else tmp_path))
    snapshot_by_id.cache_clear()
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["lang"] = str(lang)
    app.run()
    app.switch_page("pages/data.py").run()
    assert not app.exception
    assert text("data.title", lang) in "\n".join(str(part.proto.body) for part in app.get("html"))


def test_a_checksum_tells_another_file_and_another_name(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_bytes(b"1")
    second.write_bytes(b"1")
    assert digest([first]) != digest([second])
    before = digest([first])
    first.write_bytes(b"2")
    assert digest([first]) != before


def test_what_must_leave_no_trace_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "persons.csv"
    path.write_text("PINFL")
    forget([path, path])
    assert not path.exists()


@pytest.mark.parametrize(("allowed", "told", "drops"), [("off", "data.off", False), ("check", "data.check_only", True)])
def test_a_server_that_only_shows_brings_nothing(
    tiny_home: Path, monkeypatch: pytest.MonkeyPatch, allowed: str, told: str, drops: bool
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    monkeypatch.setenv("RISKMAP_PUBLISHING", allowed)
    settings.cache_clear()
    snapshot_by_id.cache_clear()
    try:
        app = AppTest.from_file(APP, default_timeout=30)
        app.query_params["lang"] = "ru"
        app.run()
        app.switch_page("pages/data.py").run()
        assert not app.exception
        assert text(told, Lang.RU) in [one.value for one in app.info]
        assert bool(app.get("file_uploader")) is drops
    finally:
        settings.cache_clear()


def test_a_server_that_only_shows_makes_no_other_snapshot_current(
    tiny_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    monkeypatch.setenv("RISKMAP_PUBLISHING", "check")
    settings.cache_clear()
    switched: list[str] = []
    monkeypatch.setattr(snapshot_list, "use_snapshot", lambda home, snapshot_id: switched.append(snapshot_id))
    try:
        snapshot_list._use("20260101-00000000")
        assert switched == []
    finally:
        settings.cache_clear()
