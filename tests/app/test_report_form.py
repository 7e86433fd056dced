"""The form of reports on the page Measures: offered to those who report, taken by their rights, written into the book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapping.access import audit, managing
from mapping.access.audit import Act as Noted
from mapping.access.person import ANYBODY, NO_AGENCY, Post
from mapping.access.presence import presence
from mapping.access.rights import Grant, Right
from mapping.export.xlsx import XLSX
from mapping.live.forms.sheet import report_form
from mapping.live.reports import book
from mapping.model.locale import Lang, text
from mapping.model.periods import Quarter
from mapping.store import Snapshot
from mapping.views.oversight.situation import all_measures
from tests.app.test_rights import comes
from tests.conftest import DISTRICTS, MAHALLAS, REGION
from tests.whole.access.signed_in import asking_who_comes
from tests.whole.reports.test_report_forms import filled

APP = str(Path(__file__).resolve().parents[2] / "app.py")
LOOK = Grant(Right.VIEW, REGION)


@pytest.fixture(autouse=True)
def _asking(tmp_path: Path, tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    with asking_who_comes(monkeypatch, tmp_path):
        yield


def opened(lang: Lang = Lang.EN, page: str = "measures", **query: str) -> AppTest:
    """The page with the form's drawer open."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["lang"] = str(lang)
    app.session_state["report_form"] = True
    app.run()
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


def test_nobody_who_reports_nowhere_is_offered_it(monkeypatch: pytest.MonkeyPatch) -> None:
    comes(monkeypatch, LOOK)
    assert not opened().get("file_uploader")


@pytest.mark.parametrize("lang", list(Lang))
def test_rows_are_taken_by_the_rights_of_whoever_brings_them(
    tiny_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, lang: Lang
) -> None:
    measures = all_measures(tiny_snapshot)
    left = measures[measures["status"].isin(("planned", "in_progress"))]
    quarter = left["quarter"].iloc[0]
    here = left[left["quarter"] == quarter]
    mine, area = str(here["id"].iloc[0]), str(here["area"].iloc[0])
    comes(monkeypatch, LOOK, Grant(Right.REPORT, area))
    form = report_form(tiny_snapshot, REGION, Quarter.parse(str(quarter)), lang)
    app = opened(lang)
    for number in (1, 2):  # brought again it counts once
        app.file_uploader[0].set_value(("form.xlsx", filled(form, {mine: {"progress": 40}}), XLSX)).run()
        assert not app.exception
        told = text("report_form.counted", lang, taken=1, known=0, conflict=0, refused=0, blank=len(here) - 1)
        assert told in [one.value for one in app.info]
        with presence().base.reading() as connection:
            (kept,) = book.after(connection, 0)
            noted = [line.about for line in audit.entries(connection, most=9) if line.act == Noted.REPORTED]
        assert (kept.measure, kept.progress, kept.person != "") == (mine, 40, True)
        assert len(noted) == number
        assert noted[0].startswith("form.xlsx: taken=1")


def test_a_file_that_is_no_form_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    comes(monkeypatch, LOOK, Grant(Right.REPORT, REGION))
    app = opened()
    app.file_uploader[0].set_value(("other.xlsx", b"nothing", XLSX)).run()
    assert not app.exception
    assert len(app.error) == 1


def test_the_form_is_that_of_the_quarter_that_is_chosen_else_of_the_one_that_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    comes(monkeypatch, LOOK, Grant(Right.REPORT, REGION))
    assert [one.value for one in opened().selectbox if one.label == "Quarter" and "form_quarter" in one.key] == [
        Quarter(2026, 1)
    ]
    app = opened(m_quarter="2025Q4")
    assert app.selectbox(key="form_quarter_2025Q4").value == Quarter(2025, 4)


def test_on_my_work_the_form_is_of_the_areas_of_ones_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    comes(monkeypatch, LOOK, Grant(Right.REPORT, REGION))
    managing.give_posts(
        presence().base, ANYBODY, "karim", [Post(DISTRICTS[0], "iib", "deputy"), Post(MAHALLAS[0], NO_AGENCY, "chair")]
    )
    app = opened(page="mine")
    assert app.selectbox(key="form_area").options == ["Guzar district", "Mahalla 1"]
