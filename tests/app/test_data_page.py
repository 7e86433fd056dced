"""The page Data: there for whoever has nothing yet, in every language; what a visit keeps and forgets."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.model.settings import settings
from mapping.publishing import publish, settle, settled_names, whole_tables
from mapping.store import Damaged, current_id
from mapping.ui.changes import snapshot_list
from mapping.ui.data import uploads
from mapping.ui.data.uploads import fingerprint, forget_all, forget_left_behind, stored

APP = str(Path(__file__).resolve().parents[2] / "app.py")


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("published", [True, False])
def test_the_page_is_there_with_and_without_a_snapshot(
    tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang, published: bool
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home if published else tmp_path))
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["lang"] = str(lang)
    app.run()
    app.switch_page("pages/data.py").run()
    assert not app.exception
    assert text("data.title", lang) in "\n".join(str(part.proto.body) for part in app.get("html"))


@pytest.mark.parametrize("lang", list(Lang))
def test_nothing_is_put_over_a_damaged_snapshot(
    tiny_dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path))
    app = AppTest.from_file(APP, default_timeout=60)
    publish(tiny_dataset / "geo", tiny_dataset / "data", tmp_path)
    app.query_params["lang"] = str(lang)
    app.run()
    app.switch_page("pages/data.py").run()
    kept = tmp_path / str(current_id(tmp_path)) / "tables" / "population.parquet"
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    kept.write_bytes(content)
    app.file_uploader[0].set_value(("people.csv", b"area,year,group,people\n1710207001,2025,all,7\n", "text/csv")).run()
    assert not app.exception
    told = Damaged(snapshot=current_id(tmp_path), file="tables/population.parquet").told(lang)
    assert told in [one.value for one in app.error]
    assert text("data.publish", lang) not in [one.label for one in app.button]


def test_a_question_stands_open_with_a_tick_before_the_button(
    tiny_dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path))
    publish(tiny_dataset / "geo", tiny_dataset / "data", tmp_path)
    before = current_id(tmp_path)
    app = AppTest.from_file(APP, default_timeout=120)
    app.query_params["lang"] = "en"
    app.run()
    app.switch_page("pages/data.py").run()
    content = "code,indicator,2025Q4\n1710207001,crime_total,\n1710207002,crime_total,7\nJami,,5\n"
    app.file_uploader[0].set_value(("a.csv", content.encode(), "text/csv")).run()
    assert not app.exception
    (report,) = [one for one in app.expander if "a.csv" in one.label]
    assert report.proto.expanded
    button = text("data.publish", Lang.EN)
    assert [one.disabled for one in app.button if one.label == button] == [True]
    assert {one.key for one in app.checkbox} == {
        "agree_total_row_differs",
        "agree_blank_over_figure",
        "data_replace_by_blank",
        "agree_as_of",
    }
    for key in ("agree_total_row_differs", "agree_blank_over_figure", "agree_as_of"):
        app.checkbox(key=key).check()
    app.run()
    assert [one.disabled for one in app.button if one.label == button] == [False]
    next(one for one in app.button if one.label == button).click().run()
    assert not app.exception
    after = current_id(tmp_path)
    assert after != before
    rows = whole_tables(tmp_path / str(after))[1]["statistic"].set_index(["area", "period", "indicator", "group"])[
        "count"
    ]
    figures = [rows["1710207001", "2025Q4", "crime_total", "all"], rows["1710207002", "2025Q4", "crime_total", "all"]]
    assert figures == [8, 7]


def test_what_two_files_hold_is_published_from_the_page_as_it_stands_in_them(
    tiny_dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Months beside their quarter, of which one differs: asked; people of a group by brackets over their column: theirs alone."""
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path))
    publish(tiny_dataset / "geo", tiny_dataset / "data", tmp_path)
    before = whole_tables(tmp_path / str(current_id(tmp_path)))[1]["population"]
    app = AppTest.from_file(APP, default_timeout=120)
    app.query_params["lang"] = "ru"
    app.run()
    app.switch_page("pages/data.py").run()
    thefts = "Кражи, 2026;;;;\nКод;январь;февраль;март;I квартал\n1710207001;1;2;3;6\n1710207002;1;2;3;7\n"
    people = "Код;Население (женщины) на 01.01.2026, тыс. чел.\n1710207001;1,5\n"
    app.file_uploader[0].set_value(
        [("a.csv", thefts.encode(), "text/csv"), ("b.csv", people.encode(), "text/csv")]
    ).run()
    assert not app.exception
    asked = {one.key for one in app.checkbox if str(one.key).startswith("agree_")}
    assert asked == {"agree_total_column_differs", "agree_figures_in_thousands", "agree_as_of"}
    for key in asked:
        app.checkbox(key=key).check()
    app.run()
    next(one for one in app.button if one.label == text("data.publish", Lang.RU)).click().run()
    assert not app.exception
    tables = whole_tables(tmp_path / str(current_id(tmp_path)))[1]
    counts = tables["statistic"].query("period == '2026Q1'")[["area", "indicator", "group", "count"]]
    assert counts.to_numpy().tolist() == [
        ["1710207001", "crime_theft", "all", 6],
        ["1710207002", "crime_theft", "all", 6],
    ]
    new = tables["population"].iloc[len(before) :]
    assert new[["area", "year", "group", "people"]].to_numpy().tolist() == [["1710207001", 2026, "women", 1500]]


def test_settled_names_are_listed_and_withdrawn(
    tiny_dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path))
    publish(tiny_dataset / "geo", tiny_dataset / "data", tmp_path)
    settle(tmp_path, "Birinchi", "1710207001", who="Clerk", why="old")
    app = AppTest.from_file(APP, default_timeout=120)
    app.query_params["lang"] = "en"
    app.run()
    app.switch_page("pages/data.py").run()
    assert app.dataframe[0].value.to_numpy().tolist()[0][:3] == ["Birinchi", "1710207001", "Clerk"]
    app.selectbox(key="settled_which").select("Birinchi").run()
    app.button(key="settled_withdraw").click().run()
    assert not app.exception
    assert settled_names(tmp_path) == []


class Dropped(NamedTuple):
    name: str
    file_id: str
    content: bytes = b""

    def getvalue(self) -> bytes:
        return self.content


def test_files_of_one_name_dropped_again_are_others() -> None:
    assert fingerprint([Dropped("a.csv", "1")]) != fingerprint([Dropped("a.csv", "2")])
    assert fingerprint([Dropped("a.csv", "1")]) == fingerprint([Dropped("a.csv", "1", b"read already")])


def names(*given: str) -> list[str]:
    """How files of these names are called where they lie."""
    with stored([Dropped(one, str(number), one.encode()) for number, one in enumerate(given)]) as paths:
        assert len({path.parent for path in paths}) == 1
        assert sorted(paths[0].parent.iterdir()) == sorted(paths)
        return [path.name for path in paths]


def test_files_are_there_while_they_are_looked_at_and_gone_afterwards() -> None:
    with stored([Dropped("b.csv", "2", b"2"), Dropped("c.csv", "3", b"3")]) as paths:
        assert [path.read_bytes() for path in paths] == [b"2", b"3"]
    assert not any(path.parent.exists() for path in paths)


def test_files_are_gone_whatever_becomes_of_the_look() -> None:
    with pytest.raises(ZeroDivisionError), stored([Dropped("persons.csv", "1")]) as paths:
        _ = 1 / 0
    assert not paths[0].parent.exists()


def test_what_is_looked_at_when_the_server_ends_goes_too() -> None:
    with stored([Dropped("persons.csv", "1")]) as (path,):
        forget_all()
        assert not path.parent.exists()


def test_the_application_forgets_them_when_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    import app as application  # noqa: PLC0415 (the script of every page)

    monkeypatch.setattr("mapping.web.logs.begin", lambda *_given: None)  # the log of this test is pytest's
    monkeypatch.setattr(application, "set_log_level", lambda _level: None)

    async def ended() -> bool:
        with stored([Dropped("persons.csv", "1")]) as (path,):
            async with application.serving(application.app):
                assert path.exists()
            return path.exists()

    assert not asyncio.run(ended())


def test_what_a_killed_server_left_behind_goes_and_what_a_living_one_has_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_IN_MEMORY", tmp_path)
    ended = subprocess.Popen(["true"])
    ended.wait()
    left = [tmp_path / f"riskmap-uploads-{pid}-abc" for pid in (ended.pid, os.getpid())]
    for folder in left:
        folder.mkdir()
        (folder / "persons.csv").write_text("PINFL")
    forget_left_behind()
    assert [folder.exists() for folder in left] == [False, True]


@pytest.mark.parametrize("given", ["..", ".", "", "../..", "a/..", "/"])
def test_a_name_that_is_none_gets_one(given: str) -> None:
    assert names(given) == ["file"]


def test_no_file_leaves_its_folder() -> None:
    assert names("../../a.csv", "/etc/b.csv", "c\0d\n.csv") == ["a.csv", "b.csv", "c_d_.csv"]


@pytest.mark.parametrize("stem", ["x" * 300, "ў" * 200, "✓" * 100], ids=["Latin", "Cyrillic", "signs"])
def test_names_too_long_for_a_file_keep_beginning_and_ending_and_stay_apart(stem: str) -> None:
    cut = names(f"{stem}1.geojson", f"{stem}2.geojson", f"{stem}.{'y' * 300}", "short.csv")
    assert len(set(cut)) == 4
    assert all(name.startswith(stem[:60]) and len(name.encode()) <= 255 for name in cut[:3])
    assert [name.endswith(".geojson") for name in cut] == [True, True, False, False]


@pytest.mark.parametrize(("allowed", "told", "drops"), [("off", "data.off", False), ("check", "data.check_only", True)])
def test_a_server_that_only_shows_brings_nothing(
    tiny_home: Path, monkeypatch: pytest.MonkeyPatch, allowed: str, told: str, drops: bool
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    monkeypatch.setenv("RISKMAP_PUBLISHING", allowed)
    settings.cache_clear()
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
