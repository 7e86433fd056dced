"""A snapshot of every earlier format, kept as it was published then, opens, says the same figures and fills every page."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.model.periods import Quarter
from mapping.model.selection import Value
from mapping.model.vocabulary import Group
from mapping.store import current_id, open_snapshot, verify
from mapping.store.manifest import FORMAT
from mapping.ui.links import PAGES
from tests.app.test_pages import APP, handed_over, written
from tests.conftest import MAHALLAS

KEPT = Path(__file__).parents[1] / "kept"
FORMATS = range(1, FORMAT + 1)


@pytest.fixture(params=FORMATS)
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of that format: the tiny dataset, as `tests/conftest.py` describes it."""
    with tarfile.open(KEPT / f"format-{request.param}.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    folder = tmp_path / f"format-{request.param}"
    monkeypatch.setenv("RISKMAP_HOME", str(folder))
    return folder


def test_it_is_whole_and_its_figures_are_those_published(home: Path) -> None:
    assert verify(home, str(current_id(home))).id == current_id(home)
    counts = open_snapshot(home).counts("crime_total", Group.ALL, _year(home), "1710")
    assert counts.loc[MAHALLAS[0]].tolist() == [5, 6, 7, 8]  # number 1 of the mahallas, quarters 4 to 7
    assert counts.loc[MAHALLAS[7]].tolist()[:2] == [12, 13]


def _year(home: Path) -> list[Quarter]:
    return [quarter for quarter in open_snapshot(home).quarters if quarter.year == 2025]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_filled(home: Path, page: str) -> None:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["lang"], app.query_params["area"] = str(Lang.EN), MAHALLAS[0]
    if page != next(iter(PAGES)):
        app.switch_page(PAGES[page])
    app.run()
    assert not app.exception
    assert len(written(app) + handed_over(app)) > 1000


@pytest.mark.parametrize("value", [Value.TOGETHER, Value.CLUSTERS])
def test_a_link_to_clusters_opens_and_names_their_kind(home: Path, value: Value) -> None:
    """`clusters` were and are those beyond Poisson chance: an older link shows what it showed."""
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["lang"], app.query_params["value"] = str(Lang.EN), str(value)
    app.run()
    assert not app.exception
    assert not app.warning
    assert text(f"value.{value}", Lang.EN) in written(app)
