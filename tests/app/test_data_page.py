"""The page Data: there for whoever has nothing yet, in every language; what a visit keeps and forgets."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.model.settings import settings
from mapping.store.opened import snapshot_by_id
from mapping.ui.changes import snapshot_list
from mapping.ui.data import uploads
from mapping.ui.data.uploads import fingerprint, forget

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


class Dropped(NamedTuple):
    name: str
    file_id: str
    content: bytes = b""

    def getvalue(self) -> bytes:
        return self.content


def test_files_of_one_name_dropped_again_are_others() -> None:
    assert fingerprint([Dropped("a.csv", "1")]) != fingerprint([Dropped("a.csv", "2")])
    assert fingerprint([Dropped("a.csv", "1")]) == fingerprint([Dropped("a.csv", "1", b"read already")])


def test_files_dropped_before_are_gone_and_none_leaves_its_folder() -> None:
    (first,) = uploads.stored([Dropped("../../a.csv", "1", b"1")])
    assert first.read_bytes() == b"1"
    second = uploads.stored([Dropped("b.csv", "2", b"2"), Dropped("c.csv", "3", b"3")])
    assert not first.exists()
    assert [path.read_bytes() for path in second] == [b"2", b"3"]
    assert len({path.parent for path in second}) == 1


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
